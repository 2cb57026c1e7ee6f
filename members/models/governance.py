import uuid
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from members.models.member import Member
from members.models.places import in_language
from members.models.visibility import OfMemberQuerySet
from wego.dates import not_in_the_future

PRECISIONS = [("day", _("day")), ("month", _("month")), ("year", _("year"))]


class Body(models.Model):
    """A body that decides: Executive Committee, General Assembly. Data, so that a network names its own."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_en = models.CharField(_("name (English)"), max_length=80)
    name_ko = models.CharField(_("name (Korean)"), max_length=80, blank=True)
    admits = models.BooleanField(_("decides on membership"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    history = HistoricalRecords()

    class Meta:
        ordering = ["order", "code"]
        verbose_name = _("deciding body")
        verbose_name_plural = _("deciding bodies")

    def __str__(self):
        return in_language(self.name_en, self.name_ko)


class MeetingQuerySet(models.QuerySet):
    def held(self) -> "MeetingQuerySet":
        return self.filter(held_from__isnull=False)

    def upcoming(self, on) -> "MeetingQuerySet":
        """Planned and not held yet, the nearest first."""
        return self.filter(held_from__isnull=True, planned_to__gte=on).order_by("planned_from")


class Meeting(models.Model):
    """A meeting of a body: planned and held dates differ, a year may be skipped (R6, R24)."""

    class Mode(models.TextChoices):
        IN_PERSON = "in_person", _("in person")
        ONLINE = "online", _("online")
        HYBRID = "hybrid", _("in person and online")
        WRITTEN = "written", _("written procedure")

    key = models.UUIDField(_("public key"), default=uuid.uuid4, unique=True, editable=False)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="meetings", verbose_name=_("body"))
    number = models.PositiveSmallIntegerField(_("number"), null=True, blank=True)
    title_en = models.CharField(_("title (English)"), max_length=160, blank=True)
    title_ko = models.CharField(_("title (Korean)"), max_length=160, blank=True)
    planned_from = models.DateField(_("planned from"), null=True, blank=True)
    planned_to = models.DateField(_("planned until"), null=True, blank=True)
    planned_place_en = models.CharField(_("planned place (English)"), max_length=120, blank=True)
    planned_place_ko = models.CharField(_("planned place (Korean)"), max_length=120, blank=True)
    held_from = models.DateField(_("held from"), null=True, blank=True)
    held_to = models.DateField(_("held until"), null=True, blank=True)
    held_place_en = models.CharField(_("held in (English)"), max_length=120, blank=True)
    held_place_ko = models.CharField(_("held in (Korean)"), max_length=120, blank=True)
    date_precision = models.CharField(_("precision of the dates"), max_length=5, choices=PRECISIONS, default="day")
    mode = models.CharField(_("mode"), max_length=10, choices=Mode, default=Mode.IN_PERSON)
    host = models.ForeignKey(
        Member,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="hosted_meetings",
        verbose_name=_("host city"),
    )
    cities = models.PositiveSmallIntegerField(_("cities present"), null=True, blank=True)
    countries = models.PositiveSmallIntegerField(_("countries present"), null=True, blank=True)
    attendance_en = models.CharField(_("attendance (English)"), max_length=200, blank=True)
    attendance_ko = models.CharField(_("attendance (Korean)"), max_length=200, blank=True)
    agenda_en = models.TextField(_("agenda (English)"), blank=True)
    agenda_ko = models.TextField(_("agenda (Korean)"), blank=True)
    minutes = models.CharField(
        _("minutes"), max_length=200, blank=True, help_text=_("Document number or place of the minutes.")
    )
    source = models.TextField(_("source"), blank=True)

    history = HistoricalRecords()
    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = [F("held_from").desc(nulls_first=True), F("planned_from").desc(nulls_last=True), "-pk"]
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = [
            models.CheckConstraint(
                name="meeting_has_a_date",
                condition=Q(planned_from__isnull=False) | Q(held_from__isnull=False),
                violation_error_message=_("State when the meeting is planned or was held."),
            ),
            models.CheckConstraint(
                name="meeting_planned_in_order",
                condition=Q(planned_from__isnull=True, planned_to__isnull=True)
                | Q(planned_from__isnull=False, planned_to__isnull=False, planned_to__gte=F("planned_from")),
                violation_error_message=_("State both planned days; the last is not before the first."),
            ),
            models.CheckConstraint(
                name="meeting_held_in_order",
                condition=Q(held_from__isnull=True, held_to__isnull=True)
                | Q(held_from__isnull=False, held_to__isnull=False, held_to__gte=F("held_from")),
                violation_error_message=_("State both days on which it was held; the last is not before the first."),
            ),
        ]

    def __str__(self):
        title = in_language(self.title_en, self.title_ko)
        if title:
            return title
        day = self.first_day
        return f"{self.body} {day:%Y-%m-%d}" if day else str(self.body)

    @property
    def first_day(self):
        return self.held_from or self.planned_from

    @property
    def last_day(self):
        return self.held_to or self.planned_to

    @property
    def year(self) -> int:
        """Calendar year in which it met, or is to meet."""
        return self.first_day.year

    def clean(self):
        """The days of a meeting include those of its decisions."""
        if not self.pk:
            return
        decided = self.decisions.standing()
        if self.held_from and self.held_to:
            decided = decided.exclude(decided_on__range=(self.held_from, self.held_to))
        if outside := decided.first():
            raise ValidationError(
                _("This meeting has decisions of %(day)s: that day stays among the days on which it was held."),
                code="has_decisions",
                params={"day": outside.decided_on.isoformat()},
            )

    def check_decides(self, on: date) -> None:
        """A decision needs a meeting that was held, of a body that decides on membership, on its days."""
        not_in_the_future(on)
        if not self.body.admits:
            raise ValidationError(
                _("This body does not decide on membership: %(body)s. Nothing was saved."),
                code="other_body",
                params={"body": self.body},
            )
        if self.held_from is None:
            raise ValidationError(
                _("Record first when the meeting was held: %(meeting)s. Nothing was saved."),
                code="not_held",
                params={"meeting": self},
            )
        if not self.held_from <= on <= self.held_to:
            raise ValidationError(
                _("The meeting was held %(first)s to %(last)s; %(day)s is not among its days. Nothing was saved."),
                code="other_day",
                params={
                    "first": self.held_from.isoformat(),
                    "last": self.held_to.isoformat(),
                    "day": on.isoformat(),
                },
            )


class MeetingResult(models.Model):
    """What a meeting decided that is not about one member's standing, and what happened there."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="results", verbose_name=_("meeting"))
    text_en = models.TextField(_("text (English)"))
    text_ko = models.TextField(_("text (Korean)"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["meeting", "order", "pk"]
        verbose_name = _("result of a meeting")
        verbose_name_plural = _("results of meetings")

    def __str__(self):
        return in_language(self.text_en, self.text_ko)


class OfficerCity(models.Model):
    """An office of the network held by a member for a term."""

    class Office(models.TextChoices):
        PRESIDENT = "president", _("President City")
        EXECUTIVE_VICE_PRESIDENT = "executive_vice_president", _("Executive Vice President City")
        VICE_PRESIDENT = "vice_president", _("Vice President City")
        EXECUTIVE_COMMITTEE = "executive_committee", _("Executive Committee member city")

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="offices", verbose_name=_("member"))
    office = models.CharField(_("office"), max_length=30, choices=Office)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    elected_at = models.ForeignKey(
        Meeting,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="elections",
        verbose_name=_("elected at"),
    )
    source = models.TextField(_("source"), blank=True)

    history = HistoricalRecords()
    objects = OfMemberQuerySet.as_manager()

    class Meta:
        ordering = ["office", "starts_on"]
        verbose_name = _("officer city")
        verbose_name_plural = _("officer cities")
        constraints = [
            models.CheckConstraint(
                name="office_term_in_order",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("A term ends on or after the day it starts."),
            )
        ]

    def __str__(self):
        return self.get_office_display()
