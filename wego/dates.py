"""Legal dates: the calendar day in Seoul (A14)."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def today() -> date:
    """The current day in Asia/Seoul."""
    return timezone.localdate()


def not_in_the_future(value: date) -> None:
    """Refuse a day that has not come yet: what is recorded has happened."""
    if value > today():
        raise ValidationError(
            _("%(day)s has not come yet. Record it on or after that day."),
            code="in_the_future",
            params={"day": value.isoformat()},
        )
