"""What only a city, an institution or a company has (A1)."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from members.models.member import Kind, Member


class Profile(models.Model):
    kind: Kind

    member = models.OneToOneField(Member, on_delete=models.CASCADE, primary_key=True, verbose_name=_("member"))

    class Meta:
        abstract = True

    def __str__(self):
        return str(self.member)

    def clean(self):
        if self.member.kind != self.kind:
            raise ValidationError(
                _("A member has the profile of its own kind: %(kind)s."),
                code="other_kind",
                params={"kind": self.member.get_kind_display()},
            )


class City(Profile):
    """A city or local government of any level."""

    kind = Kind.CITY

    capital = models.BooleanField(
        _("capital"),
        default=False,
        help_text=_("As entered by an officer; never derived from a gazetteer."),
    )
    level = models.CharField(_("level of government"), max_length=80, blank=True)
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    position_source = models.CharField(_("source of the position"), max_length=120, blank=True)
    lies_within = models.ForeignKey(
        Member,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="enclosed",
        verbose_name=_("lies within"),
        help_text=_("Another member whose territory includes this one. Information only."),
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("city profile")
        verbose_name_plural = _("city profiles")
        constraints = [
            models.CheckConstraint(
                name="city_position_whole",
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__isnull=False, longitude__isnull=False),
                violation_error_message=_("Give latitude and longitude, or neither."),
            ),
            models.CheckConstraint(
                name="city_position_on_earth",
                condition=models.Q(latitude__isnull=True)
                | models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                violation_error_message=_("Latitude is -90 to 90 and longitude -180 to 180 degrees."),
            ),
            models.CheckConstraint(
                name="city_not_within_itself",
                condition=models.Q(lies_within__isnull=True) | ~models.Q(lies_within=models.F("member")),
                violation_error_message=_("A city does not lie within itself."),
            ),
        ]


class Institution(Profile):
    kind = Kind.INSTITUTION

    legal_form = models.CharField(
        _("legal form"),
        max_length=80,
        blank=True,
        help_text=_("Agency, association, university, foundation."),
    )
    parent_body = models.CharField(_("parent body"), max_length=200, blank=True)
    mandate = models.TextField(_("mandate"), blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("institution profile")
        verbose_name_plural = _("institution profiles")


class Company(Profile):
    kind = Kind.COMPANY

    registration_number = models.CharField(_("registration number"), max_length=60, blank=True)
    business_areas = models.CharField(_("business areas"), max_length=200, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("company profile")
        verbose_name_plural = _("company profiles")


PROFILES: dict[str, type[Profile]] = {model.kind.value: model for model in (City, Institution, Company)}
"""The profile model of each kind of member."""
