"""No line of the log names a link, a key, an address or an answer, however a request or a job ends."""

import io
import logging
import smtplib

import pytest
import structlog
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client
from django.urls import reverse

from members.models import Application, ApplicationDraft
from tests.members.applying.applicant import EVERY_KIND, LINK, Person, last_link
from tests.members.letters import run_jobs
from tests.wego.upload_corpus import HTML, upload
from wego import logs

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

TOLD = [
    "django.security.csrf",
    "django.security.DisallowedHost",
    "django_structlog.middlewares.request",
    "wego.running",
]
"""Loggers that have something to say about the requests and jobs below."""


class RefusingServer(BaseEmailBackend):
    def send_messages(self, email_messages):
        raise smtplib.SMTPRecipientsRefused({email_messages[0].to[0]: (550, email_messages[0].body.encode())})


@pytest.fixture
def lines():
    """Every line that anybody logs, as the site writes it."""
    formatter = dict(logs.configure(plain=False)["formatters"]["lines"])
    formatter.pop("()")
    output, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(output)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(**formatter))
    level = root.level
    root.addHandler(handler)
    root.setLevel("DEBUG")
    silent = {name: logging.getLogger(name).level for name in ("django.db.backends",)}
    for name in silent:
        logging.getLogger(name).setLevel("WARNING")  # nobody logs statements
    yield output.getvalue
    root.removeHandler(handler)
    root.setLevel(level)
    for name, before in silent.items():
        logging.getLogger(name).setLevel(before)


def secrets_of(anna, *keys) -> list[str]:
    answers = [value for page in EVERY_KIND.values() for value in page.values() if isinstance(value, str)]
    long_enough = [value for value in answers if len(value) > 7 and value.isprintable()]
    return [anna.email, "goyang.example", *map(str, keys), *long_enough]


def tokens(outbox) -> list[str]:
    return [path.rstrip("/").rpartition("/")[2] for message in outbox for path in LINK.findall(message.body)]


def test_log_of_the_whole_flow_names_nothing(anna, lines, mailoutbox):
    key = anna.begin()
    anna.answer(key, "name", name_en="x" * 300)  # refused
    anna.fill(key)
    anna.upload(key, file=upload(HTML, "secret-name.pdf"))
    anna.client.get(reverse("members:apply_hub", args=[key]) + "?back=Goyang-secret")
    anna.send(key)
    application = Application.objects.get()
    spent = last_link(anna.email)
    anna.open(spent)
    anna.open(spent)
    anna.client.get(spent + "nothing/")  # not found
    anna.client.get(spent.rstrip("/"))  # the slash is added
    forged = Client(enforce_csrf_checks=True)
    forged.post(spent)
    forged.post(reverse("members:apply_part", args=[key, "name"]), EVERY_KIND["name"])
    Client(HTTP_HOST="evil.example").get(spent)
    Person(anna.email).get("apply_hub", key)

    said = lines()

    assert all(f'"logger": "{name}"' in said for name in TOLD)
    assert "/apply/link/[hidden]/" in said
    secrets = [*secrets_of(anna, key, application.key), *tokens(mailoutbox), "secret"]
    assert [one for one in secrets if one in said] == []
    assert len(tokens(mailoutbox)) == 3


def test_job_whose_mail_is_refused_names_nothing(anna, draft, lines, settings, mailoutbox):
    settings.EMAIL_BACKEND = f"{__name__}.RefusingServer"
    anna.ask("return")
    Person("new@goyang.example").ask("begin", kind="city")

    [*failed] = [row for row in run_jobs() if row.traceback]

    said = lines() + "".join(row.traceback for row in failed)
    assert "SMTPRecipientsRefused" in said
    assert [one for one in [*secrets_of(anna, draft), "/link/"] if one in said] == []


def test_error_in_a_page_names_nothing(anna, draft, lines):
    """The traceback of an error that nobody foresaw."""
    anna.client.raise_request_exception = False
    ApplicationDraft.objects.update(answers=[EVERY_KIND["name"]])  # not what the program writes

    assert anna.answer(draft, "name").status_code == 500

    said = lines()
    assert "TypeError" in said
    assert [one for one in secrets_of(anna, draft) if one in said] == []
