"""An applicant with a browser: asks for mail, opens its link, fills in the pages, sends."""

import re
from uuid import UUID

from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from members.forms.questionnaire import PARTS, Part
from members.models import Application, ApplicationDraft, Kind
from tests.members.letters import run_jobs
from tests.wego.upload_corpus import pdf, upload

LINK = re.compile(re.escape(settings.SITE_URL) + r"((?:/ko)?/apply/link/[\w-]+/)")
EVERY_KIND = {
    "name": {"country": "KOR", "name_en": "Goyang City", "name_local": "고양특례시", "name_ko": "고양시"},
    "interest": {"reason": "To learn.", "areas": ["mobility", "water"], "website": "https://goyang.example"},
    "head": {
        "head_name": "Lee Dong-hwan",
        "head_title": "Mayor",
        "head_email": "mayor@goyang.example",
        "head_address": "1 Goyang-daero\nGoyang",
    },
    "liaison": {
        "liaison_name": "Park Ji-won",
        "liaison_title": "Officer",
        "liaison_department": "International Relations",
        "liaison_email": "park@goyang.example",
        "liaison_phone": "+82 31 909 9000",
        "language": "en",
    },
    "political": {
        "political_name": "Choi Min",
        "political_title": "Deputy mayor",
        "political_email": "choi@goyang.example",
    },
    "billing": {
        "billing_name": "Finance Division",
        "billing_email": "finance@goyang.example",
        "billing_address": "1 Goyang-daero",
        "payer_name": "City of Goyang",
        "tax_number": "128-83-00000",
        "invoice_note": "PO 7",
    },
    "population": {
        "level": "City or municipality",
        "capital": "on",
        "population": "1,070,000",
        "figure_year": "2018",
        "figure_source": "KOSIS",
    },
    "institution": {"legal_form": "Foundation", "parent_body": "Goyang City", "mandate": "Research."},
    "company": {"registration_number": "110111-1", "business_areas": "Sensors"},
    "employees": {
        "employees_scope": "company",
        "employees": "480",
        "figure_year": "2018",
        "figure_source": "Annual report",
    },
}
"""Answers in order, by page. A page asks the same of every kind."""
DECLARATION = {"declared_name": "Park Ji-won", "declared_title": "Officer", "authorised": "on", "notice": "on"}


def links_in(message) -> list[str]:
    """Paths of the links in a mail."""
    return LINK.findall(message.body)


def last_link(to: str) -> str:
    """Path of the link in the last mail to an address."""
    return next(links_in(message)[0] for message in reversed(mail.outbox) if message.to == [to] and links_in(message))


def last_token(to: str) -> str:
    return last_link(to).rstrip("/").rpartition("/")[2]


class Person:
    """Somebody who reads one mailbox and has one browser."""

    def __init__(self, email: str, **client):
        self.email = email
        self.client = Client(**client)

    def ask(self, page: str, **given):
        """Ask for mail on the page `begin` or `return`, and let it leave."""
        response = self.client.post(reverse(f"members:apply_{page}"), {"email": self.email, **given})
        run_jobs()
        return response

    def open(self, path: str = ""):
        """Open a link, that of the last mail if no other, and press its button."""
        response = self.client.post(path or last_link(self.email))
        run_jobs()
        return response

    def begin(self, kind: str = Kind.CITY) -> UUID:
        """A new draft of the confirmed address; its key."""
        self.ask("begin", kind=kind)
        if self.open()["Location"] == reverse("members:apply_mine"):
            return self.another(kind)
        return ApplicationDraft.objects.filter(email=self.email).latest("pk").key

    def another(self, kind: str = Kind.CITY) -> UUID:
        """One more draft, of an address that opened a fresh link."""
        self.client.post(reverse("members:apply_mine"), {"kind": kind})
        run_jobs()
        return ApplicationDraft.objects.filter(email=self.email).latest("pk").key

    def get(self, name: str, *args):
        return self.client.get(reverse(f"members:{name}", args=args))

    def post(self, name: str, *args, data=None):
        return self.client.post(reverse(f"members:{name}", args=args), data or {})

    def answer(self, key: UUID, page: str, **changed):
        return self.post("apply_part", key, page, data=EVERY_KIND[page] | changed)

    def upload(self, key: UUID, page: str = "letter", file=None):
        return self.post("apply_part", key, page, data={"file": file or upload(pdf(), "letter.pdf")})

    def fill(self, key: UUID, **changed) -> None:
        """Every page in order; `changed` by page."""
        for part in parts_of(key):
            if part.form:
                self.answer(key, part.name, **changed.get(part.name, {}))
            else:
                self.upload(key, part.name)

    def send(self, key: UUID, **changed):
        """Declare and send."""
        response = self.post("apply_check", key, data=DECLARATION | changed)
        run_jobs()
        return response

    def apply(self, kind: str = Kind.CITY) -> Application:
        """From the first page to the number."""
        key = self.begin(kind)
        self.fill(key)
        self.send(key)
        return Application.objects.get(key=key)


def parts_of(key: UUID) -> tuple[Part, ...]:
    return PARTS[ApplicationDraft.objects.get(key=key).kind]
