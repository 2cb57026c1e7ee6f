"""The dues at a glance (domain: dashboard): every number is a link to exactly that list."""

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import wraps

from django.conf import settings
from django.db.models import Count, F, Max, Min, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from fees.models import Adjustment, DuesException, DuesRun, FeeSchedule, Settlement
from fees.words import dollars, whole
from members.admin.filters import with_old_population, without_figure
from members.dashboard import Item
from members.models import SEES_ALL, EconomyFigure, Kind, Member
from wego.dates import today

PREVIEWS_FROM = (10, 1)  # month and day from which the dues of the next year are prepared
ASSESSED = {
    Kind.CITY: gettext_lazy("cities assessed"),
    Kind.INSTITUTION: gettext_lazy("institutions assessed"),
    Kind.COMPANY: gettext_lazy("companies assessed"),
}
REASONS = {
    DuesException.Reason.NO_POPULATION: gettext_lazy("without a population"),
    DuesException.Reason.NO_GDP: gettext_lazy("without a GDP figure"),
    DuesException.Reason.STALE_GDP: gettext_lazy("with a GDP figure that is too old"),
    DuesException.Reason.NO_EMPLOYEES: gettext_lazy("without a number of employees"),
    DuesException.Reason.PROVISIONAL: gettext_lazy("whose standing is not confirmed"),
}


def _allowed(*permissions: str):
    """A panel of the whole register for those who have all of these permissions."""

    def guard(panel: Callable) -> Callable:
        @wraps(panel)
        def shown(request) -> dict | None:
            return panel(request.user, today()) if request.user.has_perms([SEES_ALL, *permissions]) else None

        return shown

    return guard


def _list(model: str, query: str) -> str:
    return reverse(f"admin:{model}_changelist") + f"?{query}"


def _usd(amount) -> str:
    return _("%s USD") % dollars(amount)


@_allowed("fees.view_duesrun", "fees.view_assessment")
def dues_year(user, on: date) -> dict:
    """The dues of the current year; from October on the way to those of the next."""
    run = DuesRun.objects.filter(year=on.year).first()
    previews = [] if run else [on.year]
    if (on.month, on.day) >= PREVIEWS_FROM:
        previews.append(on.year + 1)
    acts = [{"title": str(run), "url": reverse("admin:fees_duesrun_change", args=[run.pk])}] if run else []
    return {
        "template": "admin/fees/dashboard/dues_year.html",
        "title": _("Dues %d") % on.year,
        "year": on.year,
        "run": run,
        "items_list": _items_of(run, user) if run else [],
        "acts": [*acts, *({"title": _("Preview %d") % year, "url": _preview(year)} for year in previews)],
    }


def _preview(year: int) -> str:
    return f"{reverse('admin:dues_preview')}?year={year}"


def _items_of(run: DuesRun, user) -> list[Item]:
    items = _assessed_items(run)
    if user.has_perm("fees.view_duesexception"):
        items.append(
            Item(
                run.exceptions.filter(state=DuesException.State.OPEN).count(),
                _("need a decision"),
                _list("fees_duesexception", f"state__exact=open&run__year={run.year}"),
                alarm=True,
            )
        )
    if user.has_perm("fees.view_notassessed"):
        url = _list("fees_notassessed", f"run__id__exact={run.pk}")
        items.append(Item(run.not_assessed.count(), _("not assessed"), url))
    return items


def _assessed_items(run: DuesRun) -> list[Item]:
    """Assessed members and what they owe before adjustments: all, each kind, those with an adjustment."""
    url = _list("fees_assessment", f"standing=1&run__id__exact={run.pk}")
    rows = run.assessments.standing().values("member__kind").annotate(count=Count("pk"), total=Sum("amount"))
    kinds = {row["member__kind"]: row for row in rows.order_by()}
    total = sum((row["total"] for row in kinds.values()), Decimal(0))
    adjusted = Adjustment.objects.filter(assessment__in=run.assessments.standing()).aggregate(
        count=Count("assessment", distinct=True), total=Sum("amount")
    )
    items = [Item(sum(row["count"] for row in kinds.values()), _("members assessed"), url, _usd(total))]
    for kind, words in ASSESSED.items():
        if row := kinds.get(kind):
            items.append(Item(row["count"], words, f"{url}&member__kind__exact={kind}", _usd(row["total"])))
    detail = _usd(adjusted["total"]) if adjusted["count"] else ""
    return [*items, Item(adjusted["count"], _("waived or reduced by decision"), f"{url}&adjusted=1", detail)]


