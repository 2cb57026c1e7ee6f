"""Mail of the online application: links and confirmations. Links begin with SITE_URL, whatever host a request names."""

from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from members.models import Application, ApplicationDraft
from members.services import links


class ApplicantMailError(Exception):
    """A mail could not be sent. Says which and why, and no address: it ends up in logs."""


CONFIRM, RETURN, CARRY_ON, SENT = "confirm", "return", "carry_on", "sent"


def mail_confirmation(*, email: str, kind: str, language: str) -> None:
    """The link with which somebody confirms the address and begins an application."""
    _mail(CONFIRM, email=email, language=language, kind=kind)


def mail_return(*, email: str, language: str, key: UUID | None = None) -> bool:
    """A new link to one draft or application of the address, or to all it has; nothing where it has none."""
    if key and not links.owns(email, key):
        key = None
    if not links.has_anything(email):
        return False
    _mail(RETURN, email=email, language=language, key=key)
    return True


def mail_carry_on(draft: ApplicationDraft) -> None:
    """After the draft was begun: the link that opens it on any device."""
    _mail(CARRY_ON, email=draft.email, language=draft.language, key=draft.key, until=draft.kept_until)


def mail_sent(application: Application) -> None:
    """After the application was sent: its number, and the way to its status page."""
    if application.applicant_email:
        facts = {"number": application.number, "on": application.received_on}
        _mail(SENT, email=application.applicant_email, language=application.language, key=application.key, **facts)


def _mail(name: str, *, email: str, language: str, kind: str = "", key: UUID | None = None, **facts) -> None:
    token = links.make_link(email=email, language=language, kind=kind, key=key)
    with translation.override(language):
        context = {
            "link": settings.SITE_URL + reverse("members:apply_link", args=[token]),
            "minutes": links.MINUTES,
            "site": settings.SITE_URL,
            **facts,
        }
        subject = render_to_string(f"members/mail/{name}_subject.txt", context)
        body = render_to_string(f"members/mail/{name}.txt", context)
    try:
        send_mail(" ".join(subject.split()), body.strip() + "\n", None, [email])
    except Exception as error:
        raise ApplicantMailError(f"{name}: {type(error).__name__}") from None
