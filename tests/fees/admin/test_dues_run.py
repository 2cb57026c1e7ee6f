"""The dues run in the back office: preview, confirm, progress, result (R9, R18, S20)."""

from datetime import date

import pytest
from django.urls import reverse

from fees.models import Assessment, DuesException, DuesRun, NotAssessed
from tests.factories import UserFactory, make_associate, rights
from tests.fees.admin.working import assess_page, messages, page_of_run, refusals, said, work
from tests.fees.dues import add_figure, assess_dues, make_city, make_company, make_institution
from wego.acts import CONFIRM

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def in_february(time_machine):
    time_machine.move_to("2020-02-03T12:00:00+09:00", tick=False)


@pytest.fixture
def world(data_2020, officer):
    """One of each: assessed, in need of a decision, passed over for each of two reasons."""
    town = make_city(by=officer, name_en="Town")
    company = make_company(None, by=officer, name_en="Company")
    make_institution(by=officer)
    make_associate(by=officer, accepted_on=date(2019, 12, 2))
    return {"town": town, "company": company}


def staff(*permissions: str):
    person = UserFactory(is_staff=True)
    person.user_permissions.set(rights(*permissions))
    return person


def test_preview_confirm_progress_result(office, chief, world):
    page = assess_page(office)

    shown = page.preview()
    assert said(shown) == [
        "A worker assesses the dues of 2020; the page of the run says how far it is.",
        "The dues of this year are opened: from then on their fee schedule and their GDP figures stand.",
        "Members to be assessed: 1, together 5,000 USD",
        "Needs a decision: 1 (no number of employees 1)",
        "Not assessed: 2 (associate member 1, no dues schedule 1)",
        "Fee schedule: Fee tables of January 2020 (2020)",
        "GDP figures of the World Bank's file of 2019-12-18",
        "Data as of 2020-02-03",
        "Due date: 2020-04-15",
    ]
    assert not DuesRun.objects.exists()

    confirmed = page.confirm(shown)
    run = DuesRun.objects.get()
    assert (confirmed.status_code, confirmed["Location"]) == (302, page_of_run(run))
    assert messages(confirmed) == said(shown)[:1]
    assert (run.recorded_by, run.due_on, run.asked_at is None) == (chief, date(2020, 4, 15), False)
    assert not Assessment.objects.exists()
    assert "Waiting for a worker since 3 February 2020, 12:00." in office.get(page_of_run(run)).content.decode()

    work()
    result = office.get(page_of_run(run)).context
    assessment = Assessment.objects.get()
    assert (assessment.member, assessment.amount, assessment.recorded_by) == (world["town"], 5000, chief)
    assert (result["said"], result["by"]) == ("Assessed at 3 February 2020, 12:00.", chief)
    assert result["headline"] == {
        "assessed": "1",
        "total": "5,000",
        "adjusted": "",
        "exceptions": [("no number of employees", 1)],
        "not_assessed": [("associate member", 1), ("no dues schedule", 1)],
    }
    assert (DuesException.objects.count(), NotAssessed.objects.count()) == (1, 2)
    assert list(run.history.values_list("history_user", "history_change_reason")) == [
        (chief.pk, "assessed"),
        (chief.pk, "assessment asked for"),
        (chief.pk, None),
    ]


def test_form_proposes_the_current_year_and_its_due_date(office, data_2020):
    form = assess_page(office).look().context["form"]

    assert (form["year"].value(), form["due_on"].value()) == (2020, date(2020, 3, 31))
    assert [value for value, _label in form.fields["vintage"].choices] == ["", "2019-12-18"]


def test_form_takes_over_what_the_preview_showed(office, data_2020):
    query = {"year": "2019", "include_provisional": "on", "vintage": "2019-12-18"}
    form = office.get(reverse("admin:fees_duesrun_add"), query).context["form"]

    proposed = [form[name].value() for name in ("year", "include_provisional", "vintage", "due_on")]
    assert proposed == [2019, True, date(2019, 12, 18), date(2020, 2, 3)]
    assert '<option value="2019-12-18" selected>' in form.as_p()


@pytest.mark.parametrize("year", ["99999", "-1", "many"])
def test_form_proposes_the_current_year_where_the_address_has_none(office, data_2020, year):
    form = office.get(reverse("admin:fees_duesrun_add"), {"year": year}).context["form"]

    assert form["year"].value() == 2020


def test_before_1_january_is_refused_with_the_sentence(office, world, time_machine):
    time_machine.move_to("2019-12-31T23:59:00+09:00", tick=False)

    response = assess_page(office).preview()

    assert refusals(response) == [
        "The dues of 2020 can be assessed from 2020-01-01 on. Nothing was saved: preview them instead."
    ]


def test_due_date_before_the_day_of_the_data_is_refused(office, world):
    assert refusals(assess_page(office).preview(due_on="2020-02-02")) == [
        "The due date is not before the day of the data."
    ]