@_allowed("fees.view_duesexception")
def exceptions_queue(user, on: date) -> dict:
    """What needs a decision, of all years: by reason with who is at it, and what waits for a second person."""
    is_open = "state__exact=open"
    owners: dict[str, Counter] = defaultdict(Counter)
    rows = DuesException.objects.filter(state=DuesException.State.OPEN).values_list("reason", "owner__username")
    for reason, owner, count in rows.annotate(count=Count("pk")).order_by(F("owner__username").asc(nulls_last=True)):
        owners[reason][owner] = count
    items = [
        Item(owners[reason].total(), words, _list("fees_duesexception", f"{is_open}&reason__exact={reason}"), at)
        for reason, words in REASONS.items()
        if (at := _owners(owners[reason]))
    ]
    mine = sum(counts[user.get_username()] for counts in owners.values())
    waiting = Settlement.objects.filter(outcome="", exception__state=DuesException.State.OPEN).count()
    more = [
        (mine, _("in your hands"), "owner=me", False),
        (waiting, _("proposals wait for a second person"), "proposal=waits", True),
    ]
    return {
        "template": "admin/fees/dashboard/exceptions.html",
        "title": _("Members that need a decision"),
        "items_list": [
            *items,
            *(
                Item(count, words, _list("fees_duesexception", f"{is_open}&{query}"), alarm=alarm)
                for count, words, query, alarm in more
                if count
            ),
        ],
    }


def _owners(counts: Counter) -> str:
    """Who has how many of them in hand."""
    said = ", ".join(f"{owner or _('nobody')} {whole(count)}" for owner, count in counts.items())
    return _("in the hands of: %s") % said if said else ""


@_allowed("members.view_member", "members.view_economyfigure")
def data_freshness(user, on: date) -> dict:
    """How old the figures are that dues follow from, and when the next year's are looked at (R12, R13)."""
    run = DuesRun.objects.filter(year=on.year).first() if user.has_perm("fees.view_duesrun") else None
    editions = EconomyFigure.objects.values("vintage").annotate(first=Min("reference_year"), last=Max("reference_year"))
    years = settings.DUES_FIGURE_YEARS
    old = ngettext(
        "full member city with a population older than %d year",
        "full member cities with a population older than %d years",
        years,
    )
    members, full = Member.objects.in_membership(on), Member.objects.full(on)
    missing = members.filter(without_figure())
    return {
        "template": "admin/fees/dashboard/freshness.html",
        "title": _("Data freshness"),
        "run": run,
        "newest": editions.order_by("-vintage").first(),
        "editions_url": reverse("admin:members_economyfigure_changelist"),
        "next_preview": _next_preview(on),
        "items_list": [
            Item(full.filter(with_old_population()).count(), old % years, _members("standing=full&figure=old")),
            *(
                Item(
                    missing.filter(kind=kind).count(),
                    words,
                    _members(f"standing=members&figure=missing&kind__exact={kind}"),
                )
                for kind, words in (
                    (Kind.CITY, _("cities without a population")),
                    (Kind.COMPANY, _("companies without a number of employees")),
                )
            ),
        ],
    }


def _members(query: str) -> str:
    return _list("members_member", query)


def _next_preview(on: date) -> date:
    day = date(on.year, *PREVIEWS_FROM)
    return day if on <= day else date(on.year + 1, *PREVIEWS_FROM)


@_allowed("fees.view_feeschedule")
def draft_schedules(user, on: date) -> dict | None:
    """Drafts of fee tables, each with what it would change; nothing while there is none."""
    drafts = FeeSchedule.objects.filter(state=FeeSchedule.State.DRAFT).order_by("first_dues_year", "pk")
    lines = [(str(draft), reverse("admin:fees_feeschedule_what_if", args=[draft.pk])) for draft in drafts]
    return (
        {
            "template": "admin/fees/dashboard/drafts.html",
            "title": _("Drafts of fee schedules"),
            "drafts": lines,
        }
        if lines
        else None
    )
