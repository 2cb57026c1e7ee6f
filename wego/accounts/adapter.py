"""How allauth signs people in here: no sign-up, the trail written with what it tells, our own words."""

import time
from urllib.parse import urlsplit

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.db import transaction
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wego import audit
from wego.accounts.second_factor import PROVED_WITH, about
from wego.models import User
from wego.requests import client_address

WRONG = _("The user name or the password is not right. Check both and try again.")
WRONG_CODE = _("This code is not right. Type the code that is shown now, or a recovery code not used before.")
TOO_MANY = _("There were too many attempts that failed. Wait five minutes, then try again.")
USED_LINK = _("This link was used before, or is too old. Ask for a new one.")
UNKNOWN = "unknown"


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": WRONG,
        "email_password_mismatch": WRONG,
        "enter_current_password": _("This is not your present password."),
        "incorrect_password": _("This is not your password."),
        "incorrect_code": WRONG_CODE,
        "invalid_password_reset": USED_LINK,
        "invalid_or_expired_key": USED_LINK,
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
    }

    def is_open_for_signup(self, request):
        return False

    def get_login_stages(self):
        """After the password only the second factor: addresses are not verified here, they are given."""
        return ["allauth.mfa.stages.AuthenticateStage"]

    def get_client_ip(self, request):
        return client_address(request) or UNKNOWN

    def is_reauthentication_required(self, *, app, **kwargs):
        """Not of somebody who proved who they are within the last minutes, by signing in or since."""
        records = get_authentication_records(self.request, self.request.user)
        return not records or time.time() - records[-1]["at"] >= settings.ACCOUNT_REAUTHENTICATION_TIMEOUT

    @transaction.atomic
    def login(self, request, user):
        super().login(request, user)
        audit.record("sign_in.succeeded", by=user, subject=about(user), second_factor=PROVED_WITH in request.session)

    @transaction.atomic
    def logout(self, request):
        audit.record("sign_in.ended", by=request.user, subject=about(request.user))
        super().logout(request)

    @transaction.atomic
    def authentication_failed(self, request, **credentials):
        """Who typed a name that nobody has may have typed a password there: it is not kept."""
        typed = credentials.get("username") or credentials.get("email") or ""
        user = User.objects.filter(username__iexact=typed).first() or User.objects.with_address(typed)
        audit.record("sign_in.failed", by=None, subject=about(user) if user else UNKNOWN, step="password")

    @transaction.atomic
    def set_password(self, user, password):
        super().set_password(user, password)
        audit.record("password.changed", by=user, subject=about(user))

    def post_login(self, request, user, **kwargs):
        """From here on the pages are in the person's own language."""
        response = super().post_login(request, user, **kwargs)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            user.language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        )
        return response

    def send_mail(self, template_prefix, email, context):
        raise NotImplementedError("mail about accounts is sent by the jobs of wego.accounts.links")


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": WRONG_CODE,
        "cannot_generate_recovery_codes": _("Set up an app or a passkey first: recovery codes go with one."),
    }

    def get_totp_label(self, user):
        return user.get_username()

    def generate_authenticator_name(self, user, type):
        return gettext("Passkey %d") % (user.authenticator_set.filter(type=type).count() + 1)

    def get_public_key_credential_rp_entity(self):
        """Passkeys belong to the public address of the site."""
        return {"id": urlsplit(settings.SITE_URL).hostname, "name": settings.MFA_TOTP_ISSUER}

    def build_totp_svg(self, url):
        """A QR code without styles of its own, which the security policy would refuse."""
        code = qrcode.QRCode(border=0)
        code.add_data(url)
        rows = code.get_matrix()
        path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
        return format_html(
            '<svg class="qr" viewBox="0 0 {0} {0}" role="img" aria-label="{1}"><path d="{2}"/></svg>',
            len(rows),
            _("QR code of the key below"),
            path,
        )
