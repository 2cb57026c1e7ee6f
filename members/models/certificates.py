"""Membership certificates: numbered, with a code by which anybody can check one, replaced but never changed."""

from datetime import date

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from members.codes import ALPHABET, LENGTH, grouped
from members.lifecycle import Status
from members.models.member import Member
from members.models.papers import Paper
from members.models.status import StatusChange
from members.models.visibility import OfMemberQuerySet
from wego.append_only import AppendOnlyModel, AppendOnlyQuerySet
from wego.dates import today
from wego.models.recorded import RecordedModel


class CertificateQuerySet(OfMemberQuerySet, AppendOnlyQuerySet):
    def with_standing(self, on: date | None = None) -> "CertificateQuerySet":
        """Adds the member's `standing` on the day (default today) and since when it holds: `standing_since`."""
        rows = StatusChange.objects.holding(on or today()).filter(member=OuterRef("member"))
        newest = rows.order_by("-effective_on", "-pk")
        return self.annotate(
            standing=Subquery(newest.values("status")[:1]), standing_since=Subquery(newest.values("effective_on")[:1])
        )

    def valid(self, on: date | None = None) -> "CertificateQuerySet":
        """Not replaced, and the member has been full without a break since the day that is printed on it."""
        return self.with_standing(on).filter(
            replaced_by__isnull=True, standing=Status.FULL, standing_since__lte=F("full_since")
        )


class Certificate(RecordedModel, AppendOnlyModel):
    """A certificate that a full member holds. Whether it is valid follows from the register on the day it is asked.

    A reissue replaces the one before and says why: these rows are the reissue register.
    """

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="certificates", verbose_name=_("member"))
    number = models.CharField(_("certificate number"), max_length=20, unique=True)
    code = models.CharField(
        _("check code"),
        max_length=LENGTH,
        unique=True,
        validators=[RegexValidator(rf"^[{ALPHABET}]{{{LENGTH}}}\Z", _("A check code has 20 letters and digits."))],
    )
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="certificate", verbose_name=_("paper"))
    issued_on = models.DateField(_("issued on"))
    full_since = models.DateField(_("full member since"), help_text=_("As it is printed."))
    by_opening = models.BooleanField(
        _("by the day"),
        default=False,
        help_text=_("Nobody stated since when: the register began with it as a full member."),
    )
    replaces = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("replaces"),
    )
    reason = models.TextField(_("reason of the reissue"), blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_on", "-pk"]
        verbose_name = _("membership certificate")
        verbose_name_plural = _("membership certificates")
        constraints = [
            models.CheckConstraint(
                name="certificate_reissue_has_reason",
                condition=Q(replaces__isnull=True, reason="") | (Q(replaces__isnull=False) & ~Q(reason="")),
                violation_error_message=_("A reissue, and nothing else, states its reason."),
            ),
            models.CheckConstraint(
                name="certificate_issued_to_full",
                condition=Q(issued_on__gte=F("full_since")),
                violation_error_message=_("A certificate is issued on or after the day it states."),
            ),
        ]

    def __str__(self):
        return self.number

    @property
    def printed_code(self) -> str:
        return grouped(self.code)
