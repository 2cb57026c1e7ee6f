"""S19 Rename: Nur-Sultan is Astana again from 2022-09-17; old papers keep the old name, search finds both (R27)."""

import json
from datetime import date

import pytest
from django.core.management import call_command

from members.models import Language, Member
from members.search import find_members
from members.services.members import rename_member

pytestmark = pytest.mark.django_db


def name_in_report(capsys, number, day):
    capsys.readouterr()
    call_command("membership_report", "--on", day, "--format", "json")
    members = json.loads(capsys.readouterr().out)["members"]
    return next((member["name"], member["name_ko"]) for member in members if member["number"] == number)


def test_nur_sultan_becomes_astana(real_register, officer, capsys):
    (city,) = Member.objects.filter(country="KAZ")
    for language, name in ((Language.EN, "Astana"), (Language.KO, "아스타나")):
        rename_member(
            city, language=language, name=name, valid_from=date(2022, 9, 17), reason="decree of the state", by=officer
        )

    assert name_in_report(capsys, city.number, "2019-12-31") == ("Nur-Sultan (Astana)", "누르술탄")
    assert name_in_report(capsys, city.number, "2022-09-16") == ("Nur-Sultan (Astana)", "누르술탄")
    assert name_in_report(capsys, city.number, "2022-12-31") == ("Astana", "아스타나")
    for spelling in ("Nur-Sultan", "Astana", "아스타나", "누르술탄", "nursultan"):
        assert find_members(spelling)[0] == city, spelling
