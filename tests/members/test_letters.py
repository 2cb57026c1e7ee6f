"""Letters: texts with fixed placeholders, each letter once, mail that leaves by a job or not at all."""

import smtplib
from datetime import date

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from members.jobs import RETRIES
from members.letters import PLACEHOLDERS, LetterKind
from members.models import Delivery, LetterText, Paper
from members.papers.application_letters import acknowledgement_letter
from members.services.deliveries import DeliveryError, deliver, erase_address, message_of
from members.services.letters import MailText, mail_paper, send_again
from members.services.loading_letters import load_letter_texts
from tests.members.letters import make_application, pdf_of, run_jobs, sending
from wego.files import path_of
from wego.models import AuditEntry, Counter

pytestmark = pytest.mark.django_db
State = Delivery.State


class NoServer(BaseEmailBackend):
    """A mail server that answers nobody."""

    def send_messages(self, email_messages):
        raise smtplib.SMTPRecipientsRefused({email_messages[0].to[0]: (550, b"no such user")})


@pytest.fixture
def texts(db):
    load_letter_texts()


@pytest.fixture
def letter(texts, officer):
    return acknowledgement_letter(make_application(by=officer), sending())


@pytest.fixture
def no_mail_server(settings):
    settings.EMAIL_BACKEND = f"{__name__}.NoServer"


# --- texts ---------------------------------------------------------------------------------------
def test_there_is_a_text_for_each_letter_and_language(texts):
    assert set(LetterText.objects.values_list("kind", "language")) == {
        (kind, language) for kind in LetterKind for language in ("en", "ko")
    }


def test_loaded_again_a_changed_text_stays(texts):
    LetterText.objects.filter(kind="acceptance").update(subject="Ours")

    assert load_letter_texts() == 0
    assert set(LetterText.objects.filter(kind="acceptance").values_list("subject", flat=True)) == {"Ours"}


@pytest.mark.parametrize("field", LetterText.TEXTS)
def test_unknown_placeholder_is_refused_in_each_field(texts, field):
    text = LetterText.objects.get(kind="acknowledgement", language="en")
    setattr(text, field, "Your fee: {amount}")

    with pytest.raises(ValidationError) as refusal:
        text.full_clean()

    assert list(refusal.value.error_dict) == [field]
    [sentence] = refusal.value.messages
    assert "{amount}" in sentence
    assert all(f"{{{name}}}" in sentence for name in PLACEHOLDERS[LetterKind.ACKNOWLEDGEMENT])


# --- issuing -------------------------------------------------------------------------------------
def test_issued_letter_is_a_paper_with_its_pdf_and_waiting_mail(letter, officer):
    paper = letter.issue(by=officer)

    delivery = Delivery.objects.get()
    assert (paper.kind, paper.number) == ("acknowledgement", "WeGO-2019-0001")
    assert paper.recipient == "Mayor, Suwon City, Republic of Korea"
    assert pdf_of(paper).startswith(b"%PDF")
    assert (delivery.paper, delivery.to_address, delivery.state) == (paper, "mayor@suwon.example", State.WAITING)
    assert (delivery.subject, delivery.body, delivery.asked_by) == (letter.subject, letter.mail, officer)
    assert mail.outbox == []


def test_second_letter_needs_a_reason(letter, officer):
    first = letter.issue(by=officer)

    with pytest.raises(ValidationError, match=r"issued already: WeGO-2019-0001 of 2019-04-02\. Nothing was saved"):
        letter.issue(by=officer)
    second = letter.issue(by=officer, reason="wrong office")

    assert list(Paper.objects.order_by("number")) == [first, second]
    assert second.number == "WeGO-2019-0002"
    entry = AuditEntry.objects.get(event="letter.issued_again")
    assert (entry.subject, entry.facts) == (
        second.number,
        {"instead_of": first.number, "reason": "wrong office"},
    )


def test_refused_letter_leaves_no_gap_in_the_numbers(texts, officer):
    application = make_application(by=officer)
    acknowledgement_letter(application, sending()).issue(by=officer)

    for refused in (sending(issued_on=date(2999, 1, 1)), sending(to=["nobody"])):
        with pytest.raises(ValidationError):
            acknowledgement_letter(application, refused).issue(by=officer, reason="again")

    assert Counter.objects.get(series="paper 2019").last == Paper.objects.count() == 1
    assert acknowledgement_letter(make_application(by=officer), sending()).issue(by=officer).number.endswith("-0002")


def test_office_may_not_name_a_person(texts, officer):
    application = make_application(by=officer)

    with pytest.raises(ValidationError, match="leave the name out of “Mayor Kim MIN”"):
        acknowledgement_letter(application, sending(office="Mayor Kim MIN"))


# --- mail ----------------------------------------------------------------------------------------
def test_job_sends_the_kept_pdf_with_the_very_text(letter, officer):
    paper = letter.issue(by=officer)

    run_jobs()

    delivery, [sent] = Delivery.objects.get(), mail.outbox
    assert (delivery.state, delivery.tries, delivery.error) == (State.SENT, 1, "")
    assert (sent.to, sent.subject, sent.body) == (["mayor@suwon.example"], letter.subject, letter.mail)
    assert sent.attachments == [("WeGO-2019-0001-en.pdf", pdf_of(paper), "application/pdf")]
    assert sent.extra_headers["Message-ID"] == delivery.message_id
    assert delivery.message_id.endswith("@members.example.org>")
    assert "https://members.example.org" in sent.body


