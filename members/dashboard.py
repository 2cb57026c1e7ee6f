"""What an officer sees at a glance (domain: dashboard). Every number is a link to exactly that list."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from members.admin.duplicates import MERGES
from members.admin.filters import YEAR, billing_known, overdue_completions
from members.admin.status import CONFIRMS
from members.duplicates import likely_pairs
from members.lifecycle import Ground, Status
from members.models import (
    SEES_ALL,
    Application,
    Country,
    Delivery,
    Kind,
    Meeting,
    Member,
    Region,
    StatusChange,
)
from members.register import Totals, begins_on
from members.services.letters import approvals_without_letter
from members.services.reconciliation import OPEN, latest_stated_day, reconcile
from wego.dates import today
from wego.permissions import allows

ADMIN_LIST = "admin:members_{}_changelist"


@dataclass(frozen=True)
class Item:
    """One number with its words and the list behind it; `alarm` is shown in words and colour."""

    count: int
    words: str
    url: str
    detail: str = ""
    alarm: bool = False


def _list(model: str, query: str = "") -> str:
    return reverse(ADMIN_LIST.format(model)) + (f"?{query}" if query else "")


def _sees(user, model: str) -> bool:
    return user.has_perm(f"members.view_{model}")


def _provisional_url(user) -> str:
    """Where provisional members are confirmed; for those who only look, their list."""
    may = allows(user, CONFIRMS)
    return reverse("admin:provisional") if may else _list("member", "standing=members&provisional=1")


def for_all_countries(panel):
    """A panel of the register is for those who may see all members."""

    def shown(request):
        return panel(today(), request.user) if request.user.has_perms(["members.view_member", SEES_ALL]) else None

    return shown


@for_all_countries
def members_today(on: date, user) -> dict:
    totals, start, begins = Totals.on(on), date(on.year, 1, 1) - timedelta(days=1), begins_on()
    lines, day = [], latest_stated_day()
    try:
        lines = reconcile(day) if day and _sees(user, "statedtotal") else []
    except ValidationError:
        lines = []
    report = f"{reverse('admin:report')}?on={on.isoformat()}"
    return {
        "template": "admin/members/dashboard/today.html",
        "title": _("Members today"),
        "on": on,
        "total": totals.total,
        "kinds": [(Kind(kind).label, count) for kind, count in totals.by_kind.items()],
        "full": totals.by_status.get(Status.FULL, 0),
        "associate": totals.by_status.get(Status.ASSOCIATE, 0),
        "provisional": totals.count(provisional=True),
        "change": totals.total - Totals.on(start).total if begins and begins <= start else None,
        "report_url": report,
        "changes_url": f"{report}&since={start.isoformat()}",
        "list_url": _list("member", "standing=members"),
        "full_url": _list("member", "standing=full"),
        "associate_url": _list("member", "standing=associate"),
        "provisional_url": _provisional_url(user),
        "reconciled_on": day if _sees(user, "statedtotal") else None,
        "open_count": sum(line.state == OPEN for line in lines),
        "reconciliation_url": reverse("admin:reconciliation"),
    }


@for_all_countries
def to_do(on: date, user) -> dict:
    return {
        "template": "admin/members/dashboard/items.html",
        "title": _("To do"),
        "items_list": [
            *(_applications_to_do(on) if _sees(user, "application") else []),
            *(_meetings_to_do(on) if _sees(user, "meeting") else []),
            *(_letters_to_do(on) if _sees(user, "delivery") else []),
            *_members_to_do(on, user),
        ],
        "acts": [
            {"title": title, "url": reverse(f"admin:members_{model}_add")}
            for model, title in (("application", _("Record an application")), ("meeting", _("Plan a meeting")))
            if user.has_perm(f"members.add_{model}")
        ],
    }


def _applications_to_do(on: date) -> list[Item]:
    waiting = Application.objects.filter(state=Application.State.RECEIVED).order_by("received_on")
    oldest = waiting.first()
    return [
        Item(
            waiting.count(),
            _("applications waiting for a check"),
            _list("application", "state__exact=received"),
            _("oldest: %d days") % (on - oldest.received_on).days if oldest else "",
        ),
        Item(
            overdue_completions().values("application").distinct().count(),
            _("completions overdue"),
            _list("application", "completion=overdue"),
            alarm=True,
        ),
    ]


def _meetings_to_do(on: date) -> list[Item]:
    passed = Meeting.objects.filter(held_from=None, planned_to__lt=on).count()
    words = _("planned meetings whose day has passed: held or not?")
    return [Item(passed, words, _list("meeting", "stage=passed"), alarm=True)] if passed else []


def _letters_to_do(on: date) -> list[Item]:
    return [
        Item(
            approvals_without_letter(on - YEAR).count(),
            _("approved members without their letter"),
            _list("decision", "letter=missing"),
        ),
        Item(
            Delivery.objects.not_sent().count(),
            _("mails that were not sent"),
            _list("delivery", "not_sent=1"),
            alarm=True,
        ),
    ]


def _members_to_do(on: date, user) -> list[Item]:
    members = Member.objects.in_membership(on)
    return [
        Item(
            members.filter(provisional=True).count(),
            _("provisional members to confirm"),
            _provisional_url(user),
        ),
        Item(
            members.exclude(billing_known()).count(),
            _("members without a billing contact"),
            _list("member", "standing=members&billing=missing"),
        ),
        Item(
            Member.objects.exclude(economy_proposal="").count(),
            _("proposals of another economy for dues"),
            _list("member", "economy=proposed"),
            ", ".join(_proposals()),
        ),
        *_duplicates_to_do(user),
    ]


def _duplicates_to_do(user) -> list[Item]:
    if not user.has_perm(MERGES):
        return []
    return [Item(len(likely_pairs()), _("pairs of records that may be one member"), reverse("admin:duplicates"))]


def _proposals() -> list[str]:
    members = Member.objects.exclude(economy_proposal="").with_names()[:3]
    return [f"{member}: {member.economy} → {member.economy_proposal}" for member in members]


@for_all_countries
def next_meetings(on: date, user) -> dict | None:
    if not _sees(user, "meeting"):
        return None
    meetings = [
        {
            "label": str(meeting),
            "from": meeting.planned_from,
            "days": (meeting.planned_from - on).days,
            "closing": meeting.planned_from - timedelta(days=30),
            "url": reverse("admin:members_meeting_change", args=[meeting.pk]),
        }
        for meeting in Meeting.objects.upcoming(on).select_related("body")[:4]
    ]
    return {
        "template": "admin/members/dashboard/meetings.html",
        "title": _("Next meetings"),
        "meetings": meetings,
        "add_url": reverse("admin:members_meeting_add") if user.has_perm("members.add_meeting") else "",
    }


@for_all_countries
def pipeline(on: date, user) -> dict:
    """This year by the calendar; the lists are those of the filter "this year" of the same column."""
    this_year = (date(on.year, 1, 1), date(on.year, 12, 31))
    begun, over = this_year[0], date(on.year + 1, 1, 1)
    known = StatusChange.objects.known().filter(effective_on__range=this_year)
    associates = Member.objects.associates(on)
    items = [
        *(_applications_of_year(begun, over) if _sees(user, "application") else []),
        Item(
            known.filter(ground=Ground.APPROVAL).count(),
            _("approved this year"),
            _list("statuschange", f"holds=1&ground__exact=approval&effective_on__gte={begun}&effective_on__lt={over}"),
        ),
        Item(
            associates.count(),
            _("associate members waiting for a decision"),
            _list("member", "standing=associate"),
        ),
        Item(
            associates.filter(since__lt=on - YEAR).count(),
            _("associate members for more than 12 months"),
            _list("member", "standing=waiting"),
            alarm=True,
        ),
    ]
    title = _("Pipeline %(year)d") % {"year": on.year}
    return {"template": "admin/members/dashboard/items.html", "title": title, "items_list": items}


def _applications_of_year(begun: date, over: date) -> list[Item]:
    return [
        Item(
            Application.objects.filter(**{f"{field}__gte": begun, f"{field}__lt": over}).count(),
            words,
            _list("application", f"{field}__gte={begun}&{field}__lt={over}"),
        )
        for field, words in (
            ("received_on", _("applications received this year")),
            ("accepted_on", _("accepted this year")),
        )
    ]


@for_all_countries
def regions(on: date, user) -> dict:
    totals = Totals.on(on)
    rows = []
    for region in Region.objects.all():
        by_kind = totals.by(lambda group: group.kind, region=region.pk)
        if by_kind:
            url = _list("member", f"standing=members&region={region.code}")
            counts = [(by_kind.get(kind, 0), f"{url}&kind__exact={kind}") for kind in Kind.values]
            rows.append({"region": region, "url": url, "counts": counts, "total": sum(by_kind.values())})
    kinds = [label for _kind, label in Kind.choices]
    return {
        "template": "admin/members/dashboard/regions.html",
        "title": _("Regions"),
        "kinds": kinds,
        "rows": rows,
    }


def own_countries(request) -> dict | None:
    """The members of today that a person of a regional office sees, country by country."""
    user = request.user
    if user.has_perm(SEES_ALL) or not user.has_perm("members.view_member"):
        return None
    members = Member.objects.visible_to(user).in_membership()
    counts = Counter(members.values_list("country", flat=True))
    countries = Country.objects.filter(regional_offices__staff=user.pk).distinct()
    return {
        "template": "admin/members/dashboard/own_countries.html",
        "title": _("Members of your countries today"),
        "on": today(),
        "total": counts.total(),
        "url": _list("member", "standing=members"),
        "rows": [
            (country, counts[country.pk], _list("member", f"standing=members&country__iso3__exact={country.pk}"))
            for country in countries
        ],
    }
