"""Rows of the history sheet. Every event here is invented for the tests, but for the rename of Astana (2022-09-17)."""

from tests.members.imports.tables import post_confirmation, post_table

HEADER = [
    *("on", "event", "member", "name_en", "name_ko", "kind", "country", "submitted_on", "received_on"),
    *("meeting", "last_day", "language", "new_name", "value", "reference_year", "reason", "document", "source"),
]
SOURCE = {"source": "invented for a test"}
EXCOM = SOURCE | {"on": "2020-11-17", "meeting": "executive_committee 2020-11-17"}
LETTER = SOURCE | {"event": "accepted", "kind": "city", "country": "KOR"}


def accepted(name: str, on: str, **cells) -> dict:
    """The row of an application that was submitted, received and accepted on one day."""
    return LETTER | {"name_en": name, "on": on, "submitted_on": on, "received_on": on} | cells


def decided(name: str, event: str, **cells) -> dict:
    """The row of a decision of the Executive Committee of 2020-11-17."""
    return EXCOM | {"name_en": name, "event": event} | cells


def left(number: int, event: str, on: str, **cells) -> dict:
    return SOURCE | {"member": number, "event": event, "on": on} | cells


def renamed(on: str = "2022-09-17", new_name: str = "Astana", **cells) -> dict:
    return SOURCE | {"event": "renamed", "on": on, "name_en": "Nur-Sultan", "new_name": new_name} | cells


def show(client, *rows, header=HEADER):
    return post_table(client, rows, header=header, model="statuschange")


def save(client, *rows):
    """Upload and confirm; the answer to the confirmation."""
    return post_confirmation(client, show(client, *rows), model="statuschange")
