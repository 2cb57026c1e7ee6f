"""What an officer sees at a glance (domain: dashboard). Every number is a link to exactly that list."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from members.admin.filters import YEAR, billing_known, overdue_completions
from members.lifecycle import Ground, Status
from members.models import Application, Contact, Kind, Meeting, Member, Region, StatusChange
from members.register import Totals, begins_on
from members.services.reconciliation import OPEN, latest_stated_day, reconcile
from wego.dates import today

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


def _provisional_url(user) -> str:
    """Where provisional members are confirmed; for those who only look, their list."""
    may = user.has_perm("members.add_statuschange")
    return reverse("admin:provisional") if may else _list("member", "standing=members&provisional=1")


def _allowed(panel):
    """A panel of the register is for those who may see members."""

    def shown(request):
        return panel(today(), request.user) if request.user.has_perm("members.view_member") else None

    return shown


@_allowed
def members_today(on: date, user) -> dict:
    totals, start, begins = Totals.on(on), date(on.year, 1, 1) - timedelta(days=1), begins_on()
    lines, day = [], latest_stated_day()
    try:
        lines = reconcile(day) if day else []
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
        "reconciled_on": day,
        "open_count": sum(line.state == OPEN for line in lines),
        "reconciliation_url": reverse("admin:reconciliation"),
    }


@_allowed
def to_do(on: date, user) -> dict:
    return {
        "template": "admin/members/dashboard/items.html",
        "title": _("To do"),
        "items_list": [*_applications_to_do(on), *_meetings_to_do(on), *_members_to_do(on, user)],
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
    ]


def _proposals() -> list[str]:
    members = Member.objects.exclude(economy_proposal="").with_names()[:3]
    return [f"{member}: {member.economy} → {member.economy_proposal}" for member in members]


@_allowed
def next_meetings(on: date, user) -> dict:
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


@_allowed
def pipeline(on: date, user) -> dict:
    """This year by the calendar; the lists are those of the filter "this year" of the same column."""
    this_year = (date(on.year, 1, 1), date(on.year, 12, 31))
    begun, over = this_year[0], date(on.year + 1, 1, 1)
    known = StatusChange.objects.known().filter(effective_on__range=this_year)
    associates = Member.objects.associates(on)
    items = [
        Item(
            Application.objects.filter(received_on__range=this_year).count(),
            _("applications received this year"),
            _list("application", f"received_on__gte={begun}&received_on__lt={over}"),
        ),
        Item(
            Application.objects.filter(accepted_on__range=this_year).count(),
            _("accepted this year"),
            _list("application", f"accepted_on__gte={begun}&accepted_on__lt={over}"),
        ),
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


@_allowed
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


@_allowed
def housekeeping(on: date, user) -> dict:
    latest = StatusChange.objects.order_by("-recorded_at").values_list("recorded_at", flat=True).first()
    return {
        "template": "admin/members/dashboard/housekeeping.html",
        "title": _("Housekeeping"),
        "last_recorded": latest,
        "ended_contacts": Contact.objects.filter(ends_on__lt=on - YEAR).count(),
        "contacts_url": _list("contact", "term=long_ended"),
    }
