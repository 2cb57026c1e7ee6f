"""The World Bank's file through the back office: the file, what it brings, confirmation."""

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from members.models import EconomyFigure
from tests.factories import CountryFactory, UserFactory, rights_to_look
from tests.members.test_worldbank import BROKEN
from tests.members.worldbank_files import packed, table
from wego.acts import CHANGE, CONFIRM, SEEN
from wego.imports import uploads

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]  # pages and words are the same on both

SAYS = [
    "GDP file of 1 July 2020.",
    "New figures: 5",
    "Recorded before with the same values: 0",
    "Economies: 2",
    "Groups of economies, left out: 1",
    "Years: 2017 to 2019",
    "Unknown code, left out: CHI (Channel Islands)",
]


@pytest.fixture(autouse=True)
def countries():
    return [CountryFactory(iso3=code) for code in ("KOR", "NPL", "VEN")]


@pytest.fixture
def url():
    return reverse("admin:import_gdp")


def upload(client, url, data: bytes, **fields):
    return client.post(url, {"file": SimpleUploadedFile("gdp.zip", data), **fields})


def confirm(client, url, preview, **changed):
    sent = dict(preview.context["sent"]) | {SEEN: preview.context["seen"], CONFIRM: "Confirm"}
    return client.post(url, sent | changed)


def refusals(response) -> list[str]:
    return [str(error) for errors in response.context["form"].errors.values() for error in errors]


def test_form_asks_for_a_file(office, url):
    text = office.get(url).content.decode()

    assert 'enctype="multipart/form-data"' in text
    assert 'name="upload"' in text
    assert refusals(office.post(url, {})) == ["This field is required."]


def test_preview_says_what_the_file_brings_and_records_nothing(office, url):
    preview = upload(office, url, packed())

    assert [preview.context["done"].message, *preview.context["done"].lines] == SAYS
    assert not EconomyFigure.objects.exists()


def test_confirmation_records_it_under_the_name_of_the_person(office, chief, url):
    before = set(uploads._folder().iterdir())

    response = confirm(office, url, upload(office, url, packed()))

    assert response["Location"] == reverse("admin:members_economyfigure_changelist")
    assert [str(message) for message in get_messages(response.wsgi_request)][:1] == SAYS[:1]
    assert EconomyFigure.objects.filter(recorded_by=chief).count() == 5
    assert set(uploads._folder().iterdir()) == before


def test_confirmed_twice_it_is_recorded_once(office, url):
    preview = upload(office, url, packed())
    confirm(office, url, preview)

    response = confirm(office, url, preview)

    assert "it was saved once, not twice" in str(list(get_messages(response.wsgi_request))[-1])
    assert EconomyFigure.objects.count() == 5


def test_what_somebody_else_recorded_in_between_is_shown_first(office, url):
    preview = upload(office, url, packed())
    confirm(office, url, upload(office, url, table()))

    response = confirm(office, url, preview)

    assert response.status_code == 409
    assert "New figures: 0" in response.context["done"].lines
    assert EconomyFigure.objects.count() == 5


def test_vintage_can_be_added_without_uploading_again(office, url):
    asked = upload(office, url, table(vintage=""))
    kept = asked.context["form"]["upload"].value()

    preview = office.post(url, {"upload": kept, "vintage": "2020-07-01"})

    assert "Give its vintage." in refusals(asked)[0]
    assert "Kept from the step before: gdp.zip." in asked.content.decode()
    assert [preview.context["done"].message, *preview.context["done"].lines] == SAYS


def test_another_file_takes_the_place_of_the_kept_one(office, url):
    preview = upload(office, url, table([("Nepal", "NPL", {"2018": "1"})]))
    sent = dict(preview.context["sent"])
    form = office.post(url, sent | {CHANGE: "Change"})

    second = upload(office, url, packed(), upload=sent["upload"])

    assert form.context["form"]["upload"].value() == sent["upload"]
    assert "New figures: 5" in second.context["done"].lines


@pytest.mark.parametrize(("data", "_code"), BROKEN.values(), ids=BROKEN)
def test_broken_file_is_refused_with_the_reason(office, url, data, _code):
    response = upload(office, url, data)

    assert response.status_code == 200
    [refusal] = refusals(response)
    assert refusal.endswith("Nothing was changed.")
    assert not EconomyFigure.objects.exists()


def test_upload_of_somebody_else_is_not_to_be_had(office, client, url):
    kept = dict(upload(office, url, packed()).context["sent"])["upload"]
    other = UserFactory(is_superuser=True)
    client.force_login(other)

    answers = [client.post(url, {"upload": token, "vintage": ""}) for token in (kept, "forged", "")]

    assert [refusals(answer) for answer in answers] == [["This field is required."]] * 3


def test_upload_that_is_gone_is_asked_for_again(office, url):
    kept = dict(upload(office, url, packed()).context["sent"])["upload"]
    for path in uploads._folder().iterdir():
        path.unlink()

    response = office.post(url, {"upload": kept})

    assert "upload the file again" in refusals(response)[0]


def test_page_is_only_for_those_who_may_record_figures(client, url):
    reader = UserFactory()
    reader.user_permissions.set(rights_to_look())
    client.force_login(reader)

    assert [client.get(url).status_code, upload(client, url, packed()).status_code] == [403, 403]
    assert "import-gdp" not in client.get(reverse("admin:index")).content.decode()


def test_list_shows_filters_and_finds_figures(office, url):
    confirm(office, url, upload(office, url, packed()))
    confirm(office, url, upload(office, url, table(vintage="2021-07-01")))
    listed = reverse("admin:members_economyfigure_changelist")

    counts = {
        query: office.get(listed + query).context["cl"].result_count
        for query in ("", "?q=NPL", "?q=zzz", "?vintage=2020-07-01", "?reference_year=2019", "?region=asia")
    }

    assert counts == {
        "": 10,
        "?q=NPL": 4,
        "?q=zzz": 0,
        "?vintage=2020-07-01": 5,
        "?reference_year=2019": 2,
        "?region=asia": 10,
    }
    assert "43,001.25" in office.get(listed).content.decode()
