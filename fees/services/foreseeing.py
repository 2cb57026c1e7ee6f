"""What newcomers would owe for their first dues year, by the figures on record today (R8). Records nothing."""

from collections.abc import Collection
from dataclasses import replace

from django.db.models import QuerySet

from fees.assessing import EMPLOYEES, GDP, POPULATION, Facts, Figure, Outcome, Year
from fees.models import DuesRun, FeeSchedule
from fees.services.dues import plan_run
from fees.services.evaluation import MEMBER_FIGURE, gdp_figures, member_figure, terms_by
from members.lifecycle import Status
from members.models import Application, Member, MemberFigure


def foresee_dues(members: Collection[Member], run: DuesRun, *, any_gdp: bool = False) -> dict[int, Outcome]:
    """By member: what a dues run would find if all of them were full members on 31 December before.

    With `any_gdp` a GDP figure counts however old it is: what it would come to, if it were settled so (R13).
    """
    year, gdp = _terms(run, any_gdp), gdp_figures(run)
    own = {name: _newest(members, name, run.year) for name in (POPULATION, EMPLOYEES)}
    found = {}
    for member in members:
        known = {name: figures[member.pk] for name, figures in own.items() if member.pk in figures}
        found[member.pk] = year.judge(_facts(member.pk, member.kind, member.economy, known, gdp))
    return found


def foresee_dues_of_applicant(application: Application, run: DuesRun, *, any_gdp: bool = False) -> Outcome:
    """The same for who only applied: by the figures of the application, which may be unsaved."""
    known = _stated(application, run.year)
    economy = economy_of(application)
    return _terms(run, any_gdp).judge(_facts(0, application.kind, economy, known, gdp_figures(run)))


def economy_of(application: Application) -> str:
    """World Bank code of the economy whose GDP counts (R11): of who applies again the member's; "" without a
    country."""
    return application.member.economy if application.member_id else application.country_id or ""


def plan_first_dues(approved_in: int) -> DuesRun:
    """The dues run of the year after the approval, as it is or as it would be opened today; its schedule comes
    with its tables."""
    run = plan_run(approved_in + 1)
    if run.pk:
        run.schedule = FeeSchedule.objects.with_tables().get(pk=run.schedule_id)
    return run


def _terms(run: DuesRun, any_gdp: bool) -> Year:
    year = terms_by(run, run.schedule)
    return replace(year, gdp_years=year.gdp_year) if any_gdp else year


def _stated(application: Application, until: int) -> dict[str, Figure]:
    """The figures of the application that a run would find: none of a later year. A draft may lack year and source."""
    year = application.figure_year
    if year is not None and year > until:
        return {}
    origin = {name: said for name, said in (("year", year), ("source", application.figure_source)) if said}
    stated = {POPULATION: application.population, EMPLOYEES: application.employees}
    return {name: Figure(value, year or until, origin) for name, value in stated.items() if value is not None}


def _newest(members: Collection[Member], name: str, until: int) -> dict[int, Figure]:
    rows: QuerySet = MemberFigure.objects.newest(name, until=until).filter(member__in=members)
    return {row[0]: member_figure(row[1:]) for row in rows.values_list("member_id", *MEMBER_FIGURE)}


def _facts(key: int, kind: str, economy: str, known: dict[str, Figure], gdp: dict[str, Figure]) -> Facts:
    figures = known | ({GDP: gdp[economy]} if economy in gdp else {})
    return Facts(member=key, kind=kind, economy=economy, standing=Status.FULL.value, figures=figures)
