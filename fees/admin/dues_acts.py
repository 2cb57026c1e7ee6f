"""The acts of a dues run: assess the year, assess it again, move its due date (A10, R9, R18)."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fees import forms
from fees.admin.dues_page import by_reason
from fees.models import DuesException, DuesRun, NotAssessed
from fees.reports import DuesReport, Line, Sum, terms
from fees.services.asking import ask_for_assessment, move_due_date, progress_of
from fees.services.dues import default_due_on, open_run
from fees.words import dollars, whole
from members.models import SEES_ALL
from members.words import day
from wego.acts import ActView, Done
from wego.dates import today

ASSESSES = ("fees.assess_dues", SEES_ALL)


class AskForAssessment(ActView):
    """Opens the run of a year if need be and puts the work into the queue; shows what it will come to."""

    permission = ASSESSES
    explanation = gettext_lazy(
        "A worker does it, all of it or nothing. Who is assessed already stays as it is; exceptions wait for a "
        "decision and stop nobody."
    )

    def ask(self, year: int, *, by, **given) -> Done:
        before = DuesRun.objects.filter(year=year).first()
        run = ask_for_assessment(open_run(year, by=by, **given), by=by)
        report = DuesReport.preview_of(year)
        lines = [state_of(before, report), *coming(report), *terms(report)]
        if before and before.due_on != run.due_on:
            lines.append(_("Due date until now: %s") % day(before.due_on))
        return Done(
            _("A worker assesses the dues of %(year)d; the page of the run says how far it is.") % {"year": year},
            lines,
            reverse("admin:fees_duesrun_change", args=[run.pk]),
        )


class AssessDues(AskForAssessment):
    list_of = DuesRun
    title = gettext_lazy("Assess dues")
    form_class = forms.AssessForm

    def get_form_kwargs(self) -> dict:
        """What the preview showed is proposed, else the current year."""
        shown = forms.PreviewForm(self.request.GET)
        given = shown.cleaned_data if shown.is_valid() else {"year": today().year}
        run = DuesRun.objects.filter(year=given["year"]).first()
        return {"initial": {**given, "due_on": run.due_on if run else default_due_on(given["year"])}}

    def perform(self, form, *, by) -> Done:
        return self.ask(**form.cleaned_data, by=by)

    def back_url(self) -> str:
        return reverse("admin:dues_preview")


class AssessAgain(AskForAssessment):
    title = gettext_lazy("Assess again")
    form_class = forms.AssessAgainForm

    @classmethod
    def available(cls, obj) -> bool:
        return not progress_of(obj).is_under_way

    def get_form_kwargs(self) -> dict:
        return {"initial": {"include_provisional": self.object.include_provisional}}

    def perform(self, form, *, by) -> Done:
        return self.ask(self.object.year, **form.cleaned_data, by=by)


class MoveDueDate(ActView):
    title = gettext_lazy("Change the due date")
    form_class = forms.DueDateForm
    permission = ASSESSES

    def get_form_kwargs(self) -> dict:
        return {"initial": {"due_on": self.object.due_on}}

    def perform(self, form, *, by) -> Done:
        before = self.object.due_on
        run = move_due_date(self.object, **form.cleaned_data, by=by)
        return Done(
            _("Due date of the dues of %(year)d: %(day)s.") % {"year": run.year, "day": day(run.due_on)},
            [_("Until now: %s") % day(before)],
        )


def state_of(before: DuesRun | None, report: DuesReport) -> str:
    """What is on record of the year before the act."""
    if before is None:
        return _("The dues of this year are opened: from then on their fee schedule and their GDP figures stand.")
    return _("Members assessed already: %s") % whole(sum(line.pk is not None for line in report.assessed))


def coming(report: DuesReport) -> list[str]:
    """What is going to be assessed, and who is not: counts, USD, reasons."""
    new = Sum.of(line for line in report.assessed if line.pk is None)
    said = {"count": whole(new.assessed), "total": dollars(new.total)}
    return [
        _("Members to be assessed: %(count)s, together %(total)s USD") % said,
        with_reasons(_("Needs a decision: %s"), report.exceptions, DuesException.Reason),
        with_reasons(_("Not assessed: %s"), report.not_assessed, NotAssessed.Reason),
    ]


def with_reasons(words: str, lines: list[Line], reasons) -> str:
    """A count with what it consists of in brackets."""
    counts = [f"{label} {whole(count)}" for label, count in by_reason(lines, reasons)]
    return words % whole(len(lines)) + (f" ({', '.join(counts)})" if counts else "")
