"""What an applicant would pay first, for its quotation and for the application form: an amount with its place in the
table, or why there is none and who decides (R8, R13, R16)."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from fees.assessing import EMPLOYEES, GDP, POPULATION, Outcome
from fees.models import DuesRun
from fees.papers.fee_table import fee_table, rule_lines
from fees.papers.figures import FigureLine
from fees.papers.first_fee import FirstFee
from fees.rules import Tables
from fees.services.foreseeing import economy_of, foresee_dues, foresee_dues_of_applicant, plan_first_dues
from fees.services.quotes import KINDS_WITHOUT_TABLE, check_kind
from fees.words import exception_words
from members.models import Application, Country, Kind, Member
from members.persons import read_persons


@dataclass(frozen=True)
class ApplicantFee:
    """An applicant in its first dues year, by the rules of a dues run.

    `lacking` says what an application has to state first; then there is no `outcome`. `by_last_gdp` is what the
    table gives by a GDP figure that is too old to assess by.
    """

    kind: str
    run: DuesRun
    tables: Tables
    lacking: tuple[str, ...] = ()
    economy: Country | None = None
    outcome: Outcome | None = None
    by_last_gdp: Outcome | None = None

    @classmethod
    def of_application(cls, application: Application, *, approved_in: int) -> "ApplicantFee":
        """By what the application states; it need not be saved, nor complete. ValidationError without a schedule."""
        run = plan_first_dues(approved_in)
        if lacking := _lacking(application, run):
            return cls(application.kind, run, run.schedule.tables(), tuple(lacking))
        return cls._judged(
            application.kind,
            run,
            economy_of(application),
            lambda **how: foresee_dues_of_applicant(application, run, **how),
        )

    @classmethod
    def of_member(cls, member: Member, *, approved_in: int) -> "ApplicantFee":
        """By the figures on record of an associate member."""
        run = plan_first_dues(approved_in)
        return cls._judged(
            member.kind, run, member.economy, lambda **how: foresee_dues([member], run, **how)[member.pk]
        )

    @classmethod
    def _judged(cls, kind: str, run: DuesRun, economy: str, judge: Callable[..., Outcome]) -> "ApplicantFee":
        outcome = judge()
        return cls(
            kind,
            run,
            run.schedule.tables(),
            economy=Country.objects.filter(pk=economy).first(),
            outcome=outcome,
            by_last_gdp=judge(any_gdp=True) if outcome.reason == "stale_gdp" else None,
        )

    @property
    def amount(self) -> Decimal | None:
        """In USD; None where there is none. By a GDP figure that is too old it is not decided: see `is_decided`."""
        return self._shown.amount if self._shown else None

    @property
    def is_decided(self) -> bool:
        """Whether a dues run would assess this amount."""
        return self.amount is not None and self.by_last_gdp is None

    @property
    def has_table(self) -> bool:
        """Whether members of this kind pay at all (R16)."""
        return self.tables.has_table(self.kind)

    def reasons(self) -> list[str]:
        """Why there is no amount that a run would assess, and who decides; nothing where there is one."""
        if self.lacking:
            return list(self.lacking)
        if not self.has_table:
            return [
                str(KINDS_WITHOUT_TABLE[Kind(self.kind)]),
                _("Only a fee schedule that WeGO adopts for a later dues year can set a fee."),
            ]
        if self.is_decided:
            return []
        facts = self.outcome.facts
        said = [exception_words(self.outcome.reason, facts | ({"economy": self.economy} if self.economy else {}))]
        if {"no_gdp", "stale_gdp"} & {self.outcome.reason, *facts.get("also", ())}:
            said.append(_("The Secretariat decides which GDP figure counts, and a second person confirms it."))
        return said

    def when(self) -> str:
        words = {"year": self.run.year, "before": self.run.year - 1}
        return _("First dues year %(year)d, if the Executive Committee approves in %(before)d.") % words

    def figures(self) -> list[FigureLine]:
        return self._first_fee().figures(self.economy) if self._shown else []

    def place(self) -> str:
        return self._first_fee().cell() if self._shown else ""

    def rule(self) -> list[str]:
        return rule_lines(self.kind, self.tables) if self.has_table else []

    def table(self) -> dict:
        """The table of the kind, its cell marked where there is an amount."""
        return fee_table(self.kind, self.tables, self._shown.basis.get("cell", {}) if self._shown else {})

    def warnings(self) -> list[str]:
        return list(map(capfirst, self._first_fee().warnings())) if self._shown else []

    @property
    def _shown(self) -> Outcome | None:
        return self.by_last_gdp or self.outcome

    def _first_fee(self) -> FirstFee:
        return FirstFee(self._shown, self.run)


def _lacking(application: Application, run: DuesRun) -> list[str]:
    """What has to be stated before there can be an amount, each in a sentence."""
    try:
        check_kind(application.kind)
    except ValidationError as refusal:
        return refusal.messages
    said, asks = [], run.schedule.tables().asks(application.kind)
    if GDP in asks and not economy_of(application):
        said.append(_("Choose the country: its GDP per head counts for the fee."))
    for name in (POPULATION, EMPLOYEES):
        if name in asks:
            said += _wrong(application, name, run.year)
    return said


def _wrong(application: Application, name: str, until: int) -> list[str]:
    try:
        read_persons(getattr(application, name), name)
    except ValidationError as refusal:
        return refusal.messages
    if application.figure_year is not None and application.figure_year > until:
        return [
            _("The figure is of %(year)d: state one of %(until)d or before.")
            % {"year": application.figure_year, "until": until}
        ]
    return []
