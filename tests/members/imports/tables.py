"""Tables as officers upload them, and what the pages answer."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from wego.spreadsheets import Sheet, write_csv, write_xlsx

HEADER = [
    *("number", "kind", "name_en", "name_ko", "country", "website", "capital", "status"),
    *("submitted_on", "received_on", "accepted_on", "population", "figure_year", "figure_source"),
]
"""Columns of the members sheet."""
NEW = {
    "kind": "city",
    "name_en": "Exampleton",
    "name_ko": "예시시",
    "country": "KOR",
    "website": "https://example.org",
    "capital": "no",
    "submitted_on": date(2026, 3, 5),
    "received_on": date(2026, 3, 7),
    "accepted_on": date(2026, 3, 20),
    "population": 1_070_000,
    "figure_year": 2025,
    "figure_source": "Statistics office",
}
"""A new member."""
SEOUL = {"member": 1, "indicator": "population", "value": 9_729_107, "reference_year": 2019, "source": "census"}
"""A figure."""
REASON = "letters of March"


def post_table(client, rows, *, header=HEADER, model="member", as_xlsx=False):
    """Upload rows given as dictionaries; returns the answer, with the plan in its context."""
    lines = [[row.get(name) for name in header] for row in rows]
    data = write_xlsx([Sheet("a", header, lines)]) if as_xlsx else write_csv(lines, header)
    file = SimpleUploadedFile("members.csv", data)
    return client.post(reverse(f"admin:members_{model}_import"), {"file": file, "reason": REASON})


def post_confirmation(client, preview, *, model="member"):
    token = preview.context["upload"].token
    return client.post(reverse(f"admin:members_{model}_import_confirm"), {"upload": token})


def counts(answer) -> dict[str, int]:
    return {verdict: count for verdict, count in answer.context["plan"].counts.items() if count}


def errors(answer) -> list[tuple[int, str]]:
    """Row and column of each error."""
    return [(row, column) for row, _about, column, _message in answer.context["plan"].error_lines()]


def words(answer) -> str:
    return " ".join(message for *_place, message in answer.context["plan"].error_lines())


def export(client, model: str, number: int = 0):
    """The answer with all rows and columns, as a workbook (0) or CSV (1)."""
    columns = client.get(reverse(f"admin:members_{model}_export")).context["form"].fields
    ticked = dict.fromkeys((name for name in columns if name not in ("format", "resource", "export_items")), "on")
    return client.post(reverse(f"admin:members_{model}_export"), {"format": number, "resource": 0, **ticked})
