from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.lifecycle import Status
from members.models.member import Kind
from members.models.places import Country, Region, in_language
from wego.append_only import AppendOnlyModel


class StatedTotal(models.Model):
    """A count of members that a published document states, with the place where it stands.

    The filled fields say what is counted: all empty is every member.
    """

    as_of = models.DateField(_("as of"), db_index=True)
    where_en = models.CharField(pgettext_lazy("in a document", "place (English)"), max_length=200)
    where_ko = models.CharField(pgettext_lazy("in a document", "place (Korean)"), max_length=200, blank=True)
    stated = models.PositiveIntegerField(_("stated"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, blank=True)
    status = models.CharField(pgettext_lazy("of a member", "status"), max_length=9, choices=Status, blank=True)
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("region")
    )
    country = models.ForeignKey(
        Country, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("country")
    )
    capital = models.BooleanField(_("capital"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["as_of", "order", "pk"]
        verbose_name = _("stated total")
        verbose_name_plural = _("stated totals")

    def __str__(self):
        return self.where

    @property
    def where(self) -> str:
        return in_language(self.where_en, self.where_ko)


class Explanation(AppendOnlyModel):
    """Why a stated total differs from the count, signed by a person.

    It holds for the counted number it was written for: when the count moves, the difference is open again.
    """

    total = models.ForeignKey(
        StatedTotal, on_delete=models.PROTECT, related_name="explanations", verbose_name=_("stated total")
    )
    counted = models.PositiveIntegerField(_("counted"))
    text = models.TextField(_("explanation"))
    signed_at = models.DateTimeField(_("signed at"), default=timezone.now, editable=False)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("signed by")
    )

    class Meta:
        ordering = ["total", "-pk"]
        verbose_name = _("explanation")
        verbose_name_plural = _("explanations")
        constraints = [
            models.CheckConstraint(
                name="explanation_not_empty",
                condition=~models.Q(text=""),
                violation_error_message=_("Write the explanation."),
            )
        ]

    def __str__(self):
        return self.text
