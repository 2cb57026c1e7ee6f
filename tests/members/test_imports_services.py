"""Admissions in bulk leave the very rows that applications leave one by one."""

from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from datetime import date
from threading import Barrier

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from members.imports.figures import FigureSheet
from members.imports.members import MemberSheet
from members.models import Application, Kind, Member, MemberFigure, MemberName, StatusChange
from members.services.applications import accept_application, record_application
from members.services.imports import Admission, admit_many
from tests.factories import ApplicationFactory, CountryFactory, UserFactory, make_opened
from tests.members.imports.tables import NEW, SEOUL
from wego.imports.plans import PlanChangedError
from wego.models import Counter
from wego.spreadsheets import as_text

UNEQUAL = (models.DateTimeField, models.UUIDField, models.AutoField)
"""Fields whose values are never the same twice."""
SPOKEN = {Member: "number", Application: "number", MemberName: "text"}
FIGURE = {"figure_year": 2018, "figure_source": "Statistics office"}
ACCEPTED_ON = date(2019, 3, 20)


@pytest.fixture
def officer(db):
    return UserFactory(is_superuser=True)


@pytest.fixture
def applications(db) -> list[Application]:
    korea, japan = CountryFactory(), CountryFactory(iso3="JPN")
    names = {"name_en": "Capitalia", "name_ko": "수도시", "name_local": "Kapitalia"}
    shared = {"website": "https://capitalia.example.org", "payer_name": "City Hall", "document": "No. 7"}
    city = {"capital": True, "level": "city", "population": 1_070_000}
    earlier = {"received_on": date(2018, 12, 30), "submitted_on": date(2018, 12, 1)}
    company = {"kind": Kind.COMPANY, "registration_number": "123", "employees": 0}
    return [
        ApplicationFactory.build(country=korea, **names, **shared, **city, **FIGURE),
        ApplicationFactory.build(country=japan, kind=Kind.INSTITUTION, name_en="Institute", legal_form="agency"),
        ApplicationFactory.build(country=japan, name_en="Company", **company, **earlier, **FIGURE),
        ApplicationFactory.build(country=korea, name_en="Plain Town"),
    ]


def _rows() -> dict[str, list]:
    """All rows of the app, without keys and moments, and the counters."""
    tables = apps.get_app_config("members").get_models()
    found = {table.__name__: sorted(map(_told, table.objects.all())) for table in tables}
    return found | {"Counter": sorted(Counter.objects.values_list("series", "last"))}


def _told(row) -> str:
    fields = [field for field in row._meta.concrete_fields if not isinstance(field, UNEQUAL) and field.name != "id"]
    return str([(field.name, _value(row, field)) for field in fields])


def _value(row, field):
    """The value; for a link to a row of this app, the number or name that people know it by."""
    spoken = SPOKEN.get(field.related_model) if field.is_relation else None
    value = getattr(row, field.attname)
    if spoken and value:
        return field.related_model.objects.values_list(spoken, flat=True).get(pk=value)
    return value


def test_admit_many_leaves_the_rows_of_one_by_one(applications, officer):
    applications[0].areas = ['"quoted"\t\\\n']  # COPY and JSON each have escapes of their own
    many = deepcopy(applications)
    with transaction.atomic():
        for one in applications:
            accept_application(record_application(one, by=officer), accepted_on=ACCEPTED_ON, note="letters", by=officer)
        one_by_one = _rows()
        transaction.set_rollback(True)
    assert not Member.objects.exists()

    admit_many([Admission(one, ACCEPTED_ON) for one in many], by=officer, note="letters")

    assert _rows() == one_by_one
    assert one_by_one["NameKey"]


def test_admit_many_adds_what_no_application_states(applications, officer):
    beyond = {"economy_code": "HKG", "economy_reason": "own series", "remarks": "note"}
    position = {"latitude": "22.30000", "longitude": "114.20000"}

    member, *_others = admit_many([Admission(applications[0], ACCEPTED_ON, beyond, position)], by=officer)

    member.refresh_from_db()
    assert (member.economy_code, member.economy_reason, member.remarks) == ("HKG", "own series", "note")
    assert (str(member.city.latitude), str(member.city.longitude)) == ("22.30000", "114.20000")


def test_admit_many_takes_no_number_when_it_fails(applications, officer):
    applications[0].figure_source = ""

    with pytest.raises(IntegrityError), transaction.atomic():
        admit_many([Admission(one, ACCEPTED_ON) for one in applications], by=officer)

    assert not Counter.objects.exists()
    assert not StatusChange.objects.exists()


SHEETS = {"members": (MemberSheet(), NEW, Member), "figures": (FigureSheet(), SEOUL, MemberFigure)}


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("sheet", "row", "model"), SHEETS.values(), ids=SHEETS)
def test_of_two_confirmations_at_once_one_adds_the_row(sheet, row, model):
    officer = UserFactory(is_superuser=True)
    with transaction.atomic():
        make_opened(1)
    before = model.objects.count()
    header = [column.name for column in sheet.columns]
    table = header, [(2, {name: as_text(row.get(name)) for name in header})]
    digest = sheet.plan(*table).digest
    together = Barrier(2)

    def confirm(_number) -> bool:
        together.wait()
        try:
            sheet.apply(*table, digest=digest, by=officer, reason="letters")
        except PlanChangedError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as threads:
        done = list(threads.map(confirm, range(2)))

    assert sorted(done) == [False, True]
    assert model.objects.count() == before + 1
