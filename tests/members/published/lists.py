"""Published lists for tests: the annex of the source, and a list by somebody who spells as he likes."""

import csv
import io
from datetime import date
from pathlib import Path

from members.models import ListExplanation, ListFinding, Member, PublishedList
from members.published.codes import Verdict
from members.services.published import Said, Source, choose_members, explain_findings, record_list
from wego.models import AuditEntry
from wego.spreadsheets import read_table, write_csv

DAY = date(2019, 12, 31)
ANNEX = Path(__file__).with_name("annex_2019-12-31.csv")
"""The 191 names with countries and marks as the annex of the source prints them."""
ANNEX_COLUMNS = {
    "name": "name_doc",
    "country": "country_ko",
    "kind": "kind",
    "capital": "is_capital",
    "number": "member_no",
}

HEADER = ["name", "country", "kind", "status", "capital", "number", "since"]
SPELLED = [
    ["Mugla", "Turkey", "city", "", "", "", ""],  # 2: without its accent
    ["sao paulo", "Brazil", "City", "full", "no", "", ""],  # 3
    ["마기요", "필리핀", "도시", "정회원", "", "", ""],  # 4: as the annex misspells Baguio
    ["Kathmndu", "Nepal", "city", "", "yes", "", ""],  # 5: a slip
    ["Dhaka", "BGD", "city", "", "", "", ""],  # 6: two members
    ["Moscow", "Germany", "city", "", "", "", ""],  # 7: another country
    ["Москва", "", "", "", "", "", ""],  # 8: the same once more
    ["Atlantis", "", "city", "", "", "", ""],  # 9: nobody
    ["Kabul", "아프가니스탄", "city", "associate", "no", "52", "2010"],  # 10: status and capital differ
]

ROWS = [["Suwon"], ["Gimppo"], ["Osaka Prefecture"], ["Pohang"], ["Atlantis"]]
"""Rows 2 to 6 for the register of the fixture `towns`: a member, a slip, a prefecture, a former member, nobody."""


def table(rows: list[list], header: list[str] = HEADER) -> bytes:
    """The rows as a CSV file."""
    return write_csv(rows, header)


def source_of(content: bytes, name: str = "list.csv") -> Source:
    header, rows = read_table(io.BytesIO(content), name)
    return Source(content, name, header, list(rows))


def record(content: bytes, *, by, columns: dict[str, str] | None = None, as_of: date = DAY, title="A list"):
    source = source_of(content)
    columns = columns or {name: name for name in HEADER if name in source.header}
    return record_list(
        source, title=title, publisher="https://example.org/members", as_of=as_of, columns=columns, by=by
    )


def record_annex(*, by, **given) -> PublishedList:
    return record(ANNEX.read_bytes(), columns=ANNEX_COLUMNS, by=by, title="Annex 2019", **given)


def record_spelled(*, by) -> PublishedList:
    return record(table(SPELLED), by=by)


def annex_rows() -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(ANNEX.read_text())))


def finding(published: PublishedList, key: str) -> ListFinding:
    return published.findings.get(key=key)


def codes(published: PublishedList) -> dict[str, tuple[str, str]]:
    """By key of the line its group and its reason, of lines about rows."""
    rows = published.findings.filter(row__isnull=False).order_by("place")
    return {key: (group, code) for key, group, code in rows.values_list("key", "group", "code")}


def explain(published: PublishedList, *keys: str, text: str = "as the partner said", by) -> list[ListExplanation]:
    return explain_findings(published, keys=keys, text=text, by=by)


def settle(published: PublishedList, towns: dict[int, Member], *, by) -> None:
    """Choose and explain all that is open in the list of ROWS."""
    choose_members(published, said=[Said(3, Verdict.MEMBER, towns[2]), Said(4, Verdict.NONE)], by=by)
    explain(published, *published.findings.open().values_list("key", flat=True), by=by)


def told(event: str) -> list[dict]:
    """What the audit trail says of such events."""
    return [entry.facts for entry in AuditEntry.objects.filter(event=event)]
