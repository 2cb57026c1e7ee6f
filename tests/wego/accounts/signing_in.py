"""What a person does on the account pages, and what came of it."""

import re
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.urls import reverse

from tests.fees.admin.working import work
from wego.models import AuditEntry

PASSWORD = "correct horse battery"


def code_of(secret: str, *, seconds: float = 1) -> str:
    """What the app shows now, and for at least so many seconds more: a code counts for its own half minute only."""
    left = 30 - time.time() % 30
    if left < seconds:
        time.sleep(left + 0.05)
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def type_password(client, name="kim", password=PASSWORD, **extra):
    return client.post(reverse("account_login"), {"login": name, "password": password}, **extra)


def type_code(client, code: str):
    return client.post(reverse("mfa_authenticate"), {"code": code})


def recovery_codes(user) -> list[str]:
    return Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()


def link_in_mail() -> str:
    """The address in the only mail that was sent, once the jobs are done; without the site."""
    work()
    (message,) = mail.outbox
    return re.search(r"https://members\.example\.org(/\S+)", message.body)[1]


def events() -> list[str]:
    return list(AuditEntry.objects.order_by("number").values_list("event", flat=True))
