"""Filters of the lists. The dashboard links to them, so each counts what its number says."""

from datetime import timedelta

from django.conf import settings
from django.contrib import admin
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from members.lifecycle import MEMBERSHIP, Status
from members.models import Application, ApplicationStep, Contact, Delivery, Kind, MemberFigure, Region
from members.services.letters import approvals_without_letter
from wego.dates import today

YEAR = timedelta(days=365)


def overdue_completions():
    """Requests for completion whose day has passed, of applications that still wait for it."""
    steps = ApplicationStep.objects.filter(act=ApplicationStep.Act.COMPLETION, due_on__isnull=False)
    later = ApplicationStep.objects.filter(application=OuterRef("application"), pk__gt=OuterRef("pk"))
    return steps.filter(~Exists(later), application__state=Application.State.INCOMPLETE, due_on__lt=today())


def without_figure() -> Q:
    """Cities without a population and companies without employees: what dues are assessed by is missing."""
    known = MemberFigure.objects.counting().filter(member=OuterRef("pk"))
    return (Q(kind=Kind.CITY) & ~Exists(known.filter(indicator=MemberFigure.Indicator.POPULATION))) | (
        Q(kind=Kind.COMPANY) & ~Exists(known.filter(indicator=MemberFigure.Indicator.EMPLOYEES))
    )


def with_old_population() -> Q:
    """Cities whose newest population is so old that dues by it carry a warning (R13)."""
    known = MemberFigure.objects.counting().filter(member=OuterRef("pk"), indicator=MemberFigure.Indicator.POPULATION)
    recent = known.filter(reference_year__gte=today().year - settings.DUES_FIGURE_YEARS)
    return Q(kind=Kind.CITY) & Exists(known) & ~Exists(recent)


def billing_known() -> Exists:
    return Exists(Contact.objects.in_office(today()).filter(member=OuterRef("pk"), role=Contact.Role.BILLING))


class ChoiceFilter(admin.SimpleListFilter):
    """A filter of the cases that `cases` names, each with its condition on the rows."""

    def cases(self) -> dict[str, tuple[str, Q]]:
        raise NotImplementedError

    def lookups(self, request, model_admin):
        return [(value, label) for value, (label, _condition) in self.cases().items()]

    def queryset(self, request, queryset):
        case = self.cases().get(self.value())
        return queryset.filter(case[1]) if case else queryset


class StandingFilter(ChoiceFilter):
    """Today's standing; without a choice everybody who ever was on record."""

    title = _("standing today")
    parameter_name = "standing"

    def cases(self):
        plain = {one.value: (one.label, Q(status=one)) for one in (Status.FULL, Status.ASSOCIATE, Status.FORMER)}
        return {
            "members": (_("associate and full members"), Q(status__in=MEMBERSHIP)),
            **plain,
            "waiting": (
                _("associate member for more than 12 months"),
                Q(status=Status.ASSOCIATE, since__lt=today() - YEAR),
            ),
            "none": (_("none yet"), Q(status__isnull=True)),
        }


class DeskFilter(ChoiceFilter):
    """Whose turn it is with an application."""

    title = _("desk")
    parameter_name = "desk"

    def cases(self):
        is_open = Q(state__in=Application.OPEN)
        return {
            "open": (_("all open ones"), is_open),
            "us": (_("waiting for the Secretariat"), Q(state=Application.State.RECEIVED)),
            "nobody": (_("handled by nobody"), is_open & Q(owner=None)),
            "mine": (_("handled by me"), is_open & Q(owner=self.user)),
            "online": (_("open, sent online"), is_open & Q(channel=Application.Channel.FORM)),
        }

    def __init__(self, request, params, model, model_admin):
        self.user = request.user
        super().__init__(request, params, model, model_admin)


class ProvisionalFilter(ChoiceFilter):
    title = _("provisional")
    parameter_name = "provisional"

    def cases(self):
        return {"1": (_("yes"), Q(provisional=True)), "0": (_("no"), Q(provisional=False))}


class RegionFilter(admin.SimpleListFilter):
    """WeGO's regions in their own order and the reader's language."""

    title = _("region")
    parameter_name = "region"
    region_path = "country__region"

    def lookups(self, request, model_admin):
        return [(region.code, str(region)) for region in Region.objects.all()]

    def queryset(self, request, queryset):
        return queryset.filter(**{f"{self.region_path}__code": self.value()}) if self.value() else queryset


class EconomyFilter(ChoiceFilter):
    title = _("economy for dues")
    parameter_name = "economy"

    def cases(self):
        return {
            "own": (_("another than the country's"), ~Q(economy_code="")),
            "proposed": (_("proposal to decide"), ~Q(economy_proposal="")),
        }


class BillingContactFilter(ChoiceFilter):
    title = _("billing contact")
    parameter_name = "billing"

    def cases(self):
        return {"known": (_("known"), Q(billing_known())), "missing": (_("missing"), ~Q(billing_known()))}


class FigureFilter(ChoiceFilter):
    title = _("population or employees")
    parameter_name = "figure"

    def cases(self):
        old = _("population older than %d years") % settings.DUES_FIGURE_YEARS
        return {"missing": (_("missing"), without_figure()), "old": (old, with_old_population())}


class TermFilter(ChoiceFilter):
    """Contacts by their term."""

    title = _("term of office")
    parameter_name = "term"

    def cases(self):
        begun = Q(starts_on=None) | Q(starts_on__lte=today())
        return {
            "now": (_("in office today"), begun & (Q(ends_on=None) | Q(ends_on__gte=today()))),
            "ended": (_("no longer in office"), Q(ends_on__lt=today())),
            "long_ended": (_("out of office for more than 12 months"), Q(ends_on__lt=today() - YEAR)),
        }


class DueFilter(ChoiceFilter):
    """Applications by what they wait for."""

    title = _("completion")
    parameter_name = "completion"

    def cases(self):
        return {"overdue": (_("overdue"), Q(pk__in=overdue_completions().values("application")))}


class StageFilter(ChoiceFilter):
    title = _("stage")
    parameter_name = "stage"

    def cases(self):
        return {
            "planned": (_("planned"), Q(held_from=None)),
            "passed": (_("planned day has passed"), Q(held_from=None, planned_to__lt=today())),
            "held": (_("held"), Q(held_from__isnull=False)),
        }


class LetterFilter(ChoiceFilter):
    """Approvals of the last twelve months; older ones were announced long ago."""

    title = _("approval letter")
    parameter_name = "letter"

    def cases(self):
        return {"missing": (_("not sent yet"), Q(pk__in=approvals_without_letter(today() - YEAR).values("pk")))}


class NotSentFilter(ChoiceFilter):
    title = _("needs attention")
    parameter_name = "not_sent"

    def cases(self):
        return {"1": (_("failed, or waiting for more than a day"), Q(pk__in=Delivery.objects.not_sent().values("pk")))}


class HoldingFilter(ChoiceFilter):
    """Rows of the status history that no correction has replaced."""

    title = _("holds")
    parameter_name = "holds"

    def cases(self):
        return {
            "1": (_("yes"), Q(corrected_by=None) & ~Q(status=Status.ANNULLED)),
            "0": (_("no: corrected or entered in error"), Q(corrected_by__isnull=False) | Q(status=Status.ANNULLED)),
        }
