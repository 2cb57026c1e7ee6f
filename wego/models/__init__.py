from wego.models.access import AccessEntry, AccessReview
from wego.models.api import ApiKey, KeptAnswer
from wego.models.audit import AuditEntry, AuditHead
from wego.models.backups import Backup
from wego.models.counters import Counter, next_number, raise_counter
from wego.models.jobs import ScheduledRun, Worker
from wego.models.limits import RateCount
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
    "ApiKey",
    "AuditEntry",
    "AuditHead",
    "Backup",
    "Counter",
    "KeptAnswer",
    "LoadedFact",
    "RateCount",
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
