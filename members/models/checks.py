"""What the Secretariat looks at before it accepts an application: a list to tick, each tick kept."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from members.models.applications import Application
from members.models.member import Kind
from members.models.visibility import OfMemberQuerySet
from wego.append_only import AppendOnlyModel, AppendOnlyQuerySet
from wego.models.recorded import RecordedModel


class CheckItem(models.TextChoices):
    BODY = "body", _("The body may become a member of this kind.")
    LETTER = "letter", _("The official letter is there, signed by the head or in the head's name.")
    RESOLUTION = "resolution", _("The council's resolution is there, where the body needs one.")
    FOUNDING_ACT = "founding_act", _("The establishing act or statute is there.")
    REGISTRATION = "registration", _("The certificate of registration is there and names this company.")
    POPULATION = "population", _("The population is that of the territory, with year and source.")
    EMPLOYEES = "employees", _("The number of employees is that of the member, with its date.")
    NAMES = "names", _("The names are the official ones, in English and in Korean.")
    KNOWN = "known", _("No member and no other application is the same body.")
    CONTACTS = "contacts", _("Liaison officer and billing contact can be reached.")


ITEMS: dict[str, tuple[CheckItem, ...]] = {
    Kind.CITY: (
        CheckItem.BODY,
        CheckItem.LETTER,
        CheckItem.RESOLUTION,
        CheckItem.POPULATION,
        CheckItem.NAMES,
        CheckItem.KNOWN,
        CheckItem.CONTACTS,
    ),
    Kind.INSTITUTION: (
        CheckItem.BODY,
        CheckItem.LETTER,
        CheckItem.FOUNDING_ACT,
        CheckItem.NAMES,
        CheckItem.KNOWN,
        CheckItem.CONTACTS,
    ),
    Kind.COMPANY: (
        CheckItem.BODY,
        CheckItem.LETTER,
        CheckItem.REGISTRATION,
        CheckItem.EMPLOYEES,
        CheckItem.NAMES,
        CheckItem.KNOWN,
        CheckItem.CONTACTS,
    ),
}
"""What is looked at for each kind of applicant."""


class CheckQuerySet(OfMemberQuerySet, AppendOnlyQuerySet):
    country_paths = ["application__country"]

    def latest(self, application: Application) -> dict[str, "ApplicationCheck"]:
        """By item the newest tick of an application."""
        return {row.item: row for row in self.filter(application=application).order_by("pk")}


class ApplicationCheck(RecordedModel, AppendOnlyModel):
    """One tick: what somebody found about an item. The newest of an item counts; earlier ones stay."""

    class Found(models.TextChoices):
        FINE = "fine", _("in order")
        LACKING = "lacking", _("lacking")
        NOT_NEEDED = "not_needed", _("not needed")

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="checks", verbose_name=_("application")
    )
    item = models.CharField(_("item"), max_length=12, choices=CheckItem)
    found = models.CharField(_("found"), max_length=10, choices=Found)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = CheckQuerySet.as_manager()

    class Meta:
        ordering = ["application", "pk"]
        verbose_name = _("check of an application")
        verbose_name_plural = _("checks of applications")

    def __str__(self):
        return f"{self.get_item_display()} {self.get_found_display()}"
