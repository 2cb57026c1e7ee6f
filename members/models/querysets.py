"""Questions about members as of a date (A2). Each builds on the one before.

The models that hold names and standings refer to Member, so they are reached through its relations.
"""

from datetime import date, datetime

from django.db.models import OuterRef, Subquery

from members.lifecycle import MEMBERSHIP, Status
from members.models.visibility import OfMemberQuerySet
from wego.dates import today


class MemberQuerySet(OfMemberQuerySet):
    country_paths = ["country"]

    def with_names(self, on: date | None = None, known_at: datetime | None = None) -> "MemberQuerySet":
        """Adds `name_en`, `name_ko`, `name_local` as of `on` (default today); '' where there is none."""
        name_model = self.model.names.rel.related_model
        return self.annotate(
            **{
                f"name_{language}": name_model.official_name(language, "pk", on, known_at)
                for language in ("en", "ko", "local")
            }
        )

    def with_status(self, on: date | None = None, known_at: datetime | None = None) -> "MemberQuerySet":
        """Adds the standing at the end of day `on` (R9, default today) as it was known at `known_at`:
        `status`, `since` (the day it took effect), `ground`, `provisional`; None before the first row."""
        rows = self.model.status_changes.rel.related_model.objects.holding(on or today(), known_at)
        newest = rows.filter(member=OuterRef("pk")).order_by("-effective_on", "-pk")
        return self.annotate(
            status=Subquery(newest.values("status")[:1]),
            since=Subquery(newest.values("effective_on")[:1]),
            ground=Subquery(newest.values("ground")[:1]),
            provisional=Subquery(newest.values("provisional")[:1]),
        )

    def in_membership(self, on: date | None = None, known_at: datetime | None = None) -> "MemberQuerySet":
        """Associate and full members on `on` (R3)."""
        return self.with_status(on, known_at).filter(status__in=MEMBERSHIP)

    def full(self, on: date | None = None, known_at: datetime | None = None) -> "MemberQuerySet":
        return self.with_status(on, known_at).filter(status=Status.FULL)

    def associates(self, on: date | None = None, known_at: datetime | None = None) -> "MemberQuerySet":
        return self.with_status(on, known_at).filter(status=Status.ASSOCIATE)
