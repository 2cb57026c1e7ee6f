"""What the dues of a year come to, member by member: streams over the register and its figures (R9, R12, R13).

Everything is read in order of members, a row at a time, in as many queries as there are tables: memory and
number of queries do not grow with the register. Writes nothing.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from math import inf

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from fees.assessing import EMPLOYEES, GDP, POPULATION, Facts, Figure, Outcome, Year
from fees.explaining import SharedDict
from fees.models import Assessment, DuesRun, FeeSchedule, Settlement
from members.lifecycle import MEMBERSHIP, Status
from members.models import EconomyFigure, Member, MemberFigure, RecordMerge, StatusChange
from wego.dates import today

AT_ONCE = 2000  # rows that a cursor fetches at a time
NO_MORE = (inf,)  # a row behind those of all members


@dataclass
class ByMember:
    """Rows in order of member, read in step with the members: `of` is asked with rising keys."""

    rows: Iterator[tuple]
    head: tuple = (0,)

    def of(self, member: int) -> tuple | None:
        """What follows the member's key in its row; None where it has no row."""
        while self.head[0] < member:
            self.head = next(self.rows, NO_MORE)
        return self.head[1:] if self.head[0] == member else None


def evaluate(
    run: DuesRun,
    *,
    members: Collection[int] | None = None,
    known: bool = False,
    known_at: datetime | None = None,
) -> Iterator[Outcome]:
    """The outcome for each member of the year that the run has not assessed, in order of their keys.

    `members` restricts it to these keys; with `known` members that are assessed already are evaluated anew.
    Populations and employees that were recorded after `known_at` are left out. Inside a transaction only: the
    streams are one picture of the register.
    """
    year = terms(run)
    before, first, until = date(run.year - 1, 12, 31), date(run.year, 1, 1), date(run.year, 12, 31)
    later = _later_events(before, min(today(), until))
    recorded = MemberFigure.objects.filter(recorded_at__lte=known_at) if known_at else MemberFigure.objects
    streams = {
        name: _stream(_only(recorded.newest(name, until=run.year), members), *MEMBER_FIGURE)
        for name in (POPULATION, EMPLOYEES)
    }
    standings = _stream(_only(StatusChange.objects.standings(before), members), "status", "provisional")
    assessed = _stream(_only(Assessment.objects.none() if known else _assessed(run), members))
    elsewhere = set() if known else _assessed_elsewhere(run)
    gdp, settled = gdp_figures(run), _settled(run)
    for key, kind, economy_code, country in _members(members):
        status, provisional = standings.of(key) or ("", False)
        events = later.get(key, ())
        if status not in MEMBERSHIP and not any(status in MEMBERSHIP for _day, status in events):
            continue
        if assessed.of(key) is not None or key in elsewhere:
            continue
        economy = economy_code or country
        figures = {}
        for name in year.tables.asks(kind):
            figure = gdp.get(economy) if name == GDP else member_figure(streams[name].of(key))
            if figure is not None:
                figures[name] = figure
        if key in settled:
            figures = _counting(year, figures, settled[key], anew=known)
        yield year.judge(
            Facts(
                member=key,
                kind=kind,
                economy=economy,
                standing=status,
                leaves=(first, Status.FORMER) in events,
                provisional=provisional,
                figures=figures,
            )
        )


def _counting(year: Year, recorded: dict[str, Figure], settled: dict[str, Figure], *, anew: bool) -> dict[str, Figure]:
    """The figures that count: what two persons settled, else what is on record. Assessed anew (R28), what is on
    record by now comes first where it will do."""
    usable = {name: figure for name, figure in recorded.items() if anew and not year.is_stale(name, figure)}
    return recorded | settled | usable


def evaluate_all(run: DuesRun, **options) -> list[Outcome]:
    """The same as a list, from one picture of the register."""
    with transaction.atomic():
        return list(evaluate(run, **options))


def terms(run: DuesRun) -> Year:
    """The terms of a run: its schedule, the settings on what is too old."""
    return terms_by(run, FeeSchedule.objects.with_tables().get(pk=run.schedule_id))