@pytest.fixture
def two_officers(client, chief, second_officer, world):
    """Two browsers that both show the same confirmation page."""
    second_officer.is_superuser = True
    second_officer.save()
    first, second = client.__class__(), client.__class__()
    first.force_login(chief)
    second.force_login(second_officer)
    pages = assess_page(first), assess_page(second)
    return [(page, page.preview()) for page in pages]


def test_second_officer_sees_that_it_is_under_way(two_officers):
    (first, shown), (second, shown_too) = two_officers
    first.confirm(shown)

    response = second.confirm(shown_too)

    assert refusals(response) == [
        "The assessment of 2020 was asked for at 2020-02-03 12:00 by chief and is under way. Nothing was saved."
    ]
    work()
    assert Assessment.objects.count() == 1


def test_second_officer_sees_that_it_was_assessed_when_and_by_whom(two_officers, time_machine):
    (first, shown), (second, shown_too) = two_officers
    first.confirm(shown)
    time_machine.move_to("2020-02-03T12:05:00+09:00", tick=False)
    work()

    response = second.confirm(shown_too)

    assert refusals(response) == [
        "The dues of 2020 were assessed at 2020-02-03 12:05 by chief already, and nothing has changed since. "
        "Nothing was saved."
    ]
    assert DuesRun.objects.get().assessed_at == DuesRun.objects.get().asked_at.replace(minute=5)


def test_second_officer_is_shown_what_is_left_to_do(two_officers, chief, world):
    (_first, _shown), (second, shown_too) = two_officers
    assess_dues(2020, by=chief, due_on=date(2020, 3, 31))
    add_figure(world["company"], 480)

    response = second.confirm(shown_too)

    assert response.status_code == 409
    assert said(response)[1:3] == ["Members assessed already: 1", "Members to be assessed: 1, together 2,000 USD"]
    assert said(response)[-2:] == ["Due date: 2020-04-15", "Due date until now: 31 March 2020"]


def test_assess_again_adds_what_is_missing(office, chief, officer, world):
    run = assess_dues(2020, by=officer, due_on=date(2020, 4, 1))
    add_figure(world["company"], 480)
    page = assess_page(office, url=reverse("admin:fees_duesrun_again", args=[run.pk]))

    page.confirm(page.preview())
    work()

    run.refresh_from_db()
    assert [(one.member, one.recorded_by) for one in Assessment.objects.order_by("pk")] == [
        (world["town"], officer),
        (world["company"], chief),
    ]
    assert (run.due_on, run.include_provisional) == (date(2020, 4, 1), False)
    assert office.get(page_of_run(run)).context["headline"]["exceptions"] == []


def test_assess_again_brings_the_lists_up_to_date_where_nobody_is_added(office, officer, world):
    run = assess_dues(2020, by=officer)
    make_associate(by=officer, accepted_on=date(2019, 12, 3))
    page = assess_page(office, url=reverse("admin:fees_duesrun_again", args=[run.pk]))

    page.confirm(page.preview())
    work()

    assert (Assessment.objects.count(), NotAssessed.objects.count()) == (1, 3)


def test_due_date_can_be_changed_and_the_history_says_by_whom(office, chief, officer, world):
    run = assess_dues(2020, by=officer)
    page = assess_page(office, url=reverse("admin:fees_duesrun_due-date", args=[run.pk]))

    shown = page.preview(due_on="2020-05-31")
    page.confirm(shown)

    run.refresh_from_db()
    assert said(shown) == ["Due date of the dues of 2020: 31 May 2020.", "Until now: 31 March 2020"]
    assert (run.due_on, run.history.first().history_user) == (date(2020, 5, 31), chief)


ACTS = ("add", "again", "due-date")


@pytest.mark.parametrize("act", ACTS)
def test_acts_are_refused_to_staff_without_the_right(client, officer, world, act):
    run = assess_dues(2020, by=officer)
    url = reverse(f"admin:fees_duesrun_{act}", args=[] if act == "add" else [run.pk])
    client.force_login(staff("view_duesrun", "view_assessment"))

    answers = [client.get(url), client.post(url, {CONFIRM: "Confirm"})]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert client.get(page_of_run(run)).context["acts"] == []


@pytest.mark.parametrize("act", ACTS)
def test_acts_send_strangers_to_the_login(client, officer, world, act):
    run = assess_dues(2020, by=officer)
    url = reverse(f"admin:fees_duesrun_{act}", args=[] if act == "add" else [run.pk])

    assert client.get(url)["Location"].startswith(reverse("admin:login"))


def test_right_to_assess_is_enough_to_assess(client, world):
    client.force_login(staff("assess_dues", "view_duesrun"))
    page = assess_page(client)

    page.confirm(page.preview())
    work()

    assert Assessment.objects.count() == 1
    assert [act["url"].split("/")[-2] for act in client.get(page_of_run(DuesRun.objects.get())).context["acts"]] == [
        "again",
        "due-date",
    ]
