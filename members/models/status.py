from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from django.db import connection, models
from django.db.models import F, Min, Q, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, pgettext_lazy

from members.lifecycle import APPLIED, DECIDED, TABLE, WRONG_STATUS, Event, Ground, Status, check
from members.models.decisions import Decision
from members.models.grounds import check_ground
from members.models.member import Member
from members.models.visibility import OfMemberQuerySet
from wego.append_only import AppendOnlyModel, AppendOnlyQuerySet
from wego.models.recorded import RecordedModel


class StatusQuerySet(OfMemberQuerySet, AppendOnlyQuerySet):
    def known(self, at: datetime | None = None) -> "StatusQuerySet":
        """Rows recorded by `at` (default: all) that no row recorded by then has corrected."""
        corrections = StatusChange.objects.filter(corrects__isnull=False)
        rows = self
        if at is not None:
            corrections = corrections.filter(recorded_at__lte=at)
            rows = rows.filter(recorded_at__lte=at)
        return rows.exclude(pk__in=corrections.values("corrects")).exclude(status=Status.ANNULLED)

    def holding(self, on: date, known_at: datetime | None = None) -> "StatusQuerySet":
        """Rows that have taken effect by the end of day `on` (R9); the last of a member is its standing."""
        return self.known(known_at).filter(effective_on__lte=on)

    def standings(self, on: date, known_at: datetime | None = None) -> "StatusQuerySet":
        """The one row of each member that tells its standing on `on`, over the covering index."""
        rows = self.holding(on, known_at)
        newest_first = ["member_id", "-effective_on", "-pk"]
        if connection.features.can_distinct_on_fields:
            return rows.order_by(*newest_first).distinct("member_id")
        place = Window(RowNumber(), partition_by="member_id", order_by=newest_first[1:])
        return rows.order_by().annotate(place=place).filter(place=1)

    def history_of(self, member: Member) -> "StatusQuerySet":
        """What holds of a member, in order of effect."""
        return self.known().filter(member=member).order_by("effective_on", "pk")

    def opened_on(self) -> date | None:
        """The day on which the register was opened; a later correction of an opening row does not move it."""
        opened = self.filter(ground=Ground.OPENING, corrects__isnull=True)
        return opened.aggregate(day=Min("effective_on"))["day"]

    def bulk_create(self, objs, batch_size=None):
        """Many rows at once, each checked like one (constraints are the database's)."""
        objs = list(objs)
        check_rows(objs)
        return super().bulk_create(objs, batch_size)


def check_rows(added: Sequence["StatusChange"]) -> None:
    """Refuse rows that nothing carries, or that do not fit the life cycle of their member."""
    grounds = {row.ground for row in added}
    opened_on = StatusChange.objects.opened_on() if Ground.OPENING in grounds else None
    decisions = {row.decision_id for row in added if row.decision_id}
    annulments = Decision.objects.filter(corrects__in=decisions).values_list("corrects", flat=True)
    annulled = set(annulments) if decisions else set()
    for row in added:
        check_ground(row, opened_on, annulled)
    _check_histories(added)


def _check_histories(added: Sequence["StatusChange"]) -> None:
    """A row takes its place at its day, after the rows of the same day, and stands for the row it corrects."""
    corrected = {row.corrects_id for row in added if row.corrects_id}
    known = StatusChange.objects.known().filter(member__in={row.member_id for row in added})
    histories: dict[int, list[StatusChange]] = defaultdict(list)
    for row in (*known.exclude(pk__in=corrected).order_by("effective_on", "pk"), *added):
        if row.status != Status.ANNULLED:
            histories[row.member_id].append(row)
    for rows in histories.values():
        check([row.event for row in sorted(rows, key=lambda row: row.effective_on)])


