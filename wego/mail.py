"""Mail without a mail server: each message becomes a file, and a row that officers can read."""

import secrets

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from wego.files import write_safely
from wego.models import SentMail


class KeptMailBackend(BaseEmailBackend):
    """Writes MAIL_DIR/*.eml and a `SentMail` row for each message. Used when EMAIL_URL is not set."""

    def send_messages(self, email_messages) -> int:
        kept = [self._keep(message) for message in email_messages if message.recipients()]
        return len(kept)

    def _keep(self, message) -> SentMail:
        now = timezone.now()
        file_name = f"{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}.eml"
        write_safely(settings.MAIL_DIR / file_name, message.message().as_bytes(linesep="\r\n"))
        return SentMail.objects.create(
            to=", ".join(message.recipients()),
            subject=message.subject,
            body=message.body,
            file_name=file_name,
            sent_at=now,
        )
