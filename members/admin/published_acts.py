"""The acts on a published list: choose members, explain differences, compare again, sign off."""

from django import forms as django_forms
from django.http import HttpResponseRedirect, QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members import forms
from members.admin.published_page import NAMES, Line, coming, lines_of, select
from members.admin.published_upload import RECORDS
from members.models import SEES_ALL, ListFinding
from members.published.codes import Group, Verdict
from members.services.published import choose_members, compare_anew, explain_findings, is_under_way, sign_off_list
from members.words import day
from wego.acts import ActView, Done

EXPLAINS = ("members.add_listexplanation", SEES_ALL)
SIGNS = ("members.sign_off_published_lists", SEES_ALL)
CHOSEN_AT_ONCE = 20
SHOWN = 50


class ListAct(ActView):
    """An act on lines of a list, which the query names: `finding` their keys."""

    def keys(self) -> list[str]:
        return list(dict.fromkeys(self.request.GET.getlist("finding")))

    def lines(self, findings) -> list[Line]:
        return lines_of(self.object, findings)


def said(lines: list[Line]) -> list[str]:
    """The lines as sentences, the first of many."""
    more = len(lines) - SHOWN
    return [line.sentence for line in lines[:SHOWN]] + ([_("and %d more") % more] if more > 0 else [])


class ExplainLines(ListAct):
    """One text for the lines that were ticked; without any for all open ones that the filters of the query leave."""

    title = gettext_lazy("Explain and sign")
    form_class = forms.ExplainLinesForm
    permission = EXPLAINS
    template_name = "admin/members/published_explain.html"

    @classmethod
    def available(cls, obj) -> bool:
        return obj.findings.open().filter(to_choose=False).exists()

    @cached_property
    def findings(self) -> list[ListFinding]:
        if keys := self.keys():
            return list(self.object.findings.filter(key__in=keys).select_related("row").order_by("group", "place"))
        rest = select(self.object, self.request.GET).unsettled()
        return list(rest.filter(explained=False, to_choose=False))

    def perform(self, form, *, by) -> Done:
        lines = self.lines(self.findings)
        explanations = explain_findings(self.object, keys=self.keys_of(lines), text=form.cleaned_data["text"], by=by)
        return Done(
            _("Explained and signed: %d.") % len(explanations),
            [
                explanations[0].text,
                _("Signed by %s. What changes later is open again.") % by,
                _("Explained before: %d") % sum(line.explanation is not None for line in lines),
                *said(lines),
            ],
        )

    def keys_of(self, lines: list[Line]) -> list[str]:
        """What was ticked, so that a line that is gone is refused."""
        return self.keys() or [line.finding.key for line in lines]

    def extra_context(self, form) -> dict:
        lines = self.lines(self.findings[:SHOWN])
        return {"lines": lines, "count": len(self.findings), "shown": SHOWN}


class ChooseMembers(ListAct):
    """Which members the rows mean. Without a row in the query the first of those that wait for it."""

    title = gettext_lazy("Choose members")
    explanation = gettext_lazy(
        "These names alone do not tell surely which member is meant. What you choose is kept with your name, and can "
        "be chosen anew. A spelling that will come again is better recorded as a further name of the member."
    )
    permission = RECORDS
    template_name = "admin/members/published_choose.html"

    @classmethod
    def available(cls, obj) -> bool:
        return obj.findings.filter(to_choose=True).exists()

    def get(self, request, *args, **kwargs):
        if self.keys():
            return super().get(request, *args, **kwargs)
        query = QueryDict(mutable=True)
        waiting = self.object.findings.filter(to_choose=True).order_by("place")
        query.setlist("finding", waiting.values_list("key", flat=True)[:CHOSEN_AT_ONCE])
        if not query.getlist("finding"):
            return super().get(request, *args, **kwargs)
        return HttpResponseRedirect(f"{request.path}?{query.urlencode()}")

    def get_form(self, data=None):
        found = self.object.findings.filter(key__in=self.keys()[:SHOWN], row__isnull=False)
        return forms.ChooseMembersForm(data, findings=list(found.select_related("row").order_by("place")))

    def perform(self, form, *, by) -> Done:
        said = form.said()
        listed = {finding.place: finding.listed for finding in form.findings}
        choose_members(self.object, said=said, by=by)
        lines = [
            _("Row %(row)d, “%(name)s”: %(choice)s") % {"row": one.row, "name": listed[one.row], "choice": _choice(one)}
            for one in said
        ]
        return Done(_("Chosen for rows: %d.") % len(said), [*lines, *coming(self.object)])


def _choice(one) -> str:
    return str(one.member) if one.member else str(Verdict(one.verdict).label)


class CompareAnew(ActView):
    title = gettext_lazy("Compare again")
    explanation = gettext_lazy(
        "With the register as it is recorded now. Explanations hold for lines that stay the same."
    )
    form_class = django_forms.Form
    permission = RECORDS

    @classmethod
    def available(cls, obj) -> bool:
        comparison = getattr(obj, "comparison", None)
        return comparison is None or not is_under_way(comparison)

    def perform(self, form, *, by) -> Done:
        compare_anew(self.object)
        return Done(_("The list is compared again."), coming(self.object))


class SignOff(ActView):
    title = gettext_lazy("Sign off the list")
    explanation = gettext_lazy(
        "Everything in it is matched or explained. A later change of the register that touches the list opens it again."
    )
    form_class = django_forms.Form
    permission = SIGNS

    @classmethod
    def available(cls, obj) -> bool:
        comparison = getattr(obj, "comparison", None)
        if comparison is None or not comparison.digest or obj.findings.open().exists():
            return False
        return not obj.sign_offs.filter(digest=comparison.digest).exists()

    def perform(self, form, *, by) -> Done:
        earlier = self.object.sign_offs.count()
        sign_off = sign_off_list(self.object, by=by)
        return Done(
            _("The list is signed off: %s.") % self.object,
            [
                _("Register of %s") % day(self.object.as_of),
                *(f"{NAMES[group]()}: {sign_off.counts[group]}" for group in Group),
                _("Signed off until now: %d") % earlier,
                _("Signed by %s") % by,
            ],
        )
