"""The review desk: everything about an application on one page; each act tells the applicant by the very text shown."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from members.admin.review import next_action
from members.known_bodies import known_lines
from members.models import Application, ApplicationCheck, Delivery, MemberName, Paper
from members.services.applications import receive_completion, request_completion, take_application, tick_items
from members.services.loading_letters import load_letter_texts
from tests.factories import CountryFactory, make_full, rights
from tests.members.applying.writing import EMAIL, sent, write_draft
from tests.members.letters import run_jobs
from wego.acts import CONFIRM
from wego.dates import today
from wego.models import AccessEntry

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
DAY = timedelta(days=1)
LIST = reverse("admin:members_application_changelist")


@pytest.fixture
def office(client, django_user_model):
    load_letter_texts()
    client.force_login(django_user_model.objects.create_superuser("chief", language="en"))
    return client


@pytest.fixture
def application(office):
    return sent(language="en")


def page(office, application) -> str:
    return office.get(reverse("admin:members_application_change", args=[application.pk])).content.decode()


def act(office, application, name: str, data: dict) -> tuple[str, object]:
    """What the page shows before, and the answer after it was confirmed."""
    url = reverse(f"admin:members_application_{name}", args=[application.pk])
    shown = office.post(url, data)
    assert shown.status_code == 200
    done = office.post(url, {**data, CONFIRM: "1", "_seen": shown.context["seen"]})
    assert done.status_code == 302, done.content.decode()[:2000]
    application.refresh_from_db()
    return shown.content.decode(), done


def file_url(application, key) -> str:
    return reverse("admin:members_application_file", args=[application.pk]) + f"?key={key}"


def telling(**data) -> dict:
    return {
        "tell": "on",
        "language": "en",
        "issued_on": today().isoformat(),
        "office": "Mayor",
        "to": [EMAIL],
        **data,
    }


# --- the queue ---------------------------------------------------------------------------------------
def test_the_list_says_whose_turn_it_is(office, application, officer):
    def now():
        return next_action(Application.objects.with_last_step().get(pk=application.pk), today())

    assert now() == "take over and check"
    take_application(application, by=officer)
    assert now() == "check"
    request_completion(application, missing="seal", requested_on=today(), due_on=today(), by=officer)
    assert now().startswith("wait for the applicant until")
    row = Application.objects.with_last_step().get(pk=application.pk)
    assert next_action(row, today() + DAY).startswith("overdue since")
    receive_completion(application, received_on=today(), by=None)
    assert now() == "check what was sent"
    html = office.get(LIST).content.decode()
    assert "check what was sent" in html and str(officer) in html


@pytest.mark.parametrize(("case", "found"), [("nobody", 2), ("mine", 1), ("us", 3), ("online", 3), ("open", 3)])
def test_the_desk_filter(office, application, django_user_model, case, found):
    sent()
    take_application(sent(), by=django_user_model.objects.get(username="chief"))

    assert office.get(LIST, {"desk": case}).context["cl"].result_count == found


def test_the_list_asks_the_same_for_one_and_three(office):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert office.get(LIST).status_code == 200
        return len(found)

    sent()
    one = queries()
    sent(), sent()

    assert queries() == one


# --- the page ----------------------------------------------------------------------------------------
def test_answers_documents_and_checklist_are_on_one_page(office, application, officer):
    tick_items(application, found={"letter": ("lacking", "no seal")}, by=officer)
    html = page(office, application)

    for words in ("Suwon City", "1,250,000", "digital twin", "mobility, open data", "letter.pdf", "no seal", EMAIL):
        assert words in html, words
    assert "legal form" not in html.lower()  # of other kinds, and left empty


def test_a_file_comes_as_an_attachment_and_the_look_is_logged(office, application):
    [attachment] = application.attachments.all()
    answer = office.get(file_url(application, attachment.key))

    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Disposition"].startswith("attachment")
    assert AccessEntry.objects.latest("pk").whose == [f"attachment {attachment.pk}"]


def test_a_file_of_another_application_is_not_found(office, application):
    other = sent().attachments.get()

    assert office.get(file_url(application, other.key)).status_code == 404
    assert office.get(file_url(application, "no-key")).status_code == 404


def test_who_may_not_see_files_gets_none(client, newcomer_with_applications, application):
    client.force_login(newcomer_with_applications)
    file = application.attachments.get()

    assert client.get(file_url(application, file.key)).status_code == 403


@pytest.fixture
def newcomer_with_applications(django_user_model):
    person = django_user_model.objects.create_user("newcomer", is_staff=True)
    person.user_permissions.set(rights("view_application"))
    return person


# --- the same body -----------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["Suwon City", "수원시", "suwon", "Souwon"])
def test_a_member_in_any_spelling_is_shown_to_staff(office, officer, application, name):
    member = make_full(by=officer, country=application.country, name_en="Placeholder")
    MemberName.objects.filter(member=member).delete()
    MemberName(member=member, language="en", text=name).save()

    assert f"({member.number})" in known_lines(application)[0]
    assert f"({member.number})" in page(office, application)


def test_another_open_application_in_any_spelling_is_shown(office, application):
    other = sent(email="other@suwon.example")
    Application.objects.filter(pk=other.pk).update(name_en="SUWON", name_ko="", name_local="")

    assert known_lines(application) == [f"An application of a similar name is open: {other.number} SUWON."]


def test_a_body_of_another_name_or_country_is_not(office, officer, application):
    make_full(by=officer, country=application.country, name_en="Busan")
    elsewhere = make_full(by=officer, name_en="Suwon City")
    type(elsewhere).objects.filter(pk=elsewhere.pk).update(country=CountryFactory(iso3="JPN"))

    assert known_lines(application) == []


# --- acts that tell ----------------------------------------------------------------------------------
def test_completion_is_asked_by_the_letter_that_was_shown(office, application):
    data = telling(requested_on=today().isoformat(), missing="The seal of the city", due_on="")
    shown, _done = act(office, application, "complete", data)
    run_jobs()

    letter, delivery = Paper.objects.get(), Delivery.objects.get()
    assert (letter.kind, application.state) == ("completion", "incomplete")
    assert "The seal of the city" in shown and all(line in shown for line in delivery.body.splitlines())
    message = next(one for one in mail.outbox if one.subject == delivery.subject)
    assert (message.to, message.body, len(message.attachments)) == ([EMAIL], delivery.body, 1)
    assert f"/apply/{application.key}/" in message.body


@pytest.mark.parametrize(
    ("name", "data", "kind", "state"),
    [
        ("return", {"returned_on": today().isoformat(), "reason": "No local government."}, "return", "returned"),
        ("accept", {"accepted_on": today().isoformat(), "note": ""}, "acceptance", "accepted"),
    ],
)
def test_every_decision_has_its_letter(office, application, name, data, kind, state):
    act(office, application, name, telling(**data))

    assert (application.state, Paper.objects.get().kind) == (state, kind)
    assert Delivery.objects.get().to_address == EMAIL


def test_without_the_tick_nothing_is_written(office, application):
    shown, _done = act(office, application, "accept", {"accepted_on": today().isoformat(), "note": ""})

    assert application.state == "accepted"
    assert not Paper.objects.exists() and not Delivery.objects.exists()
    assert "Mail to" not in shown


def test_a_letter_that_cannot_be_written_takes_the_act_back(office, application):
    url = reverse("admin:members_application_accept", args=[application.pk])
    answer = office.post(url, telling(accepted_on=today().isoformat(), note="", office="Hong Gildong"))

    assert "leave the name out" in answer.content.decode()
    application.refresh_from_db()
    assert application.state == "received"


def test_the_tick_is_there_for_who_applied_online_alone(office, application, officer):
    def ticked(name: str) -> bool:
        form = office.get(reverse(f"admin:members_application_{name}", args=[application.pk])).context["form"]
        return form["tell"].initial

    assert ticked("accept") and ticked("return") and ticked("complete")
    Application.objects.filter(pk=application.pk).update(channel="letter")
    assert not ticked("accept")


def test_who_may_not_issue_letters_is_asked_nothing_about_them(client, application, django_user_model):
    person = django_user_model.objects.create_user("clerk", is_staff=True)
    person.user_permissions.set(rights("view_application", "change_application"))
    client.force_login(person)

    form = client.get(reverse("admin:members_application_accept", args=[application.pk])).context["form"]
    assert list(form.fields) == ["accepted_on", "note"]


# --- checklist and owner -----------------------------------------------------------------------------
def test_what_was_found_lacking_begins_the_request(office, application):
    act(office, application, "checklist", {"letter": "lacking", "letter_note": "no seal", "names": "fine"})

    form = office.get(reverse("admin:members_application_complete", args=[application.pk])).context["form"]
    assert "signed by the head" in form["missing"].initial and "(no seal)" in form["missing"].initial
    assert "official ones" not in form["missing"].initial


def test_only_new_ticks_are_recorded(office, application, officer):
    tick_items(application, found={"letter": ("lacking", ""), "names": ("", "")}, by=officer)
    tick_items(application, found={"letter": ("lacking", "")}, by=officer)
    tick_items(application, found={"letter": ("fine", "")}, by=officer)

    assert [row.found for row in ApplicationCheck.objects.all()] == ["lacking", "fine"]
    assert ApplicationCheck.objects.latest(application)["letter"].found == "fine"


def test_taking_over_is_seen_and_not_done_twice(office, application, officer):
    act(office, application, "take", {})
    assert str(application.owner) == "chief"

    answer = office.post(reverse("admin:members_application_take", args=[application.pk]), {})
    assert "You handle this application already" in answer.content.decode()


def test_drafts_are_not_the_secretariats(office):
    draft = write_draft()

    assert "Suwon" not in office.get(LIST).content.decode()
    assert str(draft.key) not in office.get(reverse("admin:index")).content.decode()
