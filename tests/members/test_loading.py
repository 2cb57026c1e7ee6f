"""The real register comes in once and never overwrites what officers did since (issue: The real roster)."""

from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import call_command

from members.models import (
    Benefit,
    City,
    Country,
    Language,
    Meeting,
    Member,
    MemberName,
    Partner,
    Region,
    StatusChange,
)
from members.register import Totals
from members.services.loading import load_register
from members.services.members import change_economy, rename_member
from members.services.status import confirm_provisional
from tests.factories import make_associate

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_register")]

END_OF_2019 = date(2019, 12, 31)


def every_row():
    """What the database holds of the register, row by row."""
    return {model._meta.label: list(model.objects.order_by("pk").values()) for model in models()}


def models():
    return [
        model for model in apps.get_app_config("members").get_models() if not model.__name__.startswith("Historical")
    ]


def test_loader_says_what_it_made(real_register):
    assert dict(real_register) == {
        "regions": 6,
        "countries": 250,
        "bodies": 2,
        "members": 191,
        "populations": 133,
        "GDP figures": 827,
        "stated totals": 107,
        "meetings": 10,
        "officer cities": 1,
        "regional offices": 4,
        "partners": 11,
        "benefits": 7,
        "activities": 12,
        "letter texts": 16,
    }


def test_second_run_changes_nothing():
    before = every_row()

    made = load_register()

    assert made.total() == 0
    assert every_row() == before


def test_command_says_so(capsys):
    call_command("load_register")

    assert capsys.readouterr().out == "Everything is loaded already. Nothing was changed.\n"


def test_second_run_keeps_what_officers_changed_and_deleted(officer):
    seoul, hong_kong = Member.objects.get(number=1), Member.objects.exclude(economy_proposal="").first()
    rename_member(seoul, language=Language.EN, name="Seoul", valid_from=date(2021, 1, 1), reason="shorter", by=officer)
    change_economy(hong_kong, economy_code="", reason="stays", by=officer)
    City.objects.filter(member=seoul).update(capital=False)
    Region.objects.filter(code="asia").update(name_en="Asia-Pacific")
    confirm_provisional(members=[seoul], reason="asked", by=officer)
    Partner.objects.first().delete()
    MemberName.objects.filter(alias=True, member=seoul).delete()
    Benefit.objects.filter(number=7).delete()
    before = every_row()

    assert load_register().total() == 0
    assert every_row() == before


@pytest.mark.sqlite
def test_every_loaded_row_would_pass_its_form():
    refused = []
    for model in models():
        for row in model.objects.all():
            try:
                row.full_clean(validate_unique=False, validate_constraints=False)
            except ValidationError as error:
                refused.append((model._meta.label, row.pk, error.messages))

    assert refused == []


def test_every_loaded_row_keeps_the_constraints_of_its_form():
    """One row of each model: the database has checked them all; here the form's own reading of them."""
    for model in models():
        if row := model.objects.first():
            row.validate_constraints()


def test_all_members_are_full_and_provisional_at_the_end_of_2019():
    totals = Totals.on(END_OF_2019)

    assert (totals.total, totals.count(status="full", provisional=True)) == (191, 191)
    assert totals.by_kind == {"city": 144, "institution": 17, "company": 30}
    assert set(StatusChange.objects.values_list("ground", "effective_on", "source").distinct()) == {
        ("opening", END_OF_2019, "WeGO Secretariat, introduction sheet, January 2020 (register as of 2019-12-31)")
    }


def test_kind_and_profile_agree_for_every_member():
    for kind in ("city", "institution", "company"):
        numbers = set(Member.objects.filter(kind=kind).values_list("number", flat=True))
        profiles = set(Member.objects.filter(**{f"{kind}__isnull": False}).values_list("number", flat=True))
        assert numbers == profiles


def test_every_member_has_an_english_and_a_korean_name():
    assert not Member.objects.with_names().filter(name_en="").exists()
    assert not Member.objects.with_names().filter(name_ko="").exists()


def test_hong_kong_keeps_china_and_is_proposed_for_its_own_economy():
    proposed = Member.objects.exclude(economy_proposal="").with_names()

    assert [(one.name_ko, one.country_id, one.economy, one.economy_proposal) for one in proposed] == [
        ("홍콩", "CHN", "CHN", "HKG")
    ]


def test_overlapping_members_point_at_the_one_around_them():
    pairs = City.objects.filter(lies_within__isnull=False).values_list("member__number", "lies_within__number")

    assert sorted(pairs) == [
        (28, 31),  # Batam in the Riau Islands
        (42, 46),  # San Fernando in La Union
        (57, 58),  # Ningbo in Zhejiang
        (59, 55),  # Dujiangyan in Chengdu
        (101, 100),  # East Nile in Khartoum State
        (103, 105),  # Gedaref City in Gedaref State
        (106, 104),  # Al Hasahisa in Gezira State
        (108, 100),  # Khartoum Locality in Khartoum State
        (112, 109),  # Sheikan in North Kordofan
        (113, 104),  # South Gezira in Gezira State
        (114, 104),  # Um Algura in Gezira State
    ]


def test_next_member_comes_after_the_last_of_the_document(officer):
    assert make_associate(country=Country.objects.get(pk="KOR"), by=officer).number == 192


def test_postponed_assembly_has_both_its_dates():
    assembly = Meeting.objects.get(planned_from=date(2020, 9, 6))

    assert (assembly.planned_to, assembly.held_from, assembly.body.code) == (
        date(2020, 9, 9),
        date(2021, 10, 18),
        "general_assembly",
    )
