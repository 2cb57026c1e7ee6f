"""No answer, name or address of an applicant becomes a header of a mail, a second recipient or another body."""

import email
from email.utils import getaddresses

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from members.forms.applying import BodyForm, HeadForm, LiaisonForm
from members.forms.asked import Address
from members.models import Application, ApplicationDraft, Country, Delivery, LetterText
from members.papers import application_letters
from members.papers.letters import Sending
from members.services import applicant_mail
from members.services.applications import (
    accept_application,
    record_application,
    request_completion,
    return_application,
)
from members.services.deliveries import message_of
from members.services.letters import MailText, issue_letter
from members.services.loading_letters import load_letter_texts
from tests.members.applying.applicant import EVERY_KIND
from tests.members.letters import run_jobs
from wego.dates import today

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

HEADERS = {
    "Content-Type",
    "MIME-Version",
    "Content-Transfer-Encoding",
    "Subject",
    "From",
    "To",
    "Date",
    "Message-ID",
}
BREAKS = ["\r", "\n", "\r\n", "\0", "\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "%0d%0a"]
INJECTED = ["Bcc: thief@evil.example", "To: thief@evil.example", "Subject: x", "X-Evil: 1", "\r\n\r\nBody", " ", ","]
parts = st.lists(st.sampled_from(BREAKS + INJECTED) | st.text(max_size=5), max_size=6).map("".join)
names = st.tuples(st.sampled_from(["Goyang", "고양", "a"]), parts).map("".join).map(lambda text: text[:100])
quoted = parts.map(lambda text: f'"a{text}"@goyang.example')
plain = parts.map(lambda text: f"a{text}@goyang.example")
told = parts.map(lambda text: text.replace("\0", ""))
addresses = st.one_of(quoted, plain, parts.map(lambda text: f"a@goyang.example{text}"), st.just("a.b+c@goyang.example"))
FEW = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
MANY = settings(FEW, max_examples=1000)


def on_the_way(address: str) -> str:
    """As a header names it: with its host in ASCII."""
    name, _at, host = address.rpartition("@")
    return f"{name}@{host if host.isascii() else host.encode('idna').decode()}"


def check(message: EmailMessage, to: str) -> None:
    """One header of each name, one recipient, the body that was written."""
    read = email.message_from_bytes(message.message().as_bytes())
    [part, *_files] = read.get_payload() if read.is_multipart() else [read]

    assert sorted(read.keys()) == sorted(HEADERS - ({"Content-Transfer-Encoding"} if read.is_multipart() else set()))
    assert [address for _name, address in getaddresses(read.get_all("To"))] == [on_the_way(to)]
    assert message.recipients() == [to]
    assert read.defects == []
    assert part.get_payload(decode=True).decode().rstrip("\n") == message.body.rstrip("\n")


def in_order(form_class, **typed) -> dict:
    """What of the answers is in order, as the questionnaire takes it over."""
    form = form_class(typed)
    form.is_valid()
    return {name: value for name, value in form.cleaned_data.items() if value}


def mails_of_the_flow(typed: str) -> None:
    """The four mails to an address, where the door lets it in."""
    try:
        address = Address(missing="missing").clean(typed)
    except ValidationError:
        return
    draft = ApplicationDraft.objects.create(kind="city", email=address, language="en")
    sent = Application(number="A-2026-0001", received_on=today(), applicant_email=address, key=draft.key)
    mail.outbox.clear()
    applicant_mail.mail_confirmation(email=address, kind="city", language="en")
    applicant_mail.mail_return(email=address, language="ko")
    applicant_mail.mail_carry_on(draft)
    applicant_mail.mail_sent(sent)

    assert len(mail.outbox) == 4
    for message in mail.outbox:
        check(message, address)


def letters_of_the_acts(by, name: str, title: str, told: str) -> None:
    """Acknowledgement, request for completion, return and acceptance of an applicant of this name."""
    answers = {
        **{"country": Country.objects.get(), "name_en": "a"},
        **in_order(BodyForm, country="KOR", name_en=name, name_ko=title),
        **in_order(HeadForm, head_name=name, head_title=title, head_email="mayor@goyang.example"),
        **in_order(LiaisonForm, **EVERY_KIND["liaison"] | {"liaison_name": name, "liaison_title": title}),
    }
    for kind, act in ACTS.items():
        application = Application(**ONLINE, submitted_on=today(), received_on=today(), **answers)
        act(record_application(application, by=by), told or "x", by)
        application = Application.objects.get(pk=application.pk)
        writes = getattr(application_letters, f"{kind}_letter")
        letter = writes(application, Sending("en", today(), "Office", (ONLINE["applicant_email"],)))
        text = MailText(letter.subject, letter.mail, letter.to)
        about = {"subject": letter.subject, "recipient": letter.recipient, "issued_on": letter.issued_on}
        issue_letter(letter.occasion, **about, language="en", render=lambda _number: b"%PDF-1.7", mail=text, by=by)
        check(message_of(Delivery.objects.latest("pk")), ONLINE["applicant_email"])


ONLINE = {"kind": "city", "channel": "form", "notice": "2026-11", "applicant_email": "anna@goyang.example"}
ACTS = {
    "acknowledgement": lambda application, told, by: None,
    "completion": lambda application, told, by: request_completion(
        application, missing=told, requested_on=today(), by=by
    ),
    "return": lambda application, told, by: return_application(application, reason=told, returned_on=today(), by=by),
    "acceptance": lambda application, told, by: accept_application(application, accepted_on=today(), by=by),
}


def undone(act, *given) -> None:
    """Run an example; what it wrote is taken back."""
    with transaction.atomic():
        act(*given)
        transaction.set_rollback(True)


@pytest.fixture
def texts_on_record(korea):
    """With subjects, as staff may write them, that hold what was told."""
    load_letter_texts()
    LetterText.objects.update(subject="To {member}")
    LetterText.objects.filter(kind="completion").update(subject="{member}: {missing}")
    LetterText.objects.filter(kind="return").update(subject="{member}: {why}")


@FEW
@given(addresses)
def test_mail_of_the_flow_has_one_recipient_and_its_own_headers(korea, typed):
    undone(mails_of_the_flow, typed)


@FEW
@given(names, names, told)
def test_letters_of_the_acts_have_one_recipient_and_their_own_headers(texts_on_record, officer, name, title, missing):
    undone(letters_of_the_acts, officer, name, title, missing)


@pytest.mark.proof
@MANY
@given(addresses)
def test_mail_of_the_flow_at_length(korea, typed):
    undone(mails_of_the_flow, typed)


@pytest.mark.proof
@MANY
@given(names, names, told)
def test_letters_of_the_acts_at_length(texts_on_record, officer, name, title, missing):
    undone(letters_of_the_acts, officer, name, title, missing)


@pytest.mark.parametrize(
    "typed",
    [
        '"a\x0c\x0cBuy now"@goyang.example',
        '"a\x1cBcc"@goyang.example',
        '"a b"@goyang.example',
        "a\u00ad@goyang.example",
        "a@goy\u00adang.example",
        "a@goy\ufe00ang.example",
        "a@goyang.example\r\nBcc: thief@evil.example",
        "a@goyang.example,thief@evil.example",
        "root@localhost",
        "a@[127.0.0.1]",
        "mıke@goyang.example",
        f"{'a' * 240}@goyang.example",
    ],
)
def test_address_that_a_mail_may_read_differently_is_refused(client, korea, typed):
    response = client.post("/apply/begin/", {"kind": "city", "email": typed})

    assert list(response.context["form"].errors) == ["email"]
    run_jobs()
    assert mail.outbox == []


@pytest.mark.parametrize(
    "typed", ["o'neil+a@city.example", "a@münchen.example", "a@xn--mnchen-3ya.example", "a@서울.kr"]
)
def test_honest_address_is_taken(korea, typed):
    assert Address().clean(typed) == typed
