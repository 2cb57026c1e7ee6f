"""The data refresh report in the back office, and the way to it from an import (paper 9)."""

import io
from datetime import date

import openpyxl
import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import CountryFactory, UserFactory, rights
from tests.fees.admin.test_what_if import text_of
from tests.fees.dues import add_gdp, make_city
from tests.members.worldbank_files import table
from wego.acts import CONFIRM, SEEN

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db, pytest.mark.usefixtures("data_2020")]

SUMMER = date(2020, 7, 1)
HEAD = "member USD before USD after difference country figures and bands"
U_MOVES = (
    "City U (1) 4,500 5,500 +1,000 Country KOR GDP per head: 12,300 (2018) -> 15,020 (2018); "
    "band: 10,000 to below 15,000 -> 15,000 to below 20,000 "
    "Population: 850,000 (2018); band: 600,000 to below 1,000,000"
)
W_MOVES = (  # to a band in which its amount is the same
    "City W (3) 500 500 0 Country NPL GDP per head: 1,999 (2018) -> 2,000 (2018); "
    "band: 1,000 to below 2,000 -> 2,000 to below 4,000 Population: 9,000 (2018); band: 0 to below 300,000"
)


@pytest.fixture
def url():
    return reverse("admin:data_refresh")


@pytest.fixture
def city(officer):
    return make_city(name_en="City U", population=850_000, by=officer)


def test_page_names_the_members_that_change_band(office, officer, city, url):
    make_city(None, name_en="City V", by=officer)
    make_city(9_000, name_en="City W", country=CountryFactory(iso3="NPL"), by=officer)
    add_gdp(1_999, economy="NPL")
    add_gdp(2_000, economy="NPL", vintage=SUMMER)
    add_gdp(15_020, vintage=SUMMER)

    text = text_of(office.get(url, {"year": "2021"}))

    assert "Data refresh for the dues of 2021" in text
    assert "5,000 USD -> 6,000 USD (+1,000 USD)" in text
    assert f"Members that change band (2) {HEAD} {U_MOVES} {W_MOVES}" in text
    assert "City V (2) No population on record. No population on record." in text


def test_year_is_the_next_one_unless_another_is_asked_for(office, city, url, time_machine):
    time_machine.move_to("2020-12-31T23:59+09:00")
    add_gdp(15_020, vintage=SUMMER)

    shown = [text_of(office.get(url, query)) for query in ({}, {"include_provisional": "on"}, {"year": "2020"})]

    assert ["for the dues of 2021" in text for text in shown] == [True, True, False]


def test_editions_and_the_instant_are_chosen(office, city, url):
    add_gdp(15_020, vintage=SUMMER)

    text = text_of(office.get(url, {"year": "2021", "before": "2020-07-01", "after": "2019-12-18"}))
    known = text_of(office.get(url, {"year": "2021", "known_at": "2019-01-01T09:30:15"}))
    unknown = text_of(office.get(url, {"year": "2021", "before": "2001-01-01"}))

    assert "5,500 USD -> 4,500 USD (-1,000 USD) Pays less: 1 (-1,000 USD)" in text
    assert "Before: populations and employees as recorded by 2019-01-01 09:30" in known
    assert "Newly assessed: 1 (+5,500 USD)" in known
    assert "Select a valid choice." in unknown


def test_refusal_is_shown(office, city, url):
    text = text_of(office.get(url, {"year": "2021"}))

    assert "Both sides follow the edition of 2019-12-18 and the figures on record now" in text
    assert "Total effect" not in text


def test_file(office, city, url):
    add_gdp(15_020, vintage=SUMMER)

    response = office.get(url, {"year": "2021", "format": "xlsx"})

    assert response["Content-Disposition"] == 'attachment; filename="wego-data-refresh-2021.xlsx"'
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    assert book.sheetnames == ["Totals", "Members that change band", "Members", "Needs a decision"]
    header, row = book["Members that change band"].iter_rows(values_only=True)
    found = dict(zip(header, row, strict=True))
    assert (found["name"], found["GDP per head before"], found["GDP per head after"]) == ("City U", 12_300, 15_020)
    assert (found["GDP band before"], found["difference"]) == ("10,000 to below 15,000", 1000)


def test_who_may_see_dues_runs_may_see_it(client, newcomer, url):
    reader = UserFactory()
    reader.user_permissions.set(rights("view_duesrun"))
    codes = []
    for user in (newcomer, reader):
        client.force_login(user)
        codes.append(client.get(url).status_code)

    assert codes == [403, 200]


def test_queries_do_not_grow_with_the_members(office, officer, url):
    add_gdp(15_020, vintage=SUMMER)
    counts = []
    for members in (1, 2):
        for _one in range(members):
            make_city(850_000, by=officer)
            make_city(None, by=officer)
        with CaptureQueriesContext(connection) as captured:
            office.get(url, {"year": "2021"})
        counts.append(len(captured))

    assert counts == [38, 38]


# --- after an import ---------------------------------------------------------------------------------
def said(response) -> str:
    return str(list(get_messages(response.wsgi_request))[-1])


def import_gdp(client):
    file = SimpleUploadedFile("gdp.csv", table([("Korea, Rep.", "KOR", {"2018": "15020"})], vintage="2020-07-01"))
    url = reverse("admin:import_gdp")
    preview = client.post(url, {"file": file})
    sent = dict(preview.context["sent"]) | {SEEN: preview.context["seen"], CONFIRM: "Confirm"}
    return client.post(url, sent)


def test_import_of_a_gdp_file_leads_to_the_report_of_its_edition(office, city, url):
    response = import_gdp(office)

    assert said(response) == f'<a href="{url}?after=2020-07-01">See which members change band</a>\n'
    page = office.get(response["Location"])
    assert f'<a href="{url}?after=2020-07-01">See which members change band</a>' in page.content.decode()
    assert U_MOVES in text_of(office.get(f"{url}?after=2020-07-01&year=2021"))


def test_import_of_figures_leads_to_what_they_move(client, chief, city, url, time_machine):
    time_machine.move_to("2030-10-01T12:00:30+09:00")
    client.force_login(chief)
    text = f"member,indicator,value,reference_year,source\n{city.number},population,1070000,2019,letter\n"
    upload = {"file": SimpleUploadedFile("figures.csv", text.encode()), "reason": "letters"}
    preview = client.post(reverse("admin:members_memberfigure_import"), upload)

    response = client.post(
        reverse("admin:members_memberfigure_import_confirm"), {"upload": preview.context["upload"].token}
    )

    address = f"{url}?known_at=2030-10-01T12%3A00%3A30"
    assert said(response) == f'<a href="{address}">See which members change band</a>\n'
    assert "City U (1) 4,500 5,000 +500" in text_of(client.get(f"{address}&year=2021"))


def test_import_says_nothing_of_it_to_who_may_not_see_it(client, city):
    recorder = UserFactory()
    recorder.user_permissions.set(rights("add_economyfigure", "view_economyfigure"))
    client.force_login(recorder)

    assert said(import_gdp(client)) == "GDP file of 1 July 2020."


def test_country_without_members_is_no_reason_to_fail(office, url):
    CountryFactory(iso3="NPL")
    add_gdp(900, economy="NPL", vintage=SUMMER)

    assert "No member." in text_of(office.get(url, {"year": "2021"}))
