"""A page changes what it asks for, and nothing else, whatever fields are sent along."""

import pytest

from members.forms.questionnaire import PARTS
from members.models import Application, ApplicationDraft, ApplicationStep, Attachment, Kind
from members.services.applications import request_completion
from tests.factories import UserFactory, make_associate
from tests.members.applying.applicant import DECLARATION, EVERY_KIND
from tests.members.applying.snapshots import on_record
from tests.members.letters import run_jobs
from tests.wego.upload_corpus import pdf, upload
from wego.dates import today

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

DRAFT, APPLICATION, FILE = (model._meta.label for model in (ApplicationDraft, Application, Attachment))
OURS = {
    **{"state": "accepted", "accepted_on": "2020-01-01", "number": "A-2000-0001", "channel": "letter", "member": "1"},
    **{"member_id": "1", "owner": "1", "owner_id": "1", "recorded_by": "1", "applicant_email": "thief@evil.example"},
    **{"email": "thief@evil.example", "key": "00000000-0000-4000-8000-000000000000", "kind": "company", "id": "1"},
    **{"pk": "1", "submitted_on": "2000-01-01", "received_on": "2000-01-01", "notice": "0", "remarks": "good"},
    **{"document": "x", "is_staff": "1", "is_superuser": "1", "saved_at": "2000-01-01", "created_at": "2000-01-01"},
    **{"answers": "{}", "draft": "1", "application": "1", "purpose": "completion", "digest": "0" * 64, "only": ""},
    **{"applicant": "thief@evil.example", "by": "1", "recorded_at": "2000-01-01", "history": "1"},
}
"""Fields of rows, of persons and of the pass that no page asks for."""


def everything() -> dict[str, str]:
    """A value for every field that there is; one that a page asks for is given by the page."""
    names = {field.name for model in (Application, ApplicationDraft) for field in model._meta.get_fields()}
    asked = {name: value for page in EVERY_KIND.values() for name, value in page.items()}
    return {**dict.fromkeys(names, "1"), **asked, **DECLARATION, **OURS}


def row(draft: ApplicationDraft, page: str) -> dict:
    """The draft without what saving the page changes."""
    fields = {field.attname: getattr(draft, field.attname) for field in draft._meta.concrete_fields}
    answers = {name: typed for name, typed in fields.pop("answers").items() if name != page}
    fields.pop("saved_at")
    return {**fields, "answers": answers}


@pytest.fixture
def decoy(officer):
    """A member and a person that a field might name."""
    make_associate(by=officer)
    return UserFactory(username="decoy", is_staff=False)


@pytest.mark.parametrize(
    ("kind", "page"), [(kind, part.name) for kind, parts in PARTS.items() for part in parts if part.form]
)
def test_page_saves_its_own_answers_alone(anna, decoy, kind, page):
    key = anna.begin(kind)
    anna.fill(key)
    before, rows = on_record(), row(ApplicationDraft.objects.get(key=key), page)

    assert anna.post("apply_part", key, page, data=everything() | EVERY_KIND[page]).status_code == 302

    draft, after = ApplicationDraft.objects.get(key=key), on_record()
    assert row(draft, page) == rows
    assert set(draft.answers[page]) == set(next(one for one in PARTS[kind] if one.name == page).form.base_fields)
    assert {name for name in after if after[name] != before[name]} == {DRAFT}


def test_file_is_of_the_purpose_of_its_page(anna, decoy):
    key = anna.begin()
    before = on_record()

    anna.post("apply_part", key, "letter", data={**everything(), "file": upload(pdf(), "a.pdf")})

    [attachment] = Attachment.objects.all()
    assert (attachment.purpose, attachment.draft.key, attachment.application) == ("letter", key, None)
    after = on_record()
    assert {name for name in after if after[name] != before[name]} == {DRAFT, FILE}


@pytest.mark.parametrize("kind", Kind.values)
def test_sending_sets_what_is_ours_itself(anna, decoy, kind):
    key = anna.begin(kind)
    for part in PARTS[kind]:
        if part.form:
            anna.post("apply_part", key, part.name, data=everything() | EVERY_KIND[part.name])
        else:
            anna.upload(key, part.name)

    anna.post("apply_check", key, data=everything())
    run_jobs()

    sent = Application.objects.get(channel="form")
    assert (sent.key, sent.kind, sent.state, sent.accepted_on) == (key, kind, "received", None)
    assert (sent.member, sent.owner, sent.recorded_by) == (None, None, None)
    assert (sent.submitted_on, sent.received_on) == (today(), today())
    assert (sent.applicant_email, sent.remarks, sent.document, sent.notice) == (anna.email, "", "", "2026-11")
    assert sent.number.startswith(f"A-{today().year}-")
    decoy.refresh_from_db()
    assert not (decoy.is_staff or decoy.is_superuser)


def test_answer_to_a_request_says_what_was_asked_alone(anna, decoy, officer):
    sent = anna.apply()
    request_completion(sent, missing="Signature", requested_on=today(), by=officer)
    before = Application.objects.filter(pk=sent.pk).values().get()

    anna.post("apply_hub", sent.key, data={**everything(), "note": "Here it is"})

    after = Application.objects.filter(pk=sent.pk).values().get()
    assert {name for name in after if after[name] != before[name]} == {"state"}
    assert after["state"] == "received"
    assert ApplicationStep.objects.latest("pk").act == "completed"


@pytest.mark.parametrize("page", ["apply_mine", "apply_leave"])
def test_pass_is_not_widened_by_a_field(anna, boris, draft, page):
    foreign = boris.begin()

    anna.post(page, data={**everything(), "email": boris.email, "applicant": boris.email, "key": str(foreign)})

    assert anna.get("apply_hub", foreign).status_code == 403
    assert set(ApplicationDraft.objects.exclude(key=foreign).values_list("email", flat=True)) == {anna.email}
