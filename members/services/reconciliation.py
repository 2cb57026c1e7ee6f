"""Counted against stated: every difference is found, explained and signed off by a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from members.models import Explanation, StatedTotal
from members.register import Totals

EQUAL, OPEN, EXPLAINED = "equal", "open", "explained"
STATES = {EQUAL: _("equal"), OPEN: _("open"), EXPLAINED: _("explained")}


@dataclass(frozen=True)
class Line:
    """One stated total and what the register counts for it."""

    total: StatedTotal
    counted: int
    explanation: Explanation | None

    @property
    def stated(self) -> int:
        return self.total.stated

    @property
    def difference(self) -> int:
        return self.counted - self.stated

    @property
    def state(self) -> str:
        if self.counted == self.stated:
            return EQUAL
        return EXPLAINED if self.explanation else OPEN

    @property
    def state_words(self) -> str:
        return str(STATES[self.state])


def latest_stated_day() -> date | None:
    """The newest day for which a document states totals."""
    return StatedTotal.objects.aggregate(day=Max("as_of"))["day"]


def reconcile(on: date) -> list[Line]:
    """Every total stated for `on`, in the order of the document, with the count of the register."""
    stated = list(StatedTotal.objects.filter(as_of=on).select_related("region", "country"))
    if not stated:
        days = StatedTotal.objects.order_by("as_of").values_list("as_of", flat=True).distinct()
        raise ValidationError(
            _("No document states totals for %(day)s. There are some for: %(days)s."),
            code="nothing_stated",
            params={"day": on.isoformat(), "days": ", ".join(day.isoformat() for day in days) or "-"},
        )
    totals = Totals.on(on)
    explanations = _explanations(stated)
    return [
        Line(total, counted, explanations.get((total.pk, counted)))
        for total in stated
        for counted in [_count(total, totals)]
    ]


@transaction.atomic
def explain_difference(total: StatedTotal, *, text: str, by) -> Explanation:
    """Sign off why `total` differs from the count as it is now."""
    total = StatedTotal.objects.select_for_update(of=("self",)).get(pk=total.pk)
    counted = _count(total, Totals.on(total.as_of))
    if counted == total.stated:
        raise ValidationError(
            _("Stated and counted are equal (%(counted)d): there is nothing to explain."),
            code="equal",
            params={"counted": counted},
        )
    explanation = Explanation(total=total, counted=counted, text=text.strip(), signed_by=by)
    explanation.save()
    return explanation


def _count(total: StatedTotal, totals: Totals) -> int:
    wanted = {"kind": total.kind, "status": total.status, "region": total.region_id, "country": total.country_id}
    wanted = {field: value for field, value in wanted.items() if value}
    if total.capital is not None:
        wanted["capital"] = total.capital
    return totals.count(**wanted)


def _explanations(stated: Sequence[StatedTotal]) -> dict[tuple[int, int], Explanation]:
    rows = Explanation.objects.filter(total__in=stated).order_by("pk").select_related("signed_by")
    return {(row.total_id, row.counted): row for row in rows}
