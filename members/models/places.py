from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


def in_language(en: str, ko: str) -> str:
    """The Korean word on Korean pages where there is one, else the English word."""
    return ko if ko and (get_language() or "").startswith("ko") else en


class Region(models.Model):
    """A region of WeGO's own scheme (R25): data, not geography."""

    code = models.SlugField(_("code"), max_length=20, unique=True)
    name_en = models.CharField(_("name (English)"), max_length=60, unique=True)
    name_ko = models.CharField(_("name (Korean)"), max_length=60, unique=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    history = HistoricalRecords()

    class Meta:
        ordering = ["order", "name_en"]
        verbose_name = _("region")
        verbose_name_plural = _("regions")

    def __str__(self):
        return in_language(self.name_en, self.name_ko)


class Country(models.Model):
    """A country or territory as WeGO names it, and the region where WeGO counts it (R25)."""

    iso3 = models.CharField(
        _("ISO 3166 alpha-3 code"),
        max_length=3,
        primary_key=True,
        validators=[RegexValidator(r"^[A-Z]{3}$", _("Three capital letters, like KOR."))],
    )
    iso2 = models.CharField(_("ISO 3166 alpha-2 code"), max_length=2, unique=True)
    name_en = models.CharField(_("name (English)"), max_length=80, unique=True)
    name_ko = models.CharField(_("name (Korean)"), max_length=80)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="countries", verbose_name=_("region"))
    order = models.PositiveSmallIntegerField(
        _("order"), default=9999, help_text=_("Place in reports within the region; then by name.")
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["order", "name_en"]
        verbose_name = _("country")
        verbose_name_plural = _("countries")

    def __str__(self):
        return in_language(self.name_en, self.name_ko)
