import uuid

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from simple_history.models import HistoricalRecords

from members.models.places import Country, in_language
from members.models.querysets import MemberQuerySet
from members.models.visibility import OfMemberQuerySet
from wego.models.recorded import RecordedModel


class Kind(models.TextChoices):
    CITY = "city", _("city")
    INSTITUTION = "institution", _("institution")
    COMPANY = "company", _("company")


class Member(models.Model):
    """A body that is, was or applied to be a member: what cities, institutions and companies share (A1).

    Its names, status, contacts and figures are rows of their own; `Member.objects.with_names(on)` and
    `.with_status(on)` read them as of a date.
    """

    number = models.PositiveIntegerField(_("member number"), unique=True, validators=[MinValueValidator(1)])
    key = models.UUIDField(_("public key"), default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, db_index=True)
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="members", verbose_name=_("country"))
    economy_code = models.CharField(
        _("economy for dues"),
        max_length=3,
        blank=True,
        validators=[RegexValidator(r"^[A-Z]{3}$", _("Three capital letters, like KOR."))],
        help_text=_("World Bank code whose GDP counts for this member; empty: the country's own."),
    )
    economy_reason = models.TextField(_("reason for another economy"), blank=True)
    economy_proposal = models.CharField(
        _("proposed economy"),
        max_length=3,
        blank=True,
        help_text=_("A series of its own that an officer should decide on; shown on the dashboard."),
    )
    website = models.URLField(_("website"), blank=True)
    legal_payer_name = models.CharField(
        _("legal payer"),
        max_length=200,
        blank=True,
        help_text=_("Name on invoices where somebody else pays for the member."),
    )
    identification = models.CharField(
        _("identification"),
        max_length=6,
        choices=[("high", _("certain")), ("medium", _("likely")), ("low", _("doubtful"))],
        default="high",
        help_text=_("How certain it is that the name in the source means this body."),
    )
    remarks = models.TextField(_("remarks"), blank=True)

    history = HistoricalRecords()
    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        verbose_name = _("member")
        verbose_name_plural = _("members")
        permissions = [
            ("see_all_countries", gettext_noop("Can see the members of all countries")),
            ("record_leaving", gettext_noop("Can record withdrawals and dissolutions")),
        ]
        constraints = [
            models.CheckConstraint(
                name="member_kind_known",
                condition=models.Q(kind__in=Kind.values),
                violation_error_message=_("The kind is city, institution or company."),
            ),
            models.CheckConstraint(
                name="member_economy_with_reason",
                condition=models.Q(economy_code="") | ~models.Q(economy_reason=""),
                violation_error_message=_("State why another economy than the country's counts."),
            ),
        ]

    def __str__(self):
        name = in_language(getattr(self, "name_en", ""), getattr(self, "name_ko", ""))
        return f"{name} ({self.number})" if name else str(_("Member no. %d") % self.number)

    @property
    def economy(self) -> str:
        """World Bank code of the economy whose GDP counts for dues (R11)."""
        return self.economy_code or self.country_id


class LinkQuerySet(OfMemberQuerySet):
    country_paths = ["predecessor__country", "successor__country"]


class MemberLink(RecordedModel):
    """Two members of which one continues the other, wholly or in part (R27)."""

    class Nature(models.TextChoices):
        SPLIT = "split", _("split")
        MERGER = "merger", _("merger")
        SUCCESSION = "succession", _("succession")

    nature = models.CharField(_("nature"), max_length=10, choices=Nature)
    predecessor = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="successions", verbose_name=_("predecessor")
    )
    successor = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="origins", verbose_name=_("successor"))
    effective_on = models.DateField(_("effective on"))
    decision = models.ForeignKey(
        "members.Decision",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="links",
        verbose_name=_("decision"),
    )

    objects = LinkQuerySet.as_manager()

    class Meta:
        ordering = ["effective_on", "pk"]
        verbose_name = _("link between members")
        verbose_name_plural = _("links between members")
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"],
                name="member_link_once",
                violation_error_message=_("These two members are linked already."),
            ),
            models.CheckConstraint(
                name="member_link_two_members",
                condition=~models.Q(predecessor=models.F("successor")),
                violation_error_message=_("A member does not succeed itself."),
            ),
        ]

    def __str__(self):
        return f"{self.get_nature_display()}, {self.effective_on}"
