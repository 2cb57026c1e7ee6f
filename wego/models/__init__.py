from wego.models.access import AccessEntry, AccessReview
from wego.models.audit import AuditEntry, AuditHead
from wego.models.backups import Backup
from wego.models.counters import Counter, next_number, raise_counter
from wego.models.jobs import ScheduledRun, Worker
from wego.models.loading import LoadedFact
from wego.models.mail import SentMail
from wego.models.users import User
from wego.models.webhooks import (
    WebhookAttempt,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookEvent,
    WebhookSecret,
)

__all__ = [
    "AccessEntry",
    "AccessReview",
    "AuditEntry",
    "AuditHead",
    "Backup",
    "Counter",
    "LoadedFact",
    "ScheduledRun",
    "SentMail",
    "User",
    "WebhookAttempt",
    "WebhookDelivery",
    "WebhookEndpoint",
    "WebhookEvent",
    "WebhookSecret",
    "Worker",
    "next_number",
    "raise_counter",
]
