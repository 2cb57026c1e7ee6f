from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from members.models.member import Member
from members.models.places import Country, in_language
from members.models.visibility import OfMemberQuerySet


class ContactQuerySet(OfMemberQuerySet):
    def in_office(self, on) -> "ContactQuerySet":
        """Contacts whose term includes the day."""
        return self.filter(Q(starts_on__isnull=True) | Q(starts_on__lte=on)).filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=on)
        )


class Contact(models.Model):
    """A person who speaks or acts for a member. Personal data: work details only."""

    class Role(models.TextChoices):
        HEAD = "head", _("head of the body")
        POLITICAL = "political", _("political contact")
        LIAISON = "liaison", _("liaison officer")
        BILLING = "billing", _("billing contact")
        OTHER = "other", _("other contact")

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="contacts", verbose_name=_("member"))
    role = models.CharField(_("role"), max_length=10, choices=Role)
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=120)
    title = models.CharField(_("post"), max_length=120, blank=True)
    department = models.CharField(_("department"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    address = models.TextField(_("office address"), blank=True)
    language = models.CharField(_("language of letters"), max_length=2, choices=settings.LANGUAGES, default="en")
    starts_on = models.DateField(_("in office from"), null=True, blank=True)
    ends_on = models.DateField(_("in office until"), null=True, blank=True, help_text=_("Last day in office."))
    source = models.CharField(_("source"), max_length=120, blank=True)

    history = HistoricalRecords()
    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["member", "role", "name"]
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = [
            models.CheckConstraint(
                name="contact_term_in_order",
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("A term ends on or after the day it starts."),
            ),
            models.UniqueConstraint(
                fields=["member", "role", "name", "email"],
                name="contact_once",
                violation_error_message=_("This person is recorded in this role already."),
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.get_role_display()})"


class RegionalOffice(models.Model):
    """An office of WeGO hosted by a member, and the countries it serves."""

    name_en = models.CharField(_("name (English)"), max_length=120, unique=True)
    name_ko = models.CharField(_("name (Korean)"), max_length=120, blank=True)
    host = models.ForeignKey(
        Member,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="hosted_offices",
        verbose_name=_("host city"),
    )
    area_en = models.CharField(_("area (English)"), max_length=120, blank=True)
    area_ko = models.CharField(_("area (Korean)"), max_length=120, blank=True)
    countries = models.ManyToManyField(
        Country, blank=True, related_name="regional_offices", verbose_name=_("countries served")
    )
    staff = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="regional_offices",
        verbose_name=_("people of the office"),
        help_text=_("Without a right to see all countries they see the members of the countries served, no others."),
    )
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    opened_precision = models.CharField(
        _("precision of the date"),
        max_length=5,
        choices=[("day", _("day")), ("month", _("month")), ("year", _("year"))],
        default="day",
    )
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    source = models.TextField(_("source"), blank=True)

    history = HistoricalRecords(m2m_fields=[countries, staff])

    class Meta:
        ordering = ["name_en"]
        verbose_name = _("regional office")
        verbose_name_plural = _("regional offices")
        constraints = [
            models.CheckConstraint(
                name="office_closes_after_opening",
                condition=Q(opened_on__isnull=True) | Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                violation_error_message=_("An office closes on or after the day it opens."),
            )
        ]

    def __str__(self):
        return in_language(self.name_en, self.name_ko)
