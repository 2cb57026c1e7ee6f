"""An application as it is written online: its answers, part by part, and a draft of them."""

from members.forms.questionnaire import PARTS, Questionnaire
from members.models import Application, ApplicationDraft, Attachment
from members.services.drafts import attach, begin_draft, save_answers, submit_application
from tests.factories import CountryFactory
from wego.attachments import Accepted

EMAIL = "seoyeon@suwon.example"
PDF = Accepted(b"%PDF-1.7 letter", "application/pdf", "pdf", "letter.pdf")
NAME = {"country": "KOR", "name_en": "Suwon City", "name_local": "수원시", "name_ko": "수원시"}
INTEREST = {"reason": "We want to share our digital twin.", "areas": ["mobility", "data"], "website": "suwon.example"}
HEAD = {
    "head_name": "Hong Gildong",
    "head_title": "Mayor",
    "head_email": "Mayor@Suwon.example",
    "head_address": "1 Way",
}
LIAISON = {
    "liaison_name": "Lee Seoyeon",
    "liaison_title": "Officer",
    "liaison_department": "International Relations",
    "liaison_email": EMAIL,
    "liaison_phone": "+82 31 228 2114",
    "language": "ko",
}
ANSWERS = {
    "city": {
        "name": NAME,
        "population": {
            "level": "Metropolitan city",
            "capital": "",
            "population": "1 250 000",
            "figure_year": "2018",
            "figure_source": "KOSIS",
        },
        "interest": INTEREST,
        "head": HEAD,
        "political": {"political_name": "Park Jin", "political_title": "Deputy Mayor", "political_email": ""},
        "liaison": LIAISON,
        "billing": {"billing_same": "on", "billing_address": "2 Way", "invoice_note": "Order 7"},
    },
    "institution": {
        "name": NAME | {"name_en": "Digital Institute"},
        "institution": {"legal_form": "Foundation", "parent_body": "Ministry", "mandate": "Research for cities."},
        "interest": INTEREST,
        "head": HEAD,
        "liaison": LIAISON,
    },
    "company": {
        "name": NAME | {"name_en": "Twin Ltd"},
        "company": {"registration_number": "110-81", "business_areas": "Digital twins"},
        "employees": {
            "employees_scope": "group",
            "employees": "1,999",
            "figure_year": "2018",
            "figure_source": "Annual report",
        },
        "interest": INTEREST,
        "head": HEAD,
        "liaison": LIAISON,
        "billing": {"billing_name": "Accounts", "billing_email": "accounts@twin.example"},
    },
}
"""By kind and part what is typed; every part with questions is answered."""


def write_draft(kind="city", *, email: str = EMAIL, language: str = "ko", files: bool = True) -> ApplicationDraft:
    """A draft in which everything is answered."""
    CountryFactory()
    draft = begin_draft(kind=kind, email=email, language=language)
    for part, typed in ANSWERS[kind].items():
        draft = save_answers(draft, page=part, typed=typed)
    for part in PARTS[kind]:
        if files and part.purpose and not part.optional:
            attach(draft, purpose=part.purpose, file=PDF)
    return draft


def send(draft: ApplicationDraft) -> Application:
    application = Questionnaire(draft).application()
    application.declared_name, application.declared_title = "Lee Seoyeon", "Officer"
    return submit_application(application, draft=draft)


def sent(kind: str = "city", **given) -> Application:
    """An application that arrived online today."""
    return send(write_draft(kind, **given))


def purposes() -> list[str]:
    return list(Attachment.objects.order_by("pk").values_list("purpose", flat=True))
