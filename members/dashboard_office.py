"""What has to be done so that the rest stays in order: backups, reviews, data that is due for destruction."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from members.dashboard import for_all_countries
from members.models import StatusChange
from members.services.erasure import due_applications, due_contacts
from wego.access import months_to_review
from wego.models import AccessReview, Backup

LATE_BACKUP = timedelta(days=2)


@for_all_countries
def housekeeping(on, user) -> dict:
    latest = StatusChange.objects.order_by("-recorded_at").values_list("recorded_at", flat=True).first()
    backup = Backup.objects.first()
    return {
        "template": "admin/members/dashboard/housekeeping.html",
        "title": _("Housekeeping"),
        "last_recorded": latest,
        "backup": backup,
        "backup_is_late": backup is None or backup.made_at < timezone.now() - LATE_BACKUP,
        "destruction": _destruction(on) if user.has_perm("members.destroy_personal_data") else None,
        "access": _access() if user.has_perm("wego.review_access") else None,
    }


def _destruction(on) -> dict:
    return {"count": due_contacts(on).count() + due_applications(on).count(), "url": reverse("admin:destruction")}


def _access() -> dict:
    return {
        "last": AccessReview.objects.first(),
        "waiting": len(months_to_review()),
        "url": reverse("admin:access_review"),
    }
