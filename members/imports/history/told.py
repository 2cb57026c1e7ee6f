"""A row of the history sheet, understood."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from members.models import Meeting, Member


@dataclass(frozen=True)
class Told:
    """What a row says, with the rows on record that it speaks of. `opened_on` is when the register began."""

    values: Mapping[str, Any]
    member: Member | None
    meeting: Meeting | None
    opened_on: date | None

    @property
    def on(self) -> date:
        return self.values["on"]

    @property
    def last_day(self) -> date:
        """The last day of membership (R9): of a dissolution the day of the event itself."""
        return self.values["last_day"] or self.on

    @property
    def language(self) -> str:
        return self.values["language"] or "en"

    @property
    def minute(self) -> str:
        """A decision keeps document and source in one field."""
        return "; ".join(filter(None, (self.values["document"], self.values["source"])))


def check_after_opening(told: Told) -> None:
    if told.opened_on and told.on <= told.opened_on:
        raise ValidationError(
            {
                "on": ValidationError(
                    _(
                        "The register was opened on %(day)s with the members and names of that day. This sheet "
                        "brings what came after; what was before is corrected on the page of the member."
                    ),
                    params={"day": told.opened_on.isoformat()},
                )
            }
        )
