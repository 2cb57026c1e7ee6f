import email
import email.policy

import pytest
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection, send_mail

from wego.models import SentMail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept_mail(settings, tmp_path):
    """pytest-django puts mail into memory; here it goes where it goes without a mail server."""
    settings.EMAIL_BACKEND = "wego.mail.KeptMailBackend"
    settings.MAIL_DIR = tmp_path / "mail"


def parsed(sent: SentMail):
    content = (settings.MAIL_DIR / sent.file_name).read_bytes()
    return email.message_from_bytes(content, policy=email.policy.default)


def test_message_becomes_a_row_and_a_file():
    send_mail("Rīga joins", "Sveiki, 서울!", None, ["a@example.org", "b@example.org"])

    sent = SentMail.objects.get()
    message = parsed(sent)

    assert (sent.to, sent.subject, sent.body) == ("a@example.org, b@example.org", "Rīga joins", "Sveiki, 서울!")
    assert (message["Subject"], message.get_content().strip()) == ("Rīga joins", "Sveiki, 서울!")
    assert message["From"] == settings.DEFAULT_FROM_EMAIL


def test_html_and_attachment_are_in_the_file():
    message = EmailMultiAlternatives("s", "plain", to=["a@example.org"])
    message.attach_alternative("<p>rich</p>", "text/html")
    message.attach("list.csv", "a,b", "text/csv")

    message.send()

    types = [part.get_content_type() for part in parsed(SentMail.objects.get()).walk()]
    assert types == ["multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/csv"]


def test_hidden_recipients_are_in_the_row_and_not_in_the_file():
    EmailMultiAlternatives("s", "b", to=["a@example.org"], bcc=["hidden@example.org"]).send()

    sent = SentMail.objects.get()

    assert "hidden@example.org" in sent.to
    assert "hidden@example.org" not in parsed(sent).as_string()


def test_message_without_recipients_is_not_kept():
    assert get_connection().send_messages([EmailMultiAlternatives("s", "b")]) == 0
    assert not SentMail.objects.exists()


def test_no_unfinished_file_is_left():
    for number in range(3):
        send_mail(str(number), "b", None, ["a@example.org"])

    assert [path.suffix for path in settings.MAIL_DIR.iterdir()] == [".eml"] * 3