def test_mail_that_was_sent_is_not_sent_again(letter, officer):
    letter.issue(by=officer)
    run_jobs()

    assert deliver(Delivery.objects.get().pk, is_last_try=False) == State.SENT
    assert len(mail.outbox) == 1


def test_retry_keeps_the_message_id(letter, officer, settings):
    letter.issue(by=officer)
    before, backend = Delivery.objects.get(), settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.NoServer"

    [row] = run_jobs()
    waiting = Delivery.objects.get()
    settings.EMAIL_BACKEND = backend
    deliver(waiting.pk, is_last_try=False)

    sent = Delivery.objects.get()
    assert (row.status, waiting.state, waiting.tries) == ("READY", State.WAITING, 1)
    assert "SMTPRecipientsRefused" in waiting.error
    assert (sent.state, sent.tries, sent.error) == (State.SENT, 2, "")
    assert [one.extra_headers["Message-ID"] for one in mail.outbox] == [before.message_id]


def test_address_is_not_in_the_traceback_of_the_job(letter, officer, no_mail_server):
    letter.issue(by=officer)

    [row] = run_jobs()

    assert "DeliveryError" in row.traceback
    assert "mayor@suwon.example" not in row.traceback


def test_last_try_fails_for_good_and_can_be_asked_again(letter, officer, no_mail_server):
    letter.issue(by=officer)
    delivery = Delivery.objects.get()

    with pytest.raises(DeliveryError):
        deliver(delivery.pk, is_last_try=True)
    assert list(Delivery.objects.not_sent()) == [delivery]
    again = send_again(delivery, by=officer)

    assert (again.state, again.message_id) == (State.WAITING, delivery.message_id)
    assert not Delivery.objects.not_sent().exists()
    with pytest.raises(ValidationError, match=r"not one that failed: waiting\. Nothing was sent"):
        send_again(again, by=officer)


def test_job_gives_up_after_its_retries(letter, officer, no_mail_server):
    letter.issue(by=officer)
    [row] = run_jobs()
    row.worker_ids = ["before"] * RETRIES
    row.run_after = timezone.now()
    row.save()

    [row] = run_jobs()

    assert (row.status, Delivery.objects.get().state) == ("FAILED", State.FAILED)


def test_damaged_file_is_not_mailed(letter, officer):
    paper = letter.issue(by=officer)
    digest = paper.files.get().digest
    from_disk = pdf_of(paper)
    path = path_of(digest)
    path.write_bytes(from_disk[:-1] + b"x")

    run_jobs()
    path.write_bytes(from_disk)

    assert mail.outbox == []
    assert "lost or damaged" in Delivery.objects.get().error


def test_one_mail_to_each_address_once(letter, officer):
    paper = letter.issue(by=officer)

    made = mail_paper(paper, mail=MailText("s", "b", ["a@x.example", "b@x.example", "A@x.example"]), by=officer)

    assert [one.to_address for one in made] == ["a@x.example", "b@x.example"]
    with pytest.raises(ValidationError, match="at least one"):
        mail_paper(paper, mail=MailText("s", "b", []), by=officer)


HOSTILE = st.text(alphabet="a\r\n\0\u2028\u0085:<>@,;Bcc To\x1b한", max_size=60)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(subject=HOSTILE)
def test_no_header_can_be_added_by_a_subject(letter, officer, subject):
    paper = Paper.objects.first() or letter.issue(by=officer)
    text = MailText(f"x{subject}\r\nBcc: evil@x.example", "body", ["a@x.example"])

    [delivery] = mail_paper(paper, mail=text, by=officer)

    message = message_of(delivery).message()
    assert (message.get_all("To"), message.get_all("Bcc"), message.get_all("Cc")) == (["a@x.example"], None, None)
    assert len(message.get_all("Subject")) == len(message.get_all("Message-ID")) == 1


@pytest.mark.parametrize("address", ["a@x.example\nBcc: b@x.example", "a@x.example, b@x.example", "a b@x.example", ""])
def test_what_is_no_address_is_refused(letter, officer, address):
    paper = letter.issue(by=officer)
    before = Delivery.objects.count()

    with pytest.raises(ValidationError):
        mail_paper(paper, mail=MailText("s", "b", ["a@x.example", address]), by=officer)

    assert Delivery.objects.count() == before


# --- a person's address (S21) --------------------------------------------------------------------
def test_erased_address_is_in_no_delivery_and_the_letter_stays(letter, officer):
    paper = letter.issue(by=officer)
    run_jobs()
    mail_paper(paper, mail=MailText("s", "To MAYOR@suwon.example", ["Mayor@Suwon.example"]), by=officer)
    kept = pdf_of(paper)

    assert erase_address("mayor@suwon.example") == 2
    run_jobs()

    assert {one.to_address for one in Delivery.objects.all()} == {""}
    assert Delivery.objects.filter(subject="s").get().body == "To "
    assert sorted(Delivery.objects.values_list("state", flat=True)) == [State.FAILED, State.SENT]
    assert not any(one.can_be_asked_again for one in Delivery.objects.all())
    assert len(mail.outbox) == 1
    assert pdf_of(paper) == kept
    assert "Kim" not in paper.recipient
