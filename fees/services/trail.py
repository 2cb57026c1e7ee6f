"""What the dues of one member write into the audit trail."""

from fees.models import DuesRun
from members.models import Member
from wego import audit


def record(event: str, *, run: DuesRun, member: Member, by, **facts) -> None:
    audit.record(event, by=by, subject=f"dues {run.year}, member {member.number}", **facts)
