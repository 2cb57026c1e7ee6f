"""What two persons do about a member that cannot be assessed: take it on, propose, confirm or refuse (R13)."""

from django import forms as django_forms
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fees import forms
from fees.models import Assessment, DuesException, Figure, Settlement
from fees.services.settlements import look_up, propose_settlement, review_settlement, take_exception
from fees.words import dollars, exception_words, whole
from members.models import Member
from members.words import day
from wego.acts import ActView, Done

State = DuesException.State
PROPOSED = Settlement.objects.filter(outcome="")
LOOKED_UP = (Settlement.Way.LAST_VALUE, Settlement.Way.LAST_YEAR)


def in_words(exceptions: QuerySet) -> QuerySet:
    """With what it takes to say who and what they are about; `proposed` holds the proposal that waits, if any."""
    return exceptions.select_related("run", "owner").prefetch_related(
        Prefetch("member", Member.objects.with_names()),
        Prefetch("settlements", PROPOSED.select_related("recorded_by"), to_attr="proposed"),
    )


def figure_words(figure: str, value, year: int) -> str:
    """A figure with its unit and year; cents cut off, so that none seems to reach the next band."""
    number = _("%s international $") % dollars(value) if figure == Figure.GDP else _("%s persons") % whole(int(value))
    return f"{Figure(figure).label} {number} ({year})"


def proposal_lines(settlement: Settlement) -> list[str]:
    """What is proposed, by whom, on what grounds."""
    lines = [
        _("How: %s") % settlement.get_way_display(),
        _("Figure: %s") % figure_words(settlement.figure, settlement.value, settlement.reference_year),
        _("Source: %s") % settlement.source,
        _("Reason: %s") % settlement.reason,
    ]
    if settlement.document:
        lines.append(_("Decision: %s") % settlement.document)
    said = {"person": settlement.recorded_by, "day": day(timezone.localdate(settlement.recorded_at))}
    return [*lines, _("Proposed by %(person)s, %(day)s") % said]


def review_lines(settlement: Settlement) -> list[str]:
    """What the second person said; nothing while the proposal waits."""
    if settlement.is_open:
        return []
    said = {"person": settlement.reviewed_by, "day": day(timezone.localdate(settlement.reviewed_at))}
    confirmed = settlement.outcome == Settlement.Outcome.CONFIRMED
    line = (_("Confirmed by %(person)s, %(day)s") if confirmed else _("Refused by %(person)s, %(day)s")) % said
    return [line, _("Note: %s") % settlement.review_note] if settlement.review_note else [line]


def outcome_words(settlement: Settlement) -> str:
    if not settlement.is_open:
        return settlement.get_outcome_display()
    return _("waits for a second person") if settlement.exception.state == State.OPEN else _("no longer needed")


def found_words(exception: DuesException) -> dict[str, str]:
    """By way that looks a figure up: what it finds on record, or that there is nothing."""
    return {way: _found(exception, way) for way in LOOKED_UP} if exception.figure else {}


def _found(exception: DuesException, way: str) -> str:
    try:
        value, year, source = look_up(exception, way)
    except ValidationError:
        return _("none on record")
    return f"{figure_words(exception.figure, value, year)}; {source}"


class ExceptionAct(ActView):
    permission = "fees.propose_settlement"

    def get_queryset(self):
        return in_words(DuesException.objects.all())

    @classmethod
    def available(cls, obj) -> bool:
        return obj.state == State.OPEN


class TakeOn(ExceptionAct):
    title = gettext_lazy("Take on")
    explanation = gettext_lazy("Colleagues see that it is in your hands. Whoever is at it now gives it up.")
    form_class = django_forms.Form

    def perform(self, form, *, by) -> Done:
        until_now = self.object.owner
        exception = take_exception(self.object, by=by)
        return Done(_("In the hands of: %s") % exception.owner, [_("Until now: %s") % (until_now or _("nobody"))])


class Propose(ExceptionAct):
    title = gettext_lazy("Propose a settlement")
    explanation = gettext_lazy("Nothing follows from a proposal until a second person confirms it.")
    form_class = forms.ProposeForm
    fieldsets = [
        ("", ["way", "reason"]),
        (gettext_lazy("Only for another named source, or for a waiver of another figure"), forms.STATED),
        (gettext_lazy("For a waiver: the decision that waives the dues"), ["document"]),
    ]

    @classmethod
    def available(cls, obj) -> bool:
        return super().available(obj) and bool(obj.figure) and not obj.proposed

    def get_form_kwargs(self) -> dict:
        return {"figure": self.object.figure, "found": found_words(self.object)}

    def perform(self, form, *, by) -> Done:
        settlement = propose_settlement(self.object, **form.cleaned_data, by=by)
        return Done(
            _("A settlement is proposed. It waits for a second person."),
            [exception_words(self.object.reason, self.object.facts), *proposal_lines(settlement)],
        )


class Review(ExceptionAct):
    title = gettext_lazy("Confirm or refuse")
    explanation = gettext_lazy("A second person confirms or refuses, never the one who proposed it.")
    form_class = forms.ReviewForm
    permission = "fees.review_settlement"
    template_name = "admin/fees/exception_review.html"

    @classmethod
    def available(cls, obj) -> bool:
        return super().available(obj) and bool(obj.proposed)

    def extra_context(self, form) -> dict:
        return {"proposal": [line for settlement in self.object.proposed for line in proposal_lines(settlement)]}

    def perform(self, form, *, by) -> Done:
        if not self.object.proposed:
            raise ValidationError(
                _("No proposal waits for a second person here. Nothing was saved."), code="none_proposed"
            )
        settlement = review_settlement(self.object.proposed[0], **form.cleaned_data, by=by)
        refused = settlement.outcome == Settlement.Outcome.REFUSED
        message = _("The proposal is refused.") if refused else _("The proposal is confirmed.")
        return Done(message, [*proposal_lines(settlement), *consequences(self.object)])


def consequences(exception: DuesException) -> list[str]:
    """What became of an exception by a review."""
    exception = DuesException.objects.get(pk=exception.pk)
    if exception.state == State.OPEN:
        return [_("It stays open. %s") % exception_words(exception.reason, exception.facts)]
    about = Assessment.objects.standing().filter(run=exception.run_id, member=exception.member_id)
    assessment = about.with_adjusted().first()
    if assessment is None:
        return [_("The member is not in question any more: nothing is assessed.")]
    lines = [_("Assessed: %s USD") % dollars(assessment.amount)]
    if assessment.adjusted:
        said = {"adjusted": dollars(assessment.adjusted), "total": dollars(assessment.total)}
        lines.append(_("Waived: %(adjusted)s USD. Left to pay: %(total)s USD") % said)
    return lines
