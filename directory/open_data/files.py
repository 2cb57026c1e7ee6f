"""The files themselves: CSV, XLSX, JSON, GeoJSON, with the day, the licence and the source that go with them."""

import json
from datetime import date

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder

from directory.open_data import members, numbers
from directory.register import Listing
from directory.statistics import Statistics
from wego.spreadsheets import XLSX_TYPE, Sheet, write_csv, write_xlsx

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": XLSX_TYPE,
    "json": "application/json",
    "geojson": "application/geo+json",
}
MEMBERS = tuple(TYPES)
STATISTICS = ("csv", "xlsx", "json")
SOURCE = "World Smart Sustainable Cities Organization (WeGO), membership register"


def licence() -> dict[str, str]:
    """Name and address of the licence, as the setting says."""
    name, _space, address = settings.OPEN_DATA_LICENCE.rpartition(" ")
    return {"name": name, "address": address}


def members_file(listing: Listing, extension: str) -> bytes:
    """The members that are wanted, in one of MEMBERS."""
    on, rows = listing.wanted.on, members.rows(listing)
    match extension:
        case "csv":
            return write_csv(map(members.cells, rows), members.header())
        case "xlsx":
            sheet = Sheet("members", members.header(), map(members.cells, rows))
            return write_xlsx([sheet, _about(on)], created=on)
        case "json":
            return _json(_told(on) | {"members": list(map(members.as_json, rows))})
    return _json({"type": "FeatureCollection"} | _told(on) | {"features": list(map(members.as_feature, rows))})


def statistics_file(found: Statistics, extension: str, part: str) -> bytes:
    """The statistics in one of STATISTICS; in CSV one part of them."""
    match extension:
        case "csv":
            sheet = numbers.PARTS[part].sheet(found)
            return write_csv(sheet.rows, sheet.header)
        case "xlsx":
            return write_xlsx(
                [*(one.sheet(found) for one in numbers.PARTS.values()), _about(found.on)], created=found.on
            )
    return _json(_told(found.on) | {name: one.as_json(found) for name, one in numbers.PARTS.items()})


def _told(on: date) -> dict:
    return {"as_of": on, "licence": licence(), "source": {"name": SOURCE, "address": settings.SITE_URL}}


def _about(on: date) -> Sheet:
    """What JSON says at its head, as the last sheet of a workbook."""
    rows = [["as_of", on], ["licence", " ".join(licence().values())], ["source", f"{SOURCE}, {settings.SITE_URL}"]]
    return Sheet("about", ["name", "value"], rows)


def _json(data: dict) -> bytes:
    return json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":")).encode()
