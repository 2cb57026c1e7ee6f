"""10,000 new members through the pages of the back office, against a bare bulk insert of the same rows."""

import time
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse

from members.models import Application, ApplicationStep, City, Member, MemberFigure, MemberName, StatusChange
from members.models.names import NameKey
from tests.factories import CountryFactory, UserFactory
from wego.spreadsheets import Sheet, write_csv, write_xlsx

MANY = 10_000
AIM = 10  # seconds on a machine with nothing else to do
MOST_RATIO = 4
HEADER = [
    *("number", "kind", "name_en", "name_ko", "country", "website", "capital", "level", "latitude", "longitude"),
    *("submitted_on", "received_on", "accepted_on", "population", "figure_year", "figure_source"),
]
WRITTEN = [
    *(Member, Member.history.model, City, City.history.model, MemberName, MemberName.history.model, NameKey),
    *(Application, ApplicationStep, MemberFigure, StatusChange),
]
"""What an admission writes, each table after those it refers to."""


def _new_member(number: int) -> list:
    return [
        *(None, "city", f"Sample City {number}", f"시험시 {number}", "KOR", f"https://city{number}.example.org"),
        *("no", "city", "37.5", "127.1", date(2026, 3, 5), date(2026, 3, 7), date(2026, 3, 20)),
        *(100_000 + number, 2025, "National statistics office"),
    ]


def _import(client, data: bytes) -> float:
    """Upload, preview, confirmation: the seconds they take."""
    file = SimpleUploadedFile("members.csv", data)
    start = time.perf_counter()
    preview = client.post(reverse("admin:members_member_import"), {"file": file, "reason": "letters of March"})
    token = preview.context["upload"].token
    done = client.post(reverse("admin:members_member_import_confirm"), {"upload": token})
    seconds = time.perf_counter() - start
    assert done.status_code == 302
    return seconds


def _insert_again() -> float:
    """Take the rows away and bring the very same ones back with bulk_create: the seconds of the latter."""
    rows = {model: list(model._base_manager.all()) for model in WRITTEN}
    with transaction.atomic():
        for model in reversed(WRITTEN):
            model._base_manager.all()._raw_delete("default")
        start = time.perf_counter()
        for model, written in rows.items():
            model._base_manager.bulk_create(written, batch_size=1000)
        return time.perf_counter() - start


@pytest.mark.bench
@pytest.mark.sqlite  # on PostgreSQL nothing takes rows of history away again, not even for a measure
@pytest.mark.django_db(transaction=True)
def test_ten_thousand_new_members_come_in_quickly(client, capsys):
    CountryFactory()
    client.force_login(UserFactory(is_superuser=True))

    seconds = _import(client, write_csv(map(_new_member, range(MANY)), HEADER))
    bare = _insert_again()

    assert Member.objects.associates().count() == MANY
    with capsys.disabled():
        print(f"\nimport {seconds:.1f} s (aim: {AIM} s), bare insert {bare:.1f} s, ratio {seconds / bare:.2f}")
    assert seconds <= MOST_RATIO * bare


@pytest.mark.bench
@pytest.mark.django_db(transaction=True)
def test_ten_thousand_new_members_come_in_quickly_as_a_workbook(client, capsys):
    CountryFactory()
    client.force_login(UserFactory(is_superuser=True))

    seconds = _import(client, write_xlsx([Sheet("members", HEADER, map(_new_member, range(MANY)))]))

    assert Member.objects.associates().count() == MANY
    with capsys.disabled():
        print(f"\nimport of a workbook {seconds:.1f} s (aim: {AIM} s)")