def terms_by(run: DuesRun, schedule: FeeSchedule) -> Year:
    """The same with the run's schedule as it was loaded, with its tables."""
    return Year(
        year=run.year,
        tables=schedule.tables(),
        schedule=SharedDict(schedule.version()),
        include_provisional=run.include_provisional,
        gdp_years=settings.DUES_GDP_YEARS,
        figure_years=settings.DUES_FIGURE_YEARS,
    )


MEMBER_FIGURE = ("value", "reference_year", "year_basis", "quality", "source", "concept", "vintage")


def member_figure(row: tuple | None) -> Figure | None:
    if row is None:
        return None
    value, *origin = row
    return Figure(value, origin[0], _origin(*origin))


@lru_cache(maxsize=1000)
def _origin(year: int, year_basis: str, quality: str, source: str, concept: str, vintage: date | None) -> SharedDict:
    """What an explanation says of a figure; many have it in common."""
    origin = SharedDict(year=year, year_basis=year_basis, quality=quality, source=source)
    if concept:
        origin["concept"] = concept
    if vintage:
        origin["vintage"] = vintage.isoformat()
    return origin


def gdp_figures(run: DuesRun) -> dict[str, Figure]:
    """By economy: the newest figure of the run's edition that is not later than the year before last (R12)."""
    if run.vintage is None:
        return {}
    rows = EconomyFigure.objects.newest(until=run.year - 2, vintage=run.vintage)
    return {row.economy_id: gdp_figure(row) for row in rows}


def gdp_figure(row: EconomyFigure) -> Figure:
    origin = SharedDict(
        economy=row.economy_id, year=row.reference_year, source=row.source, vintage=row.vintage.isoformat()
    )
    return Figure(row.value.normalize(), row.reference_year, origin)


def _settled(run: DuesRun) -> dict[int, dict[str, Figure]]:
    """By member: figures that two persons settled for the run."""
    if run.pk is None:
        return {}
    found: dict[int, dict[str, Figure]] = defaultdict(dict)
    confirmed = Settlement.objects.filter(exception__run=run, outcome=Settlement.Outcome.CONFIRMED)
    for row in confirmed.select_related("exception"):
        found[row.exception.member_id][row.figure] = settled_figure(row)
    return found


def settled_figure(row: Settlement) -> Figure:
    return Figure(row.value.normalize(), row.reference_year, row.origin(), settled=True)


def _later_events(before: date, until: date) -> dict[int, list[tuple[date, str]]]:
    """By member: what became of it after the day `before`, until the day `until` and at least the next one."""
    first = date(before.year + 1, 1, 1)
    rows = StatusChange.objects.known().filter(effective_on__gt=before, effective_on__lte=max(until, first))
    found: dict[int, list[tuple[date, str]]] = defaultdict(list)
    for member, day, status in rows.values_list("member_id", "effective_on", "status"):
        found[member].append((day, status))
    return found


def _members(members: Collection[int] | None) -> Iterator[tuple]:
    rows = Member.objects.order_by("pk") if members is None else Member.objects.filter(pk__in=members).order_by("pk")
    return rows.values_list("pk", "kind", "economy_code", "country_id").iterator(chunk_size=AT_ONCE)


def _assessed(run: DuesRun) -> QuerySet:
    """Whom the run has assessed. A stream of its own: joined to the members, a plan made while the table is empty
    reads again and again what the run writes."""
    return Assessment.objects.filter(run=run.pk, supersedes__isnull=True).order_by("member_id")


def _assessed_elsewhere(run: DuesRun) -> set[int]:
    """Members that the run has assessed under another record of theirs, which was merged into this one."""
    merges = RecordMerge.objects.standing()
    return set(
        merges.filter(duplicate__assessments__in=Assessment.objects.owed().filter(run=run.pk)).values_list(
            "kept", flat=True
        )
    )


def _only(rows: QuerySet, members: Collection[int] | None) -> QuerySet:
    return rows if members is None else rows.filter(member__in=members)


def _stream(rows: QuerySet, *fields: str) -> ByMember:
    ordered = rows if rows.query.distinct_fields else rows.order_by("member_id")
    return ByMember(ordered.values_list("member_id", *fields).iterator(chunk_size=AT_ONCE))
