"""Lists find, filter and sort; the member list on the real register."""

from datetime import date

import pytest
from django.contrib import admin
from django.urls import reverse

from members.models import Member, StatusChange
from members.services.applications import record_application, request_completion
from members.services.status import correct_status
from tests.factories import ApplicationFactory, CountryFactory, MeetingFactory, make_associate, make_former, make_full
from wego.spreadsheets import read_table

pytestmark = pytest.mark.postgresql  # the stricter of the two


def listed(client, name: str, query: str = "") -> list:
    response = client.get(reverse(f"admin:members_{name}_changelist") + query)

    assert response.status_code == 200, query
    return list(response.context["cl"].result_list)


FOUND_FIRST = {
    "Mugla": "Muğla Metropolitan Municipality",
    "sao paulo": "São Paulo",
    "바기오": "Baguio City",
    "베요글루": "Beyoğlu Municipality",
    "Astana": "Nur-Sultan (Astana)",
    "스리자야와르데네푸라코테": "Sri Jayawardenepura Kotte Municipal Council",
    "Gazi Antep": "Gaziantep Metropolitan Municipality",
    "12": "Kathmandu Metropolitan City",
}
FILTERED = {
    "standing=members": 191,
    "standing=full": 191,
    "standing=associate": 0,
    "standing=former": 0,
    "standing=waiting": 0,
    "standing=none": 0,
    "kind__exact=city": 144,
    "kind__exact=institution": 17,
    "region=asia&kind__exact=city": 63,
    "region=africa": 54,
    "city__capital__exact=1": 39,
    "city__capital__exact=0": 105,
    "provisional=1": 191,
    "provisional=0": 0,
    "economy=proposed": 1,
    "economy=own": 0,
    "billing=missing": 191,
    "billing=known": 0,
    "figure=missing": 41,
    "country__iso3__exact=NPL": 14,
}


@pytest.mark.usefixtures("real_register")
def test_search_puts_the_right_member_first(office):
    assert {query: listed(office, "member", f"?q={query}")[0].name_en for query in FOUND_FIRST} == FOUND_FIRST


@pytest.mark.usefixtures("real_register")
def test_filters_of_members(office):
    url = reverse("admin:members_member_changelist")

    assert {query: office.get(f"{url}?{query}").context["cl"].result_count for query in FILTERED} == FILTERED


@pytest.mark.usefixtures("real_register")
def test_every_column_of_members_sorts(office):
    """Each is sorted by what it shows; names by the letters of the database, countries by their own order."""
    model_admin = admin.site._registry[Member]
    columns = enumerate(model_admin.list_display, start=1)
    paths = {no: getattr(getattr(model_admin, name, None), "admin_order_field", name) for no, name in columns}
    by_value = {no: path for no, path in paths.items() if path not in ("name_en", "country")}

    for number, path in by_value.items():
        up = sort_values(listed(office, "member", f"?o={number}"), path)
        down = sort_values(listed(office, "member", f"?o=-{number}"), path)
        assert up == sorted(up), path
        assert down == sorted(down, reverse=True), path
    assert len(by_value) == len(paths) - 2


def sort_values(rows, path: str) -> list:
    """What the rows hold along the path; those without a value left out."""
    values = rows
    for part in path.split("__"):
        values = [getattr(value, part, None) for value in values if value is not None]
    return [value for value in values if value is not None]


@pytest.mark.usefixtures("real_register")
def test_search_of_members_that_finds_nothing_says_so(office):
    text = office.get(reverse("admin:members_member_changelist"), {"q": "zqxj"}).content.decode()

    assert "Nothing fits this search and these filters." in text


@pytest.mark.usefixtures("real_register")
def test_words_of_a_row_of_members(office):
    text = office.get(reverse("admin:members_member_changelist"), {"q": "Seoul Metropolitan"}).content.decode()

    for words in ("Seoul Metropolitan Government", "city", "Asia", "full member", "by 31 December 2019"):
        assert words in text
    assert "<h1>Members</h1>" in text
    assert "icon-no" not in text


@pytest.mark.usefixtures("real_register")
def test_export_of_members_is_what_the_filters_show(office, tmp_path):
    url = reverse("admin:members_member_export") + "?region=asia&kind__exact=city"
    columns = {field.html_name: "on" for field in office.get(url).context["form"] if field.widget_type == "checkbox"}

    response = office.post(url, {"format": "1", "resource": "0", **columns})

    (tmp_path / "members.csv").write_bytes(response.content)
    with (tmp_path / "members.csv").open("rb") as file:
        _header, rows = read_table(file, "members.csv")
        assert len(list(rows)) == 63


def test_overdue_completions(office, officer):
    country = CountryFactory()
    open_ended, overdue, again = (
        record_application(ApplicationFactory.build(country=country), by=officer) for _turn in range(3)
    )
    ask = {"missing": "seal", "requested_on": date(2019, 4, 1), "by": officer}
    request_completion(open_ended, **ask)
    request_completion(overdue, due_on=date(2019, 5, 1), **ask)
    request_completion(again, due_on=date(2019, 5, 1), **ask)
    request_completion(again, due_on=date(2099, 5, 1), **ask)

    assert listed(office, "application", "?completion=overdue") == [overdue]


def test_meetings_by_stage(office):
    planned = {"held_from": None, "held_to": None}
    passed = MeetingFactory(planned_from=date(2020, 5, 1), planned_to=date(2020, 5, 1), **planned)
    coming = MeetingFactory(planned_from=date(2099, 5, 1), planned_to=date(2099, 5, 1), **planned)
    held = MeetingFactory()

    assert set(listed(office, "meeting", "?stage=planned")) == {passed, coming}
    assert listed(office, "meeting", "?stage=passed") == [passed]
    assert listed(office, "meeting", "?stage=held") == [held]


def test_status_rows_that_hold(office, officer):
    member = make_associate(by=officer)
    wrong = StatusChange.objects.get(member=member)
    right = correct_status(wrong, effective_on=date(2019, 3, 21), reason="typed wrong", by=officer)

    assert listed(office, "statuschange", "?holds=1") == [right]
    assert listed(office, "statuschange", "?holds=0") == [wrong]


def test_standings(office, officer):
    make_full(by=officer)
    waiting = make_associate(by=officer)
    former = make_former(by=officer)

    assert listed(office, "member", "?standing=waiting") == [waiting]
    assert listed(office, "member", "?standing=former") == [former]


def test_empty_list_says_so(office):
    text = office.get(reverse("admin:members_partner_changelist")).content.decode()

    assert "There is nothing here yet." in text
