"""Columns of a sheet: what they are called, how a cell becomes a value. No query, no model is changed."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

Reader = Callable[[str], Any]

YES = {"yes", "y", "true", "1", "예"}
NO = {"no", "n", "false", "0", "아니오", "아니요"}
DAY = re.compile(r"(\d{4})[-./] ?(\d{1,2})[-./] ?(\d{1,2})\.?")
WHOLE = re.compile(r"\d{1,18}|\d{1,3}(,\d{3}){1,5}")
BROKEN = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"}


@dataclass(frozen=True)
class Column:
    """A column of a sheet. `name` and `korean` are both accepted as its header; `empty` is what a blank
    cell means; `path` leads from a row of the model to the value in an export ('' if it is not exported)."""

    name: str
    korean: str
    read: Reader
    path: str = ""
    required: bool = False
    empty: Any = ""
    example: Any = ""
    help: Any = ""

    def value(self, text: str) -> Any:
        """The value of a cell. ValidationError says what is wrong with it."""
        text = text.strip()
        if not text:
            return self.empty
        if text in BROKEN:
            raise _refusal(_("The cell shows the error %(value)s of the spreadsheet."), text)
        return self.read(text)


def text(field: models.Field, *, one_line: bool = True) -> Reader:
    """Reads what the text field of a model takes: its length and its validators, said in their words."""
    checks = [check for check in field.validators if not isinstance(check, MaxLengthValidator)]

    def read(value: str) -> str:
        if one_line:
            value = " ".join(value.split())
        if field.max_length and len(value) > field.max_length:
            raise ValidationError(
                _("Too long: %(length)s characters; at most %(max)s are kept."),
                params={"length": len(value), "max": field.max_length},
            )
        for check in checks:
            check(value)
        return value

    return read


def choice(values: Collection[str], *, also: Mapping[str, str] | None = None) -> Reader:
    """Reads one of the values, in capital or small letters; `also` are other words for them."""
    known = {str(value).casefold(): str(value) for value in values}
    listed = ", ".join(known.values())
    known |= also or {}

    def read(value: str) -> str:
        found = known.get(value.casefold())
        if found is None:
            raise _refusal(_("“%(value)s” is none of: %(values)s."), value, values=listed)
        return found

    return read


def whole(lowest: int = 0, highest: int = 2**62) -> Reader:
    """Reads a whole number, with or without commas between thousands."""

    def read(value: str) -> int:
        number = int(value.replace(",", "")) if WHOLE.fullmatch(value) else None
        if number is None or not lowest <= number <= highest:
            raise _refusal(
                _("“%(value)s” is not a whole number from %(lowest)s to %(highest)s."),
                value,
                lowest=lowest,
                highest=highest,
            )
        return number

    return read


def decimal(lowest: int, highest: int, places: int) -> Reader:
    """Reads a decimal number within bounds, rounded to `places`."""

    def read(value: str) -> Decimal:
        try:
            number = Decimal(value)
        except InvalidOperation:
            number = Decimal("NaN")
        if number.is_nan() or not lowest <= number <= highest:
            raise _refusal(
                _("“%(value)s” is not a number from %(lowest)s to %(highest)s."), value, lowest=lowest, highest=highest
            )
        return round(number, places)

    return read


@lru_cache(maxsize=4096)
def day(value: str) -> date:
    """Reads 2026-03-31, 2026.3.31 or 2026/3/31."""
    found = DAY.fullmatch(value)
    try:
        return date(*map(int, found.groups()))
    except (AttributeError, ValueError):
        raise _refusal(_("“%(value)s” is not a day of the calendar. Write it like 2026-03-31."), value) from None


def yes_no(value: str) -> bool:
    word = value.casefold()
    if word not in YES | NO:
        raise _refusal(_("“%(value)s” is neither yes nor no."), value)
    return word in YES


def code(value: str) -> str:
    """Reads a code written in capital letters, like KOR."""
    return value.upper()


def _refusal(message, value: str, **params) -> ValidationError:
    shown = value if len(value) <= 40 else f"{value[:40]}…"
    return ValidationError(message, code="invalid", params={"value": shown, **params})
