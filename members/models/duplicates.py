"""One body on record twice: the merge of its two records, and pairs that only look like one body."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from members.models.member import Member
from members.models.visibility import OfMemberQuerySet
from wego.append_only import AppendOnlyModel, AppendOnlyQuerySet
from wego.models.recorded import RecordedModel


class RecordMergeQuerySet(OfMemberQuerySet):
    country_paths = ["kept__country", "duplicate__country"]

    def standing(self) -> "RecordMergeQuerySet":
        """Merges that nobody has undone."""
        return self.filter(undone_at__isnull=True)


class RecordMerge(RecordedModel):
    """The record `duplicate` turned out to be about the same body as `kept`: it counts on no day any more.

    Not to be confused with two bodies that become one (R27). `moved` notes the keys of all rows that were changed or
    added, so that the merge can be undone exactly. Written by members.services.duplicates alone.
    """

    kept = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="merged_records", verbose_name=_("record that is kept")
    )
    duplicate = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="record_merges", verbose_name=_("duplicate record")
    )
    reason = models.TextField(_("reason"))
    moved = models.JSONField(_("what was moved"), default=dict, editable=False)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("undone by"),
    )
    undone_reason = models.TextField(_("why it was undone"), blank=True, editable=False)

    objects = RecordMergeQuerySet.as_manager()

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        verbose_name = _("merge of records")
        verbose_name_plural = _("merges of records")
        permissions = [("merge_records", gettext_noop("Can merge duplicate records"))]
        constraints = [
            models.UniqueConstraint(
                fields=["duplicate"],
                condition=Q(undone_at__isnull=True),
                name="record_merge_once",
                violation_error_message=_("This record was merged into another one already."),
            ),
            models.CheckConstraint(
                name="record_merge_two_records",
                condition=~Q(kept=F("duplicate")),
                violation_error_message=_("A record is not merged into itself."),
            ),
            models.CheckConstraint(
                name="record_merge_has_reason",
                condition=~Q(reason=""),
                violation_error_message=_("State why the two records are about one body."),
            ),
            models.CheckConstraint(
                name="record_merge_undone_whole",
                condition=Q(undone_at__isnull=True, undone_by__isnull=True, undone_reason="")
                | (Q(undone_at__isnull=False, undone_by__isnull=False) & ~Q(undone_reason="")),
                violation_error_message=_("A merge is undone by a person, at an instant, with a reason."),
            ),
        ]

    def __str__(self):
        return str(_("No. %(duplicate)d merged into no. %(kept)d") % self.numbers)

    @property
    def numbers(self) -> dict[str, int]:
        return {"kept": self.kept.number, "duplicate": self.duplicate.number}


class NotDuplicateQuerySet(OfMemberQuerySet, AppendOnlyQuerySet):
    country_paths = ["first__country", "second__country"]


class NotDuplicate(RecordedModel, AppendOnlyModel):
    """Two members that look like one body and are two, as an officer found (R26). `first` has the lower key."""

    first = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("member"))
    second = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("other member"))
    reason = models.TextField(_("reason"))

    objects = NotDuplicateQuerySet.as_manager()

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        verbose_name = _("two different members")
        verbose_name_plural = _("pairs of different members")
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"],
                name="not_duplicate_once",
                violation_error_message=_("Somebody found already that these are two different members."),
            ),
            models.CheckConstraint(
                name="not_duplicate_in_order",
                condition=Q(first__lt=F("second")),
                violation_error_message=_("A pair is of two members."),
            ),
            models.CheckConstraint(
                name="not_duplicate_has_reason",
                condition=~Q(reason=""),
                violation_error_message=_("State why these are two different members."),
            ),
        ]

    def __str__(self):
        return str(_("No. %(first)d and no. %(second)d") % {"first": self.first.number, "second": self.second.number})
