"""`/about/`: what WeGO says of itself, from its records."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.models import Activity, Benefit, Meeting, OfficerCity, Partner, RegionalOffice
from tests.directory.pages import get, page_of, plain
from tests.factories import BodyFactory, MeetingFactory, UserFactory, make_full, make_opened

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

PAGE = "/about/"


def test_everything_on_record_is_told(client, real_register):
    text = plain(get(client, PAGE))

    for model in (Benefit, Partner, RegionalOffice, Activity, Meeting):
        missing = [str(row) for row in model.objects.all() if " ".join(str(row).split()) not in text]
        assert model.objects.exists()
        assert missing == []
    assert "President City Seoul Metropolitan Government since 7 September 2010" in text


def test_a_meeting_with_its_days_places_host_and_results(client, real_register):
    text = plain(get(client, PAGE))

    assert (
        "5th General Assembly 18 October 2021, Seoul, Republic of Korea, and online. Planned for: 6 September 2020 to "
        "9 September 2020, Makati, Philippines Host city: Seoul Metropolitan Government"
    ) in text
    assert "2nd General Assembly November 2012, Barcelona, Spain" in text
    assert "Goyang and Sejong received WeGO Awards." in text


def test_a_day_is_as_exact_as_it_is_known(client, officer):
    for precision in ("day", "month", "year"):
        Activity.objects.create(
            kind="event",
            title_en=f"By {precision}",
            starts_on=date(2017, 1, 1),
            ends_on=date(2017, 3, 31),
            date_precision=precision,
        )
    text = plain(get(client, PAGE))

    assert "By day 1 January 2017 to 31 March 2017" in text
    assert "By month January 2017 to March 2017" in text
    assert "By year 2017" in text


def test_a_planned_meeting_and_one_that_went_another_way(client, db):
    body = BodyFactory()
    planned = {"planned_from": date(2030, 1, 2), "planned_to": date(2030, 1, 3), "planned_place_en": "Aville"}
    Meeting.objects.create(body=body, title_en="To come", **planned)
    MeetingFactory(body=body, title_en="Online", mode="online", held_from=date(2020, 1, 1))
    text = plain(get(client, PAGE))

    assert "To come planned 2 January 2030 to 3 January 2030, Aville" in text
    assert "Online 1 January 2020, online" in text


def test_officers_in_office_come_before_earlier_ones(client, officer):
    first, second = make_full(name_en="Aville", by=officer), make_full(name_en="Bville", by=officer)
    OfficerCity.objects.create(member=first, office="president", starts_on=date(2012, 1, 1), ends_on=date(2015, 1, 1))
    OfficerCity.objects.create(member=second, office="vice_president", starts_on=date(2014, 1, 1))
    OfficerCity.objects.create(member=second, office="president", starts_on=date(2090, 1, 1))
    html = get(client, PAGE)
    block = re.search(r'<h2 id="officers">.*?<dl class="facts">(.*?)</dl>', html, re.S)[1]

    assert plain(block) == (
        "Vice President City Bville since 1 January 2014 President City Aville 1 January 2012 to 1 January 2015"
    )
    assert page_of(first) in block


def test_a_closed_office_and_the_people_of_an_open_one_are_not_told(client, db):
    RegionalOffice.objects.create(name_en="Closed office", closed_on=date(2020, 1, 1))
    RegionalOffice.objects.create(name_en="Open office").staff.add(UserFactory(username="hidden-person"))
    html = get(client, PAGE)

    assert "Open office" in html
    assert "Closed office" not in html
    assert "hidden-person" not in html


def test_a_network_without_records_has_a_page(client, db):
    html = get(client, PAGE)

    assert "About WeGO" in html
    assert "<h2" not in html


def test_as_many_queries_for_three_rows_of_each_as_for_one(client, officer):
    members = make_opened(1, 2, 3)

    def add(number: int) -> None:
        meeting = MeetingFactory(title_en=f"M{number}", held_from=date(2020, 1, number), host=members[number - 1])
        meeting.results.create(text_en=f"R{number}")
        OfficerCity.objects.create(member=members[number - 1], office="president", starts_on=date(2020, 1, number))
        RegionalOffice.objects.create(name_en=f"O{number}", host=members[number - 1])
        Activity.objects.create(kind="event", title_en=f"A{number}").members.add(*members[:number])
        Partner.objects.create(name_en=f"P{number}")
        Benefit.objects.create(number=number, text_en=f"B{number}")

    counts = []
    for new in ([1], [2, 3]):
        for number in new:
            add(number)
        with CaptureQueriesContext(connection) as queries:
            get(client, PAGE)
        counts.append(len(queries))

    assert counts[0] == counts[1]
