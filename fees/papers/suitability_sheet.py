"""The suitability sheet of an applicant (paper 4): profile, figures with sources, fee class, overlaps, past."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from fees.models import Assessment, Figure
from fees.papers.fee_table import rule_lines
from fees.papers.figures import FigureLine, money
from fees.papers.first_fee import FirstFee, basis_words
from fees.rules import Tables
from fees.services.foreseeing import foresee_dues, foresee_dues_of_applicant, plan_first_dues
from fees.words import whole
from members.models import Application, Country, Kind, Member, MemberFigure
from members.papers.composed import ComposedPaper
from members.papers.suitability import Applicant
from wego.dates import today


@dataclass(frozen=True)
class SuitabilitySheet(ComposedPaper):
    """An applicant with what it would owe first, if it were approved this year."""

    kind = "suitability"
    template = "suitability_sheet"
    has_workbook = False

    applicant: Applicant
    fee: FirstFee
    tables: Tables
    economy: Country | None
    own_figures: Sequence[MemberFigure]
    assessed: Sequence[tuple[int, Decimal]]
    issued_on: date

    @classmethod
    def of_application(cls, application: Application, *, issued_on: date) -> "SuitabilitySheet":
        applicant = Applicant.of_application(application)
        if applicant.is_member:
            return cls._of(applicant, issued_on)
        run = plan_first_dues(today().year)
        fee = FirstFee(foresee_dues_of_applicant(application, run), run)
        return cls._made(applicant, fee, application.country, _stated(application), issued_on)

    @classmethod
    def of_member(cls, member: Member, *, issued_on: date) -> "SuitabilitySheet":
        return cls._of(Applicant.of_member(member), issued_on)

    @classmethod
    def _of(cls, applicant: Applicant, issued_on: date) -> "SuitabilitySheet":
        member, run = applicant.member, plan_first_dues(today().year)
        fee = FirstFee(foresee_dues([member], run)[member.pk], run)
        own = member.economy == member.country_id
        economy = member.country if own else Country.objects.filter(pk=member.economy).first()
        return cls._made(applicant, fee, economy, list(member.figures.all()[:3]), issued_on)

    @classmethod
    def _made(cls, applicant, fee, economy, figures, issued_on) -> "SuitabilitySheet":
        owed = Assessment.objects.owed().with_adjusted().filter(member=applicant.member)
        assessed = list(owed.order_by("run__year").values_list("run__year", "total")) if applicant.member else []
        return cls(applicant, fee, fee.run.schedule.tables(), economy, figures, assessed, issued_on)

    def about(self) -> Mapping:
        return {"member": self.applicant.member, "application": self.applicant.application}

    def title(self) -> str:
        return _("Suitability sheet: %s") % self.applicant.name()

    def summary(self) -> list[str]:
        return [
            self._fee_line(),
            _("Members of the same or a similar name: %d") % len(self.applicant.alike),
        ]

    def data(self) -> dict:
        applicant, none = self.applicant, _("None on record.")
        return {
            "profile": {"title": _("Profile"), "rows": applicant.profile()},
            "figures": {
                "title": _("Figures"),
                "header": [_("Figure"), _("Value"), _("Year"), _("Source"), _("Band")],
                "rows": [[line.label, line.value, line.year, line.source, line.band] for line in self._figures()],
            },
            "fee": {"title": _("Fee class"), "amount": self._fee_line(), "lines": self._fee_words()},
            "overlaps": {
                "title": _("Overlaps"),
                "lines": applicant.overlaps(),
                "header": [_("No."), _("Member"), _("Country"), capfirst(pgettext("of a member", "status")), _("Name")],
                "rows": applicant.likeness(),
                "none": _("No member of the same or a similar name, none around it or within it."),
            },
            "past": {"title": _("Earlier membership"), "lines": applicant.past() or [none]},
            "balance": {"title": _("Old balance"), "lines": self._balance()},
            "documents": {
                "title": _("Documents"),
                "ticks": applicant.documents(),
                "lines": applicant.done(),
            },
            "opinion": {
                "title": _("Opinion of the Secretariat"),
                "ticks": [_("suitable"), _("suitable with conditions"), _("not suitable")],
            },
            "signatures": [_("Reviewed by (date, signature)"), _("Secretary General (date, signature)")],
        }

    def _figures(self) -> list[FigureLine]:
        """With their bands where the fee follows from them, else what is on record."""
        if lines := self.fee.figures(self.economy):
            return lines
        return [
            FigureLine(
                label=str(figure.get_indicator_display()),
                value=_("%s persons") % whole(figure.value),
                year=str(figure.reference_year),
                source=figure.source,
                band="",
            )
            for figure in self.own_figures
        ]

    def _fee_line(self) -> str:
        words = {"year": self.fee.run.year, "before": self.fee.run.year - 1, "fee": self.fee.words()}
        return _("First dues year %(year)d, if approved in %(before)d: %(fee)s") % words

    def _fee_words(self) -> list[str]:
        tables, kind = self.tables, self.applicant.subject.kind
        rule = rule_lines(kind, tables) if tables.has_table(kind) else []
        return [
            *filter(None, [self.fee.cell()]),
            *rule,
            *map(capfirst, self.fee.warnings()),
            *basis_words(self.fee.run),
        ]

    def _balance(self) -> list[str]:
        said = [_("Balances come with the invoices: none is kept yet.")]
        return said + [
            _("Assessed for %(year)d: %(amount)s") % {"year": year, "amount": money(amount)}
            for year, amount in self.assessed
        ]


def _stated(application: Application) -> list[MemberFigure]:
    """The figure of the application, as it would be recorded."""
    of_kind = {Kind.CITY: (Figure.POPULATION, "population"), Kind.COMPANY: (Figure.EMPLOYEES, "employees")}
    indicator, field = of_kind.get(application.kind, (None, ""))
    if indicator is None or getattr(application, field) is None:
        return []
    return [
        MemberFigure(
            indicator=indicator,
            value=getattr(application, field),
            reference_year=application.figure_year,
            source=application.figure_source,
        )
    ]
