"""The page of a published list: how far it is, its lines group by group, and the same as a file."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from members import forms
from members.models import Country, ListExplanation, ListFinding, ListSignOff, PublishedList
from members.published import words
from members.published.codes import Code, Group
from members.services.list_comparison import is_quick
from members.services.published import count_groups
from wego.spreadsheets import Sheet

PER_PAGE = 50
EXPORTED = (
    *("group", "row", "name in the list", "member", "name_en", "name_ko", "kind", "code", "reason", "differences"),
    *("state", "explanation", "signed_by", "signed_at"),
)
NAMES = {
    Group.EXTRA: lambda: _("Extra"),
    Group.MISSING: lambda: _("Missing"),
    Group.DIFFERENT: lambda: _("Different"),
    Group.MATCHED: lambda: _("Matched"),
}


# --- how far it is ---------------------------------------------------------------------------------
@dataclass(frozen=True)
class Tally:
    """How many lines of a group there are, and how many of them are open, explained, to be chosen."""

    group: Group
    count: int = 0
    open: int = 0
    to_choose: int = 0

    @property
    def name(self) -> str:
        return NAMES[self.group]()

    @property
    def explained(self) -> int:
        return 0 if self.group == Group.MATCHED else self.count - self.open


@dataclass(frozen=True)
class Progress:
    """All that a list needs before it can be signed off."""

    tallies: Sequence[Tally]

    @classmethod
    def of(cls, published: PublishedList) -> "Progress":
        counted = (
            published.findings.with_explained()
            .order_by()
            .values("group")
            .annotate(
                count=Count("pk"),
                open=Count("pk", filter=Q(explained=False)),
                to_choose=Count("pk", filter=Q(explained=False, to_choose=True)),
            )
        )
        found = {one["group"]: one for one in counted}
        tallies = [Tally(**{**found.get(group, {}), "group": group}) for group in Group]
        return cls([one if one.group != Group.MATCHED else Tally(one.group, one.count) for one in tallies])

    @property
    def total(self) -> int:
        return sum(one.count for one in self.tallies if one.group != Group.MATCHED)

    @property
    def explained(self) -> int:
        return sum(one.explained for one in self.tallies)

    @property
    def to_choose(self) -> int:
        return sum(one.to_choose for one in self.tallies)

    @property
    def open(self) -> int:
        return self.total - self.explained

    @property
    def first(self) -> Group:
        """The group to look at first: one with something open, else one that has lines."""
        for test in ("open", "count"):
            if found := [one.group for one in self.tallies if getattr(one, test)]:
                return found[0]
        return Group.MATCHED


def coming(published: PublishedList) -> list[str]:
    """How many lines each group has, or that a worker is going to find out."""
    if not is_quick(published):
        return [_("The list is long: a worker compares it, and its page says how far it is.")]
    counts = count_groups(published)
    return [f"{NAMES[group]()}: {counts[group]}" for group in Group]


# --- which lines -----------------------------------------------------------------------------------
def select(published: PublishedList, query: QueryDict) -> QuerySet[ListFinding]:
    """The lines that the filters of the page leave, with `explained`. A filter that says nonsense filters nothing."""
    form = forms.LinesForm(query)
    form.is_valid()
    given = {name: value for name, value in form.cleaned_data.items() if value}
    found = published.findings.with_explained().select_related("row")
    found = found.filter(**{name: given[name] for name in ("code", "kind") if name in given})
    if query.get("group") in Group:
        found = found.filter(group=query["group"])
    if text := given.get("q"):
        found = found.filter(Q(listed__icontains=text) | Q(name_en__icontains=text) | Q(name_ko__icontains=text))
    match given.get("state"):
        case form.OPEN:
            found = found.unsettled().filter(explained=False)
        case form.CHOOSE:
            found = found.filter(to_choose=True)
        case form.EXPLAINED:
            found = found.filter(explained=True)
    return found.order_by("group", "place")


@dataclass(frozen=True)
class Line:
    """A finding in words."""

    finding: ListFinding
    reasons: list[str]
    differences: list[str]
    candidates: list[str]
    explanation: ListExplanation | None

    @property
    def listed(self) -> str:
        """The name as the list has it; of a row without one what else stands in it."""
        if self.finding.listed or self.finding.row is None:
            return self.finding.listed
        return " · ".join(filter(None, self.finding.row.cells.values()))[:200]

    @property
    def member(self) -> str:
        return words.member(self.finding.facts) if self.finding.member_id else ""

    @property
    def is_matched(self) -> bool:
        return self.finding.group == Group.MATCHED

    @property
    def state(self) -> str:
        """ "matched", "explained", "choose" or "open"."""
        if self.is_matched:
            return "matched"
        return "explained" if self.explanation else "choose" if self.finding.to_choose else "open"

    @property
    def state_words(self) -> str:
        said = {"matched": _("matched"), "explained": _("explained"), "choose": _("choose a member"), "open": _("open")}
        return said[self.state]

    @property
    def label(self) -> str:
        """The line by its row and name, or by the member that is missing."""
        if self.finding.row is None:
            return self.member
        return _("Row %(row)d, “%(name)s”") % {"row": self.finding.place, "name": self.listed}

    @property
    def sentence(self) -> str:
        return " ".join([f"{self.label}:", *self.reasons, *self.differences])


def lines_of(published: PublishedList, findings: Iterable[ListFinding]) -> list[Line]:
    """The findings in words, with the explanation that holds of each. Two queries."""
    findings = list(findings)
    countries = Country.objects.in_bulk()
    explanations = _explanations(published, {finding.digest for finding in findings})
    return [
        Line(
            finding,
            words.reason(finding.code, finding.facts),
            words.differences(finding.facts, countries),
            [words.candidate(one) for one in finding.facts.get("candidates", ())],
            explanations.get(finding.digest),
        )
        for finding in findings
    ]


def _explanations(published: PublishedList, digests: set[str]) -> dict[str, ListExplanation]:
    """By digest of the finding what was written about it last."""
    rows = ListExplanation.objects.filter(list=published).order_by("pk").select_related("signed_by")
    if len(digests) <= PER_PAGE:
        rows = rows.filter(digest__in=digests)
    return {row.digest: row for row in rows if row.digest in digests}


# --- what the template shows -----------------------------------------------------------------------
def page_of(published: PublishedList, query: QueryDict) -> dict:
    """What admin/members/publishedlist.html shows of a list that has been compared."""
    progress = Progress.of(published)
    group = Group(query["group"]) if query.get("group") in Group else progress.first
    chosen = query.copy()
    chosen["group"] = group.value
    page = Paginator(select(published, chosen), PER_PAGE).get_page(query.get("p"))
    chosen.pop("p", None)
    return {
        "progress": progress,
        "group": group,
        "group_name": NAMES[group](),
        "tally": next(one for one in progress.tallies if one.group == group),
        "page": page,
        "lines": lines_of(published, page.object_list),
        "filters": _filters(published, group, query),
        "query": chosen.urlencode(),
        "sign_off": sign_off_of(published),
        "sign_offs": list(published.sign_offs.select_related("signed_by")),
        "explanations_url": f"{reverse('admin:members_listexplanation_changelist')}?list__id__exact={published.pk}",
    }


def _filters(published: PublishedList, group: Group, query: QueryDict) -> forms.LinesForm:
    """The filters with what they are set to; only reasons that the group has."""
    form = forms.LinesForm(query, auto_id="filter_%s")
    codes = set(published.findings.order_by().filter(group=group).values_list("code", flat=True).distinct())
    form.fields["code"].choices = [("", _("all")), *(one for one in Code.choices if one[0] in codes)]
    return form


def sign_off_of(published: PublishedList) -> ListSignOff | None:
    """The signature under the very result that there is now."""
    return published.sign_offs.filter(digest=published.comparison.digest).select_related("signed_by").first()


# --- as a file -------------------------------------------------------------------------------------
def sheet_of(published: PublishedList) -> Sheet:
    """All lines of the comparison, with reasons, explanations and who signed them."""
    return Sheet(str(published), EXPORTED, _exported(published))


def _exported(published: PublishedList) -> Iterator[list]:
    for line in lines_of(published, select(published, QueryDict())):
        finding, explanation = line.finding, line.explanation
        yield [
            *(finding.group, finding.place if finding.row else "", finding.listed, finding.facts.get("number", "")),
            *(finding.name_en, finding.name_ko, finding.kind, finding.code),
            *(" ".join([*line.reasons, *line.candidates]), " ".join(line.differences), line.state),
            *(explanation.text if explanation else "", str(explanation.signed_by) if explanation else ""),
            date_format(localtime(explanation.signed_at), "Y-m-d H:i") if explanation else "",
        ]
