"""Mail with a link to set a password. Links begin with SITE_URL, whatever host a request names, and are made in the
job that sends them: neither the page's time nor the queue tells who has an account, or holds a link."""

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from wego.jobs import job
from wego.models import User

VALID_FOR = settings.PASSWORD_RESET_TIMEOUT // 86400  # days


def password_link(user: User) -> str:
    """The address at which the person sets a password, once, within VALID_FOR days."""
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return settings.SITE_URL + reverse("account_reset_password_from_key", kwargs=key)


@job(retries=8)
def mail_forgotten_password(address: str) -> None:
    """The link for whoever has the address, sent to it as it is stored; nothing where nobody has it."""
    user = User.objects.with_address(address)
    if user and user.is_active:
        _mail(user, "account/mail/forgotten")


@job(retries=8)
def mail_invitation(user_id: int) -> None:
    """The link for a new colleague."""
    user = User.objects.get(pk=user_id)
    if user.is_active:
        _mail(user, "account/mail/invitation")


def _mail(user: User, template: str) -> None:
    context = {"person": user, "link": password_link(user), "days": VALID_FOR, "site": settings.SITE_URL}
    with translation.override(user.language):
        subject = render_to_string(f"{template}_subject.txt", context)
        body = render_to_string(f"{template}.txt", context)
    send_mail(" ".join(subject.split()), body.strip() + "\n", None, [user.email])
