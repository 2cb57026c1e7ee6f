"""What of the online application is removed when its time is over."""

from datetime import datetime, timedelta

from members.models import ApplicantLink, ApplicationDraft

LINK_KEPT_FOR = timedelta(days=200)
"""As long as a spent link leads to a new one."""


def forget_old_drafts(now: datetime) -> int:
    """Remove the drafts that nobody saved for as long as drafts are kept, with their files; how many."""
    old = ApplicationDraft.objects.exclude(pk__in=ApplicationDraft.objects.kept(now).values("pk"))
    return old.delete()[1].get("members.ApplicationDraft", 0)


def forget_old_links(now: datetime) -> int:
    return ApplicantLink.objects.filter(created_at__lt=now - LINK_KEPT_FOR).delete()[0]
