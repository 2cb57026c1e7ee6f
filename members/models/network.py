"""What the network says of itself: partners, benefits, awards, training and events."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from members.models.governance import PRECISIONS
from members.models.member import Member
from members.models.places import in_language


class Partner(models.Model):
    name_en = models.CharField(_("name (English)"), max_length=160, unique=True)
    name_ko = models.CharField(_("name (Korean)"), max_length=160, blank=True)
    abbreviation = models.CharField(_("abbreviation"), max_length=40, blank=True)
    memorandum = models.BooleanField(_("memorandum of understanding"), default=False)
    member = models.ForeignKey(
        Member,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="partnerships",
        verbose_name=_("also a member"),
    )
    source = models.TextField(_("source"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    history = HistoricalRecords()

    class Meta:
        ordering = ["order", "name_en"]
        verbose_name = _("partner")
        verbose_name_plural = _("partners")

    def __str__(self):
        return in_language(self.name_en, self.name_ko)


class Benefit(models.Model):
    """One of the benefits of membership, in the order in which the network lists them."""

    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    text_en = models.TextField(_("text (English)"))
    text_ko = models.TextField(_("text (Korean)"), blank=True)
    detail_en = models.TextField(_("detail (English)"), blank=True)
    detail_ko = models.TextField(_("detail (Korean)"), blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["number"]
        verbose_name = _("benefit")
        verbose_name_plural = _("benefits")

    def __str__(self):
        return in_language(self.text_en, self.text_ko)


class Activity(models.Model):
    """An award, a training programme or session, a study or an event."""

    class Kind(models.TextChoices):
        AWARD = "award", _("award")
        AWARD_GIVEN = "award_given", _("award given")
        TRAINING_PROGRAMME = "training_programme", _("training programme")
        TRAINING_SESSION = "training_session", _("training session")
        STUDY = "study", _("feasibility study")
        EVENT = "event", _("event")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    title_en = models.CharField(_("title (English)"), max_length=200)
    title_ko = models.CharField(_("title (Korean)"), max_length=200, blank=True)
    text_en = models.TextField(_("text (English)"), blank=True)
    text_ko = models.TextField(_("text (Korean)"), blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    date_precision = models.CharField(_("precision of the dates"), max_length=5, choices=PRECISIONS, default="day")
    place_en = models.CharField(_("place (English)"), max_length=160, blank=True)
    place_ko = models.CharField(_("place (Korean)"), max_length=160, blank=True)
    participants = models.PositiveIntegerField(_("participants (persons)"), null=True, blank=True)
    cities = models.PositiveIntegerField(_("cities taking part"), null=True, blank=True)
    members = models.ManyToManyField(Member, blank=True, related_name="activities", verbose_name=_("members concerned"))
    source = models.TextField(_("source"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    history = HistoricalRecords(m2m_fields=[members])

    class Meta:
        ordering = ["kind", "order", "starts_on", "pk"]
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        constraints = [
            models.CheckConstraint(
                name="activity_dates_in_order",
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("It ends on or after the day it starts."),
            )
        ]

    def __str__(self):
        return in_language(self.title_en, self.title_ko)