class StatusChange(RecordedModel, AppendOnlyModel):
    """From the start of `effective_on` the member has this standing (A2, R9).

    A wrong row is answered by a row that `corrects` it: with the right values, or with the status
    "entered in error" where it never held. Written by members.services.status alone.
    """

    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="status_changes", verbose_name=_("member")
    )
    status = models.CharField(pgettext_lazy("of a member", "status"), max_length=9, choices=Status)
    ground = models.CharField(_("ground"), max_length=11, choices=Ground)
    effective_on = models.DateField(_("effective on"))
    notice_on = models.DateField(
        _("notice given on"), null=True, blank=True, help_text=_("Day of the notice of withdrawal.")
    )
    decision = models.ForeignKey(
        Decision,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="status_changes",
        verbose_name=_("decision"),
    )
    application = models.ForeignKey(
        "members.Application",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="status_changes",
        verbose_name=_("application"),
    )
    provisional = models.BooleanField(
        _("provisional"),
        default=False,
        help_text=_("The source leaves it open; an officer has to confirm it."),
    )
    reason = models.TextField(_("reason"), blank=True)
    document = models.CharField(_("document"), max_length=200, blank=True, help_text=_("Document number."))
    source = models.CharField(_("source"), max_length=200, blank=True)
    corrects = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="corrected_by",
        verbose_name=_("corrects"),
    )

    objects = StatusQuerySet.as_manager()

    class Meta:
        ordering = ["member", "effective_on", "pk"]
        verbose_name = _("status change")
        verbose_name_plural = _("status history")
        permissions = [("import_history", gettext_noop("Can bring in past events by spreadsheet"))]
        indexes = [
            models.Index(fields=["member", "-effective_on", "-id", "status", "provisional"], name="status_on_date"),
            models.Index(fields=["effective_on"], name="status_by_day"),
            models.Index(fields=["effective_on"], condition=Q(ground=Ground.OPENING), name="status_opening"),
        ]
        constraints = [
            models.CheckConstraint(
                name="status_fits_ground",
                condition=Q(status=Status.ANNULLED, ground=Ground.ERROR)
                | Q(
                    *[Q(ground=ground, status=step.after) for ground, steps in TABLE.items() for step in steps],
                    _connector=Q.OR,
                ),
                violation_error_message=WRONG_STATUS,
            ),
            models.CheckConstraint(
                name="status_needs_decision",
                condition=~Q(ground__in=DECIDED) | Q(decision__isnull=False),
                violation_error_message=_(
                    "This step needs a recorded decision: full membership, rejection, expulsion, merger and "
                    "split come from a decision of a meeting only. Record the decision first; nothing was saved."
                ),
            ),
            models.CheckConstraint(
                name="status_needs_application",
                condition=~Q(ground__in=APPLIED) | Q(application__isnull=False),
                violation_error_message=_(
                    "Associate membership comes from an accepted application only. Record and accept the "
                    "application first; nothing was saved."
                ),
            ),
            models.CheckConstraint(
                name="status_opening_has_source",
                condition=~Q(ground=Ground.OPENING) | ~Q(source=""),
                violation_error_message=_("An opening row names its source."),
            ),
            models.CheckConstraint(
                name="status_provisional_is_opening",
                condition=Q(provisional=False) | Q(ground=Ground.OPENING),
                violation_error_message=_("Only an opening row can be provisional."),
            ),
            models.CheckConstraint(
                name="status_notice_before_exit",
                condition=Q(notice_on__isnull=True) | Q(ground=Ground.WITHDRAWN, notice_on__lt=F("effective_on")),
                violation_error_message=_("The notice is given on or before the last day of membership."),
            ),
            models.CheckConstraint(
                name="status_withdrawal_has_notice",
                condition=~Q(ground=Ground.WITHDRAWN) | Q(notice_on__isnull=False),
                violation_error_message=_("State the day on which notice of withdrawal was given."),
            ),
            models.CheckConstraint(
                name="status_correction_has_reason",
                condition=Q(corrects__isnull=True) | ~Q(reason=""),
                violation_error_message=_("State why the row is corrected."),
            ),
            models.CheckConstraint(
                name="status_annulment_corrects",
                condition=~Q(status=Status.ANNULLED) | Q(corrects__isnull=False),
                violation_error_message=_("An annulment points at the row that never held."),
            ),
        ]

    def __str__(self):
        return f"{self.get_status_display()}, {self.effective_on}"

    @property
    def opening(self) -> bool:
        """The register began with this row: nobody stated since when it holds (R25)."""
        return self.ground == Ground.OPENING

    @property
    def event(self) -> Event:
        return Event(Status(self.status), Ground(self.ground), self.effective_on)

    def clean(self):
        complete = self.status in Status and self.ground in Ground and self.effective_on and self.member_id
        if complete and self._state.adding:
            check_rows([self])

    @property
    def first(self) -> "StatusChange":
        """The row at the beginning of a chain of corrections: itself where it corrects none."""
        row = self
        while row.corrects_id:
            row = row.corrects
        return row
