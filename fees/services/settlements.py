"""Exceptions of a dues run: one officer proposes a figure, a second person confirms it (R13)."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fees.assessing import GDP, VALUE, Outcome, Verdict
from fees.models import Assessment, DuesException, DuesRun, Settlement
from fees.rules import NotQuotableError, positive_number, whole_persons
from fees.services import trail
from fees.services.dues import lock_run
from fees.services.evaluation import evaluate
from fees.services.quotes import refused
from fees.services.waivers import waive_assessed
from members.models import EconomyFigure, MemberFigure
from wego.dates import today

Way = Settlement.Way
LEAST = {"population": 1, "employees": 0}
NO_FIGURE = gettext_lazy(
    "No figure is missing here: the standing of the member is not confirmed. Confirm it in the register, then "
    "assess the year again. Nothing was saved."
)


@transaction.atomic
def take_exception(exception: DuesException, *, by) -> DuesException:
    """Put an open exception into the hands of an officer; who had it gives it up."""
    exception = _lock_open(exception)
    exception.owner = by
    exception.save(update_fields=["owner"])
    return exception


@transaction.atomic
def propose_settlement(
    exception: DuesException,
    *,
    way: str,
    reason: str,
    by,
    value: object = None,
    reference_year: int | None = None,
    source: str = "",
    document: str = "",
) -> Settlement:
    """Propose the figure that the member is to be assessed by; nothing follows until a second person confirms.

    A named source states `value` (persons, or international $ per head), `reference_year` and `source`; the
    other ways look them up. A waiver assesses by a stated figure or the last one, and is adjusted by minus
    the whole amount: it names the decision in `document`.
    """
    exception = _lock_open(exception)
    if not exception.figure:
        raise ValidationError(NO_FIGURE, code="no_figure")
    if way == Way.OTHER_SOURCE or (way == Way.WAIVER and value not in (None, "")):
        found = _stated(exception.figure, value, reference_year, source)
    else:
        found = look_up(exception, way)
    value, reference_year, source = found
    settlement = Settlement(
        exception=exception,
        figure=exception.figure,
        way=way,
        value=value,
        reference_year=reference_year,
        source=source[:200],
        reason=reason,
        document=document,
        recorded_by=by,
    )
    settlement.full_clean()
    settlement.save()
    facts = {"settlement": settlement.pk, "way": str(way), "value": str(settlement.value)}
    trail.record("dues.proposed", run=exception.run, member=exception.member, by=by, **facts)
    if exception.owner_id is None:
        take_exception(exception, by=by)
    return settlement


def look_up(exception: DuesException, way: str) -> tuple[Decimal, int, str]:
    """Value, reference year and source that a way finds on record; refused where there is none."""
    return _of_last_year(exception) if way == Way.LAST_YEAR else _last_value(exception)


@transaction.atomic
def review_settlement(settlement: Settlement, *, outcome: str, by, note: str = "") -> Settlement:
    """What the second person says. Confirmed, the member is assessed in the same transaction, or the exception
    says what else is missing. Never the person who proposed it."""
    exception = _lock_open(settlement.exception)
    settlement = Settlement.objects.select_for_update().get(pk=settlement.pk)
    if not settlement.is_open:
        raise ValidationError(
            _("This proposal was reviewed on %(day)s by %(person)s already. Nothing was saved."),
            code="reviewed",
            params={"day": timezone.localdate(settlement.reviewed_at).isoformat(), "person": settlement.reviewed_by},
        )
    if outcome == Settlement.Outcome.REFUSED and not note:
        raise ValidationError({"note": ValidationError(_("State why it is refused."), code="required")})
    settlement.outcome, settlement.review_note = outcome, note
    settlement.reviewed_by, settlement.reviewed_at = by, timezone.now()
    settlement.full_clean()
    settlement.save()
    facts = {"settlement": settlement.pk, "outcome": str(outcome)}
    trail.record("dues.reviewed", run=exception.run, member=exception.member, by=by, **facts)
    if outcome == Settlement.Outcome.CONFIRMED:
        _assess_settled(exception, by)
    return settlement


def _lock_open(exception: DuesException) -> DuesException:
    """The row as it is now; its run is locked first, as by whoever assesses the year."""
    lock_run(exception.run)
    exception = DuesException.objects.select_for_update().get(pk=exception.pk)
    if exception.state != DuesException.State.OPEN:
        raise ValidationError(
            _("This exception is closed: %(state)s. Nothing was saved."),
            code="closed",
            params={"state": exception.get_state_display()},
        )
    return exception


def _stated(figure: str, value: object, year: int | None, source: str) -> tuple[Decimal, int, str]:
    try:
        number = positive_number(value, figure) if figure == GDP else whole_persons(value, figure, least=LEAST[figure])
    except NotQuotableError as error:
        raise ValidationError({"value": refused(error)}) from error
    if year is None or not source:
        raise ValidationError(_("State the reference year and the source of the figure."), code="source_missing")
    if year > today().year:
        raise ValidationError({"reference_year": ValidationError(_("This year has not come yet."), code="future")})
    return Decimal(number), year, source


def _last_value(exception: DuesException) -> tuple[Decimal, int, str]:
    """The newest figure on record, whatever its year: of GDP in the run's edition, else in the newest that has one."""
    run, member = exception.run, exception.member
    if exception.figure == GDP:
        rows = EconomyFigure.objects.filter(economy=member.economy, reference_year__lte=run.year - 2)
        own = rows.filter(vintage=run.vintage).order_by("-reference_year").first()
        found = own or rows.order_by("-vintage", "-reference_year").first()
    else:
        rows = MemberFigure.objects.counting().filter(member=member, indicator=exception.figure)
        found = rows.order_by("-reference_year", "-pk").first()
    if found is None:
        raise ValidationError(_("No earlier value is on record. Name another source."), code="no_value")
    return Decimal(found.value), found.reference_year, found.source


def _of_last_year(exception: DuesException) -> tuple[Decimal, int, str]:
    """The figure of the assessment of the year before: the member stays in that band."""
    year = exception.run.year - 1
    before = Assessment.objects.standing().filter(run__year=year, member=exception.member).first()
    origin = before and before.basis.get(f"{exception.figure}_figure")
    if not origin:
        raise ValidationError(
            _("The member was not assessed by this figure for %(year)d. Name another source."),
            code="no_last_year",
            params={"year": year},
        )
    return Decimal(before.basis[VALUE[exception.figure]]), origin["year"], origin["source"]


def _assess_settled(exception: DuesException, by) -> None:
    run = DuesRun.objects.select_related("schedule").get(pk=exception.run_id)
    outcome = next(evaluate(run, members=[exception.member_id]), None)
    if outcome is None or outcome.verdict == Verdict.NOT_ASSESSED:
        exception.state = DuesException.State.LAPSED
    elif outcome.verdict == Verdict.EXCEPTION:
        exception.reason, exception.facts = outcome.reason, outcome.facts
    else:
        write_assessment(run, outcome, by=by)
        waive_assessed(run, by=by)
        exception.state = DuesException.State.ASSESSED
    exception.save()


def write_assessment(run: DuesRun, outcome: Outcome, *, by, **corrects) -> Assessment:
    """One assessment from its outcome, by the way of single rows."""
    assessment = Assessment(
        run=run,
        member_id=outcome.member,
        amount=outcome.amount,
        basis=outcome.basis,
        warnings=list(outcome.warnings),
        recorded_by=by,
        **corrects,
    )
    assessment.save()
    return assessment
