"""English that is left on a Korean page."""

import re
from html.parser import HTMLParser

from django.apps import apps
from django.contrib import admin
from django.db import models

from members.models.names import NameKey
from wego.imports.admin import ImportAdmin

WORD = re.compile(r"[A-Za-z]*[a-z]{2}[A-Za-z]*")  # capitals alone are an abbreviation
NAMES = re.compile(
    r"WeGO|English|Message-ID|PostgreSQL|SQLite|md5|GeoJSON"
    r"|[A-Za-z0-9]+(?:_[A-Za-z0-9]+)+|\b[a-z]+(?:\.[a-z]+)+\b|https?://\S+|\S+@\S+"  # of columns, modules, addresses
    r"|\b[0-9a-f]{8}(?:-[0-9a-f]+)+\b|\S+\*{6,}|^\{.*\}$"  # identifiers, passwords, arguments of jobs
)
DJANGO = re.compile(  # what Django has in English only: icons, rows without a name
    r"True|False|None|Search|I[Dd] \(id\)|.*\w+ object \([\w-]+\)"
)
CODES = {"city", "institution", "company", "head", "political", "liaison", "billing", "other", "en", "ko", "local"}
SAID = ("title", "alt", "placeholder", "aria-label")
EMPTY = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


class Texts(HTMLParser):
    """What a reader sees or hears of a page, outside scripts and elements that say they are English."""

    def __init__(self):
        super().__init__()
        self.texts: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if self.silent or tag in ("script", "style") or given.get("lang") == "en":
            self.silent += tag not in EMPTY
            return
        self.texts += [given[name] for name in SAID if given.get(name)]
        if tag == "input" and given.get("type") in ("submit", "button"):
            self.texts.append(given.get("value") or "")

    def handle_endtag(self, tag):
        if self.silent and tag not in EMPTY:
            self.silent -= 1

    def handle_data(self, data):
        if not self.silent and data.strip():
            self.texts.append(" ".join(data.split()))


def english(page: str, data: "Data") -> list[str]:
    """The texts of the page in which English words remain once names, codes and data are taken out."""
    reader = Texts()
    reader.feed(page)
    return [text for text in dict.fromkeys(reader.texts) if not data.explains(text)]


class Data:
    """What the tables say: names and sources are not translated."""

    def __init__(self, values):
        self.values = set(values)
        self.long_values = sorted((value for value in self.values if len(value) > 3), key=len, reverse=True)
        self.known: dict[str, bool] = {}

    @classmethod
    def of_all_tables(cls) -> "Data":
        sheets = [one.sheet for one in admin.site._registry.values() if isinstance(one, ImportAdmin)]
        values = {f"{one.name}:" for sheet in sheets for one in sheet.columns}
        values |= {str(cell) for sheet in sheets for row in sheet.example()[1] for cell in row}
        for model in apps.get_models():
            if model.__name__.startswith("Historical") or model is NameKey:
                continue
            for field in model._meta.concrete_fields:
                if isinstance(field, models.CharField | models.TextField) and not field.choices:
                    values |= {" ".join(value.split()) for value in model.objects.values_list(field.name, flat=True)}
        return cls(value for value in values if WORD.search(value))

    def explains(self, text: str) -> bool:
        if text not in self.known:
            self.known[text] = not self._english(text)
        return self.known[text]

    def _english(self, text: str) -> bool:
        if re.search("[가-힣]", text) or not WORD.search(text) or text in self.values:
            return False
        if DJANGO.fullmatch(text) or NAMES.fullmatch(text):
            return False
        for value in self.long_values:
            text = text.replace(value, " ")
        return any(word not in CODES for word in WORD.findall(NAMES.sub(" ", text)))
