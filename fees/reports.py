"""What a dues run came to: totals, assessments, exceptions, members passed over (paper 10), as data, JSON and text."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _

from fees.assessing import Outcome, Verdict
from fees.models import Adjustment, Assessment, DuesException, DuesRun
from fees.services.dues import plan_run
from fees.services.evaluation import evaluate_all
from fees.services.quotes import CURRENCY
from fees.words import dollars, exception_words, not_assessed_words, whole
from members.models import Kind, Member, Region

NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class Line:
    """One member of the report: its outcome; `adjusted` in USD is 0 or below, `pk` that of the assessment."""

    member: Member
    outcome: Outcome
    adjusted: Decimal = NOTHING
    pk: int | None = None

    @property
    def amount(self) -> Decimal:
        return self.outcome.amount

    @property
    def total(self) -> Decimal:
        return self.outcome.amount + self.adjusted

    @property
    def words(self) -> str:
        """Why there is no amount."""
        if self.outcome.verdict == Verdict.EXCEPTION:
            return exception_words(self.outcome.reason, self.outcome.facts)
        return not_assessed_words(self.outcome.reason)


@dataclass(frozen=True)
class Sum:
    """How many members are assessed, to how much in USD before adjustments."""

    assessed: int = 0
    total: Decimal = NOTHING

    @classmethod
    def of(cls, lines: Iterable[Line]) -> "Sum":
        amounts = [line.amount for line in lines]
        return cls(len(amounts), sum(amounts, NOTHING))

    def as_json(self) -> dict:
        return {"assessed": self.assessed, "total": f"{self.total:.2f}"}


@dataclass(frozen=True)
class DuesReport:
    """A run as it stands, or a preview of it. Lines are in order of member numbers."""

    run: DuesRun
    preview: bool
    lines: list[Line]
    regions: list[Region] = field(default_factory=list)

    @classmethod
    def preview_of(cls, year: int, *, include_provisional: bool = False, vintage: date | None = None) -> "DuesReport":
        """What the run of the year would come to now: what is assessed stands, the rest is evaluated."""
        run = plan_run(year, include_provisional=include_provisional, vintage=vintage)
        return cls._of(run, [*(_standing(run) if run.pk else ()), *evaluate_all(run)], preview=True)

    @classmethod
    def of(cls, run: DuesRun) -> "DuesReport":
        """The run as it stands on record."""
        return cls._of(run, [*_standing(run), *_exceptions(run), *_not_assessed(run)], preview=False)

    @classmethod
    def _of(cls, run: DuesRun, outcomes: list[Outcome], *, preview: bool) -> "DuesReport":
        members = _members(run, None if len(outcomes) > MANY else [outcome.member for outcome in outcomes])
        adjusted, keys = (_adjusted(run), _keys(run)) if run.pk else ({}, {})
        lines = [
            Line(members[one.member], one, adjusted.get(one.member, NOTHING), keys.get(one.member)) for one in outcomes
        ]
        lines.sort(key=lambda line: line.member.number)
        return cls(run, preview, lines, list(Region.objects.all()))

    @cached_property
    def assessed(self) -> list[Line]:
        return [line for line in self.lines if line.outcome.verdict == Verdict.ASSESSED]

    @cached_property
    def exceptions(self) -> list[Line]:
        return [line for line in self.lines if line.outcome.verdict == Verdict.EXCEPTION]

    @cached_property
    def not_assessed(self) -> list[Line]:
        return [line for line in self.lines if line.outcome.verdict == Verdict.NOT_ASSESSED]

    @cached_property
    def sum(self) -> Sum:
        return Sum.of(self.assessed)

    @cached_property
    def adjusted(self) -> Decimal:
        return sum((line.adjusted for line in self.assessed), NOTHING)

    @cached_property
    def by_kind(self) -> dict[Kind, Sum]:
        return {kind: self._sum(lambda line, kind=kind: line.member.kind == kind) for kind in Kind}

    @cached_property
    def by_region(self) -> dict[Region, Sum]:
        """Regions of the scheme that have a member in the report."""
        present = {line.member.country.region_id for line in self.lines}
        return {
            region: self._sum(lambda line, region=region: line.member.country.region_id == region.pk)
            for region in self.regions
            if region.pk in present
        }

    def _sum(self, wanted: Callable[[Line], bool]) -> Sum:
        return Sum.of(line for line in self.assessed if wanted(line))


MANY = 500  # members: from here on all are read instead of those by key


def _standing(run: DuesRun) -> list[Outcome]:
    rows = run.assessments.standing().select_related("member")
    return [
        Outcome(row.member_id, row.member.kind, Verdict.ASSESSED, row.amount, row.basis, tuple(row.warnings))
        for row in rows
    ]


def _exceptions(run: DuesRun) -> list[Outcome]:
    rows = run.exceptions.filter(state=DuesException.State.OPEN).select_related("member")
    return [
        Outcome(row.member_id, row.member.kind, Verdict.EXCEPTION, reason=row.reason, facts=row.facts) for row in rows
    ]


def _not_assessed(run: DuesRun) -> list[Outcome]:
    rows = run.not_assessed.select_related("member")
    return [Outcome(row.member_id, row.member.kind, Verdict.NOT_ASSESSED, reason=row.reason) for row in rows]


def _members(run: DuesRun, keys: list[int] | None) -> dict[int, Member]:
    """Members with their names on the day of the run's data (R27)."""
    rows = Member.objects.with_names(run.data_on).select_related("country__region")
    return rows.in_bulk(keys)


