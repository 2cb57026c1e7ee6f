"""Log of who saw personal data, with the purpose of every file that was taken away.

What is personal data each admin says itself (PersonalData below); pages that show it otherwise call `log_access`.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wego import audit
from wego.dates import today
from wego.models import AccessEntry, AccessReview
from wego.requests import current_address, current_request_id

TAKEN_AWAY = (AccessEntry.Action.EXPORTED, AccessEntry.Action.PRINTED)
KEPT_FOR = timedelta(days=2 * 366)
"""Our default; the law asks for one year, for two where very many or sensitive data are held."""


def log_access(request, *, action: str, what: str, whose: Sequence[str], purpose: str = "") -> AccessEntry:
    """Note that the request's person saw, or with a `purpose` took away, personal data.

    `whose` are keys of rows like "contact 12"; never names.
    """
    entry = AccessEntry(
        at=timezone.now(),
        person=request.user,
        action=action,
        what=what[:100],
        whose=list(whose),
        count=len(whose),
        purpose=purpose.strip()[:200],
        address=current_address(),
        request_id=current_request_id(),
    )
    if action in TAKEN_AWAY:
        entry.validate_constraints()
    entry.save()
    return entry


def forget_old_entries(now: datetime) -> int:
    """Remove the entries of whole months that were kept long enough; how many."""
    until = (timezone.localtime(now) - KEPT_FOR).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return AccessEntry.objects.filter(at__lt=until).delete()[0]


def first_of_month(day: date) -> date:
    return day.replace(day=1)


def month_before(day: date) -> date:
    """The first day of the month before the one of `day`."""
    return first_of_month(first_of_month(day) - timedelta(days=1))


def month_after(month: date) -> date:
    """The first day of the month after the one that begins on `month`."""
    return (month + timedelta(days=32)).replace(day=1)


def entries_of_month(month: date):
    """The entries of a calendar month in Seoul; `month` is its first day."""
    begin = timezone.make_aware(datetime(month.year, month.month, 1))
    after = month_after(month)
    return AccessEntry.objects.filter(at__gte=begin, at__lt=timezone.make_aware(datetime(after.year, after.month, 1)))


def months_to_review(on: date | None = None) -> list[date]:
    """First days of the months that are over, have entries and were not reviewed, the oldest first."""
    over = first_of_month(on or today())
    first = AccessEntry.objects.order_by("at").values_list("at", flat=True).first()
    reviewed = set(AccessReview.objects.values_list("month", flat=True))
    months, month = [], first_of_month(timezone.localdate(first)) if first else over
    while month < over:
        months.append(month)
        month = month_after(month)
    return [one for one in months if one not in reviewed]


@transaction.atomic
def review_month(month: date, *, note: str, by) -> AccessReview:
    """Record that the log of a month that is over was looked through, and what was found."""
    if month >= first_of_month(today()):
        raise ValidationError(
            _("%(month)s is not over yet: its log is reviewed when it is complete. Nothing was saved."),
            code="not_over",
            params={"month": f"{month:%Y-%m}"},
        )
    review = AccessReview(month=month, note=note.strip(), entries=entries_of_month(month).count(), recorded_by=by)
    review.save()
    audit.record("access.reviewed", by=by, subject=f"{month:%Y-%m}", entries=review.entries)
    return review
