"""The act on a wrong assessment: a new one takes its place, nothing is edited (R28)."""

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fees import forms
from fees.models import Assessment
from fees.papers.figures import FigureLine, figure_lines
from fees.services.corrections import supersede_assessment
from fees.words import dollars
from members.models import Member
from wego.acts import ActView, Done


class AssessAnew(ActView):
    title = gettext_lazy("Assess anew")
    explanation = gettext_lazy(
        "By the figures on record now, with the fee schedule and the GDP figures of the run. Record the right "
        "figure first. This assessment stays on record, marked as replaced."
    )
    form_class = forms.SupersedeForm
    permission = "fees.assess_dues"

    @classmethod
    def available(cls, obj) -> bool:
        return not hasattr(obj, "superseded_by")

    def get_queryset(self):
        named = Prefetch("member", Member.objects.with_names())
        return Assessment.objects.with_adjusted().select_related("run", "superseded_by").prefetch_related(named)

    def perform(self, form, *, by) -> Done:
        before = self.object
        new = supersede_assessment(before, **form.cleaned_data, by=by)
        after = Assessment.objects.with_adjusted().get(pk=new.pk)
        return Done(
            _("The dues of %(year)d of %(member)s are assessed anew.")
            % {"year": before.run.year, "member": before.member},
            [*amounts(before, after), *differences(before, after), _("Reason: %s") % form.cleaned_data["reason"]],
            reverse("admin:fees_assessment_change", args=[new.pk]),
        )


def amounts(before: Assessment, after: Assessment) -> list[str]:
    """Old and new amount in USD; what is left to pay, where an adjustment lowers it."""
    left = _("Left to pay: %s USD") % f"{dollars(before.total)} → {dollars(after.total)}"
    if before.pk == after.pk:
        stays = _(
            "By the register as it is now it is not assessed for this year. The amount of %s USD stays on record."
        )
        adjusted = _("Adjustment: %s USD") % dollars(after.total - before.total)
        return [stays % dollars(before.amount), adjusted, left]
    line = _("Amount: %s USD") % f"{dollars(before.amount)} → {dollars(after.amount)}"
    return [line, left] if before.adjusted or after.adjusted else [line]


def differences(before: Assessment, after: Assessment) -> list[str]:
    """The figures that are not the same in both explanations, old and new."""
    pairs = zip(_figures(before.basis), _figures(after.basis), strict=True)
    return [f"{_old_and_new(old.label, new.label)}: {_words(old)} → {_words(new)}" for old, new in pairs if old != new]


def _figures(basis: dict) -> list[FigureLine]:
    return figure_lines(basis, economy=basis.get("gdp_figure", {}).get("economy", ""))


def _old_and_new(old: str, new: str) -> str:
    return new if old == new else f"{old} → {new}"


def _words(line: FigureLine) -> str:
    return " ".join(filter(None, [line.value, f"({line.year}; {line.source})", line.decision]))
