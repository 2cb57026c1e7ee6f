"""Letters (papers 2, 3, 7, 23): an office, a subject and paragraphs out of the texts that staff write.

A `Letter` is what is looked at before it leaves, what the PDF prints and what the mail says: the same words.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from members.letters import LetterKind
from members.models import LetterText, Paper
from members.papers.addressing import Correspondent
from members.services.letters import MailText, Occasion, issue_letter
from wego.pdf import Letterhead, render_pdf
from wego.placeholders import fill_placeholders, one_line

PARAGRAPHS = re.compile(r"\n[^\S\n]*\n")


@dataclass(frozen=True)
class Letter:
    """A letter in words, in its language; nothing of it is looked up again."""

    occasion: Occasion
    language: str
    issued_on: date
    body: str
    addressee: list[str]
    reference: str
    subject: str
    paragraphs: list[list[str]]
    enclosures: list[str]
    mail: str
    to: tuple[str, ...] = ()

    @property
    def form(self) -> bool:
        """Whether a form for contacts is its second page."""
        return self.occasion.kind == Paper.Kind.APPROVAL

    @property
    def recipient(self) -> str:
        return ", ".join(self.addressee)

    def lines(self) -> list[str]:
        """Every word of it, for the page that is confirmed."""
        mailed = [
            *(_("Mail to: %s") % address for address in self.to),
            _("Subject of the mail: %s") % self.subject,
            *self.mail.splitlines(),
        ]
        return [
            _("Language: %s") % dict(settings.LANGUAGES)[self.language],
            _("Date: %s") % self.issued_on.isoformat(),
            _("To: %s") % self.recipient,
            _("Subject: %s") % self.subject,
            *(line for paragraph in self.paragraphs for line in paragraph),
            *(_("Enclosure: %s") % line for line in self.enclosures),
            *([_("A form for contacts is its second page.")] if self.form else []),
            *(mailed if self.to else [_("By post only: no mail is sent.")]),
        ]

    def issue(self, *, by, reason: str = "") -> Paper:
        """Number it, keep its PDF, put its mail into the queue."""
        return issue_letter(
            self.occasion,
            subject=self.subject,
            recipient=self.recipient,
            issued_on=self.issued_on,
            language=self.language,
            render=self.pdf,
            mail=MailText(self.subject, self.mail, self.to),
            by=by,
            reason=reason,
        )

    def pdf(self, number: str) -> bytes:
        with override(self.language):
            data = {
                "addressee": self.addressee,
                "recipient-name": self.body,
                "reference": self.reference,
                "subject": self.subject,
                "paragraphs": self.paragraphs,
                "enclosures": self.enclosures,
                "labels": _labels(),
                "form": _contact_form() if self.form else None,
            }
        letterhead = Letterhead(self.subject, self.issued_on, number=number)
        return render_pdf("letter", data, letterhead=letterhead, language=self.language)


@dataclass(frozen=True)
class Sending:
    """How a letter leaves: its language and date, the office it goes to, the addresses of its mail."""

    language: str
    issued_on: date
    office: str
    to: tuple[str, ...] = ()


def write_letter(
    kind: LetterKind,
    occasion: Occasion,
    *,
    to: Correspondent,
    sending: Sending,
    values: Mapping[str, str],
    reference: str = "",
) -> Letter:
    """The letter by the text that is on record now. `values` are in its language already (see `said_in`)."""
    to.check_office(sending.office)
    text = text_of(kind, sending.language)
    with override(sending.language):
        body = to.name()
        common = {"member": body, "country": to.country_name(), "site": settings.SITE_URL}
        addressee = to.address_block(sending.office)
    filled = {name: fill_placeholders(getattr(text, name), {**values, **common}) for name in ("subject", "mail")}
    return Letter(
        occasion=occasion,
        language=sending.language,
        issued_on=sending.issued_on,
        body=body,
        addressee=addressee,
        reference=reference,
        subject=one_line(filled["subject"]),
        paragraphs=_paragraphs(text.body, {**values, **common}),
        enclosures=_lines(fill_placeholders(text.enclosures, {**values, **common})),
        mail=_plain(filled["mail"]),
        to=sending.to,
    )


def text_of(kind: LetterKind, language: str) -> LetterText:
    """The text of a letter in a language."""
    text = LetterText.objects.filter(kind=kind, language=language).first()
    if text is None:
        raise ValidationError(
            _("There is no text for this letter in this language: %(letter)s (%(language)s). Write it first."),
            code="no_text",
            params={"letter": kind.label, "language": dict(settings.LANGUAGES)[language]},
        )
    return text


def _paragraphs(body: str, values: Mapping[str, str]) -> list[list[str]]:
    """Paragraphs of lines. The text is divided before its placeholders are filled: a value makes no paragraphs."""
    parts = PARAGRAPHS.split(_plain(body))
    return [lines for part in parts if (lines := _lines(fill_placeholders(part, values)))]


def _lines(text: str) -> list[str]:
    return [line for one in text.splitlines() if (line := one_line(one))]


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _labels() -> dict[str, str]:
    return {
        "to": pgettext("of a letter", "To"),
        "reference": _("Reference"),
        "subject": pgettext("of a letter", "Subject"),
        "enclosures": pgettext("of a letter", "Enclosure"),
        "office": _("Secretary General"),
        "organisation": _("World Smart Sustainable Cities Organization"),
        "seal": _("signature or seal"),
    }


def _contact_form() -> dict:
    """The page that a new member fills in and sends back."""
    return {
        "title": _("Contact update form"),
        "explanation": _("Please fill in and return to the WeGO Secretariat."),
        "member": _("Member"),
        "columns": [
            _("Role"),
            capfirst(pgettext("of a person", "name")),
            _("Post and department"),
            _("E-mail"),
            _("Telephone"),
        ],
        "roles": [
            _("Head of the body"),
            _("Political contact"),
            _("Liaison officer"),
            _("Billing contact"),
        ],
        "lines": [
            _("Legal name for invoices"),
            _("Postal address for letters and invoices"),
            _("Language of letters"),
            _("Website"),
        ],
        "notice": _(
            "Only work details, please. They are used for the membership in WeGO alone and are deleted when the person "
            "is no longer in office."
        ),
        "signature": _("Date, name and post, signature"),
    }
