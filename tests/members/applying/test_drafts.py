"""From the first answer to the application under its number (R2), for each kind of body."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from members.forms.questionnaire import Questionnaire
from members.models import Application, ApplicationDraft, Attachment, Contact, Kind, MemberFigure
from members.services import drafts
from members.services.applications import accept_application, request_completion
from members.services.forgetting import forget_old_drafts
from members.services.papers import forget_unnamed_files
from tests.members.applying.writing import ANSWERS, EMAIL, PDF, purposes, send, sent, write_draft
from tests.members.letters import run_jobs
from wego import files
from wego.audit import verify
from wego.dates import today
from wego.models import AuditEntry

pytestmark = pytest.mark.django_db


# --- while it is written -----------------------------------------------------------------------------
def test_a_page_is_saved_beside_what_another_device_saved_meanwhile():
    draft = write_draft()
    here, there = (ApplicationDraft.objects.get(pk=draft.pk) for _ in range(2))

    drafts.save_answers(here, page="name", typed={"name_en": "Here"})
    drafts.save_answers(there, page="head", typed={"head_name": "There"})

    answers = ApplicationDraft.objects.get(pk=draft.pk).answers
    assert (answers["name"]["name_en"], answers["head"]["head_name"]) == ("Here", "There")
    assert answers["liaison"] == ANSWERS["city"]["liaison"]


def test_what_is_wrong_is_saved_too_and_stands_in_the_form_again():
    draft = drafts.save_answers(write_draft(), page="population", typed={"population": "107만", "areas": ["\0x"]})

    form = Questionnaire(draft).forms["population"]
    assert form["population"].value() == "107만"
    assert "107만" in str(form.errors["population"])
    assert draft.answers["population"]["areas"] == ["x"]


def test_a_page_of_endless_text_is_refused_and_the_earlier_one_stays():
    draft = write_draft()

    with pytest.raises(ValidationError) as refusal:
        drafts.save_answers(draft, page="interest", typed={"reason": "x" * drafts.LONGEST_PAGE})

    assert refusal.value.code == "too_long"
    assert ApplicationDraft.objects.get().answers["interest"] == ANSWERS["city"]["interest"]


def test_a_draft_counts_its_finished_parts_and_says_what_is_missing():
    draft = write_draft(files=False)
    questionnaire = Questionnaire(drafts.save_answers(draft, page="head", typed={"head_name": "Hong"}))

    assert [part.name for part in questionnaire.missing] == ["head", "letter"]
    assert questionnaire.finished_count == 6


@pytest.mark.parametrize(
    ("typed", "missing"),
    [({}, []), ({"political_name": ""}, []), ({"political_title": "Deputy"}, ["political"])],
    ids=["untouched", "empty", "half"],
)
def test_an_optional_part_may_be_empty_but_not_half_done(typed, missing):
    draft = drafts.save_answers(write_draft(), page="political", typed=typed)

    assert [part.name for part in Questionnaire(draft).missing] == missing


def test_files_are_added_and_removed_before_sending():
    draft = write_draft(files=False)
    attachment = drafts.attach(draft, purpose="letter", file=PDF)

    assert files.read(attachment.digest) == PDF.content
    drafts.detach(attachment)
    assert purposes() == []


def test_one_address_writes_at_most_ten_at_a_time():
    for _ in range(drafts.AT_MOST):
        drafts.begin_draft(kind="city", email=EMAIL, language="en")

    with pytest.raises(ValidationError, match="Finish or delete one of them first"):
        drafts.begin_draft(kind="city", email=EMAIL, language="en")


def test_unsaved_for_thirty_days_a_draft_goes_with_its_files():
    old, new = write_draft(), write_draft(email="other@suwon.example")
    ApplicationDraft.objects.filter(pk=old.pk).update(saved_at=timezone.now() - timedelta(days=30, minutes=1))

    assert list(ApplicationDraft.objects.kept()) == [new]
    assert forget_old_drafts(timezone.now()) == 1
    assert list(ApplicationDraft.objects.all()) == [new]
    assert Attachment.objects.filter(draft=new).count() == Attachment.objects.count() == 1


def test_a_deleted_draft_is_gone_at_once():
    draft = write_draft()
    drafts.delete_draft(draft)

    assert (ApplicationDraft.objects.count(), Attachment.objects.count()) == (0, 0)
    with pytest.raises(ValidationError, match="sent or deleted meanwhile"):
        drafts.save_answers(draft, page="name", typed={})


# --- sent --------------------------------------------------------------------------------------------
def test_a_city_arrives_as_it_was_written():
    draft = write_draft()
    application = send(draft)

    assert ApplicationDraft.objects.count() == 0
    assert (application.number, application.key) == (f"A-{today().year}-0001", draft.key)
    assert (application.channel, application.applicant_email, application.state) == ("form", EMAIL, "received")
    assert application.submitted_on == application.received_on == today()
    assert (application.population, application.figure_year, application.figure_source) == (1_250_000, 2018, "KOSIS")
    assert (application.name_en, application.name_local, application.country_id) == ("Suwon City", "수원시", "KOR")
    assert (application.billing_name, application.billing_email) == ("Lee Seoyeon", EMAIL)
    assert (application.head_email, application.website) == ("mayor@suwon.example", "https://suwon.example")
    assert (application.areas, application.invoice_note) == (["mobility", "data"], "Order 7")
    assert (application.declared_name, application.notice) == ("Lee Seoyeon", "2026-11")
    assert [step.act for step in application.steps.all()] == ["received"]
    assert [one.name for one in application.attachments.all()] == ["letter.pdf"]
    assert AuditEntry.objects.get(event="application.submitted").subject == application.number
    assert verify()[1] is None


@pytest.mark.parametrize("kind", Kind.values)
def test_every_kind_can_be_sent_and_accepted(kind, officer):
    application = sent(kind)
    member = accept_application(application, accepted_on=today(), by=officer)

    profile = getattr(member, kind)
    told = {
        "city": ("level", "Metropolitan city"),
        "institution": ("mandate", "Research for cities."),
        "company": ("business_areas", "Digital twins"),
    }[kind]
    assert getattr(profile, told[0]) == told[1]
    figures = {one.indicator: one.value for one in MemberFigure.objects.all()}
    stated = {"city": {"population": Decimal(1_250_000)}, "institution": {}, "company": {"employees": Decimal(1999)}}
    assert figures == stated[kind]
    roles = {"head", "liaison"} | ({"billing"} if kind != "institution" else set())
    assert set(Contact.objects.values_list("role", flat=True)) == roles | ({"political"} if kind == "city" else set())


def test_contacts_come_with_department_and_address(officer):
    accept_application(sent(), accepted_on=today(), by=officer)

    assert Contact.objects.get(role="liaison").department == "International Relations"
    assert Contact.objects.get(role="head").address == "1 Way"


def test_sent_twice_it_is_one_application():
    draft = write_draft()
    send(draft)

    with pytest.raises(ValidationError) as refusal:
        send(draft)

    assert refusal.value.code == "no_draft"
    assert Application.objects.count() == 1


def test_the_number_is_mailed_in_the_language_of_letters(settings):
    settings.SITE_URL = "https://members.example.org"
    application = sent()
    mail.outbox.clear()
    run_jobs()

    message = next(one for one in mail.outbox if application.number in one.subject)
    assert message.to == [EMAIL]
    assert "https://members.example.org/ko/apply/link/" in message.body


def test_files_of_applications_are_kept_by_the_nightly_prune():
    application = sent()
    [attachment] = application.attachments.all()

    with time_machine.travel(timezone.now() + timedelta(days=3)):
        forget_unnamed_files()

    assert files.read(attachment.digest) == PDF.content


# --- completion --------------------------------------------------------------------------------------
def test_the_applicant_answers_a_request(officer):
    application = request_completion(sent(), missing="seal", requested_on=today(), by=officer)

    drafts.answer_request(application, note="Here it is", sent=[PDF])

    application.refresh_from_db()
    step = application.steps.last()
    assert (application.state, step.act, step.note, step.recorded_by) == ("received", "completed", "Here it is", None)
    assert purposes() == ["letter", "completion"]


def test_an_empty_answer_is_refused(officer):
    application = request_completion(sent(), missing="seal", requested_on=today(), by=officer)

    with pytest.raises(ValidationError, match="Write an answer, or choose a file"):
        drafts.answer_request(application, note="  ", sent=[])
    application.refresh_from_db()
    assert application.state == "incomplete"


def test_an_answer_that_nobody_asked_for_leaves_no_file():
    application = sent()

    with pytest.raises(ValidationError, match="No completion was requested"):
        drafts.answer_request(application, note="more", sent=[PDF])
    assert purposes() == ["letter"]
