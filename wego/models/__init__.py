from wego.models.access import AccessEntry, AccessReview
from wego.models.audit import AuditEntry, AuditHead
from wego.models.backups import Backup
from wego.models.counters import Counter, next_number, raise_counter
from wego.models.jobs import ScheduledRun, Worker
from wego.models.limits import RateCount
from wego.models.loading import LoadedFact
from wego.models.mail import SentMail
from wego.models.users import User

__all__ = [
    "AccessEntry",
    "AccessReview",
    "AuditEntry",
    "AuditHead",
    "Backup",
    "Counter",
    "LoadedFact",
    "RateCount",
    "ScheduledRun",
    "SentMail",
    "User",
    "Worker",
    "next_number",
    "raise_counter",
]
