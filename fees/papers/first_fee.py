"""The fee of a newcomer's first dues year as papers say it: an amount, or why there is none (R8, R13, R16)."""

from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from fees.assessing import Outcome, Verdict
from fees.models import DuesRun
from fees.papers.figures import FigureLine, figure_lines, money
from fees.words import exception_words, not_assessed_words, warning_words
from members.models import Country


@dataclass(frozen=True)
class FirstFee:
    """The outcome of a dues run for somebody who is not a full member yet."""

    outcome: Outcome
    run: DuesRun

    @property
    def amount(self):
        """In USD; None where there is none."""
        return self.outcome.amount

    def words(self) -> str:
        """The amount, or the reason why there is none."""
        match self.outcome.verdict:
            case Verdict.ASSESSED:
                return money(self.outcome.amount)
            case Verdict.EXCEPTION:
                return exception_words(self.outcome.reason, self.outcome.facts)
        return capfirst(not_assessed_words(self.outcome.reason))

    def cell(self) -> str:
        """Where the amount stands in the printed table."""
        cell = self.outcome.basis.get("cell", {})
        if "column" in cell:
            return _("Row %(row)d, column %(column)d of the fee table") % cell
        return _("Row %(row)d of the fee table") % cell if cell else ""

    def figures(self, economy: Country | None) -> list[FigureLine]:
        return figure_lines(self.outcome.basis, economy=f"{economy} ({economy.pk})" if economy else "")

    def warnings(self) -> list[str]:
        return warning_words(self.outcome.warnings)


def basis_words(run: DuesRun) -> list[str]:
    """What the fees of a paper follow from, and that they are not final."""
    return [
        _("Fee schedule: %s") % run.schedule,
        _("GDP figures of the World Bank's file of %s") % (run.vintage.isoformat() if run.vintage else "-"),
        final_words(run),
    ]


def final_words(run: DuesRun) -> str:
    """That a fee is not final yet."""
    words = _(
        "Fees are foreseen from the figures on record today; they are final when the dues of %(year)d are assessed."
    )
    return words % {"year": run.year}