def _adjusted(run: DuesRun) -> dict[int, Decimal]:
    found: dict[int, Decimal] = {}
    rows = Adjustment.objects.filter(assessment__run=run, assessment__superseded_by__isnull=True)
    for member, amount in rows.values_list("assessment__member", "amount"):
        found[member] = found.get(member, NOTHING) + amount
    return found


def _keys(run: DuesRun) -> dict[int, int]:
    return dict(Assessment.objects.filter(run=run).standing().values_list("member", "pk"))


def as_json(report: DuesReport) -> dict:
    """Plain data, always English: money as text in USD, countries by ISO alpha-3."""
    return {
        "year": report.run.year,
        "preview": report.preview,
        "currency": CURRENCY,
        **report.sum.as_json(),
        "by_kind": {kind.value: total.as_json() for kind, total in report.by_kind.items()},
        "by_region": {region.name_en: total.as_json() for region, total in report.by_region.items()},
        "assessments": [
            {
                **_who(line),
                "country": line.member.country_id,
                "amount": f"{line.amount:.2f}",
                "basis": line.outcome.basis,
                "warnings": list(line.outcome.warnings),
            }
            for line in report.assessed
        ],
        "exceptions": [
            {**_who(line), "reason": line.outcome.reason, "detail": line.words} for line in report.exceptions
        ],
        "not_assessed": [{**_who(line), "reason": line.outcome.reason} for line in report.not_assessed],
    }


def _who(line: Line) -> dict:
    return {"number": line.member.number, "name": line.member.name_en, "kind": line.member.kind}


def as_text(report: DuesReport) -> str:
    """The same for a reader, in the language that is active."""
    lines = [title(report), *terms(report), ""]
    lines += [_("Assessed: %(count)s members, %(total)s USD") % _sum_words(report.sum)]
    for name, total in [
        *((kind.label, total) for kind, total in report.by_kind.items()),
        *((str(region), total) for region, total in report.by_region.items()),
    ]:
        lines.append(f"  {name}: {whole(total.assessed)}, {dollars(total.total)} USD")
    lines += ["", *(f"  {line.member}: {dollars(line.amount)} USD" for line in report.assessed)]
    lines += ["", _("Needs a decision: %s") % whole(len(report.exceptions))]
    lines += [f"  {line.member}: {line.words}" for line in report.exceptions]
    lines += ["", _("Not assessed: %s") % whole(len(report.not_assessed))]
    lines += [f"  {line.member}: {line.words}" for line in report.not_assessed]
    return "\n".join(lines)


def title(report: DuesReport) -> str:
    words = _("Dues of %(year)d, preview") if report.preview else _("Dues of %(year)d")
    return words % {"year": report.run.year}


def terms(report: DuesReport) -> list[str]:
    """What the run follows from, in words."""
    run = report.run
    said = [
        _("Fee schedule: %s") % run.schedule,
        _("GDP figures of the World Bank's file of %s") % (run.vintage.isoformat() if run.vintage else "-"),
        _("Data as of %s") % run.data_on.isoformat(),
        _("Due date: %s") % run.due_on.isoformat(),
    ]
    if run.include_provisional:
        said.append(_("Provisional members are included: the source does not tell whether they are full members."))
    return said


def _sum_words(total: Sum) -> dict:
    return {"count": whole(total.assessed), "total": dollars(total.total)}
