"""The acts on a member: each a form, a confirmation and a service (R21, R27)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members import forms
from members.lifecycle import MEMBERSHIP, Status
from members.models import Language, Member, MemberFigure, MemberName
from members.services.figures import INDICATOR_OF, record_figures
from members.services.leaving import (
    dissolve_member,
    expel_member,
    merge_member,
    split_member,
    withdraw_member,
)
from members.services.members import MemberFacts, change_economy, rename_member
from members.services.status import lock_members
from members.words import day, persons
from wego.acts import ActView, Done


class MemberAct(ActView):
    """An act on one member, which is shown with its name and standing of today."""

    permission = "members.change_member"

    def get_queryset(self):
        return Member.objects.with_names().with_status().select_related("country")


class MembershipAct(MemberAct):
    """Possible while the body is a member."""

    @classmethod
    def available(cls, obj) -> bool:
        return obj.status in MEMBERSHIP


class Rename(MemberAct):
    title = gettext_lazy("New name")
    form_class = forms.RenameForm

    def perform(self, form, *, by) -> Done:
        language, valid_from = form.cleaned_data["language"], form.cleaned_data["valid_from"]
        before = MemberName.objects.official(valid_from).filter(member=self.object, language=language).first()
        name = rename_member(self.object, **form.cleaned_data, by=by)
        words = {"language": Language(language).label, "day": day(valid_from), "name": name.text}
        return Done(
            _("New name of member no. %(number)d: %(name)s.") % {"number": self.object.number, "name": name},
            [
                _("Name until then (%(language)s): %(name)s") % (words | {"name": before.text})
                if before
                else _("There is no name in this language yet: %(language)s") % words,
                _("Name from %(day)s (%(language)s): %(name)s") % words,
                _("Reports of earlier days keep the old name; search finds both."),
            ],
        )


class ChangeEconomy(MemberAct):
    title = gettext_lazy("Economy for dues")
    form_class = forms.EconomyForm

    def get_form_kwargs(self):
        return {"initial": {"economy_code": self.object.economy_code or self.object.economy_proposal}}

    def perform(self, form, *, by) -> Done:
        until_now = self.object.economy
        member = change_economy(self.object, **form.cleaned_data, by=by)
        return Done(
            _("Economy for dues of %(member)s: %(code)s.") % {"member": self.object, "code": member.economy},
            [
                _("Until now: %s") % until_now,
                _("It counts from the next dues run on; what is assessed stays."),
            ],
        )


class RecordFigure(MemberAct):
    title = gettext_lazy("Record a figure")
    explanation = gettext_lazy("A later figure does not erase an earlier one: both stay on record with their sources.")
    form_class = forms.FigureForm
    permission = "members.add_memberfigure"

    @classmethod
    def available(cls, obj) -> bool:
        return obj.kind in INDICATOR_OF

    def get_queryset(self):
        return super().get_queryset().filter(kind__in=INDICATOR_OF)

    def get_form_kwargs(self):
        return {"indicator": INDICATOR_OF[self.object.kind]}

    def perform(self, form, *, by) -> Done:
        lock_members([self.object])
        figure = MemberFigure(member=self.object, indicator=INDICATOR_OF[self.object.kind], **form.cleaned_data)
        known = MemberFigure.objects.counting().filter(member=self.object, indicator=figure.indicator).order_by("pk")
        same_year = list(known.filter(reference_year=figure.reference_year))
        lines = [
            _("%(indicator)s %(year)d: %(value)s persons")
            % {
                "indicator": figure.get_indicator_display(),
                "year": figure.reference_year,
                "value": persons(figure.value),
            },
            _("Source: %s") % figure.source,
            _("Figures of this kind on record until now: %(all)d, of the same year: %(same)d")
            % {"all": known.count(), "same": len(same_year)},
        ]
        if same_year:
            newest = {"value": persons(same_year[-1].value), "source": same_year[-1].source}
            lines.append(_("Counted for this year until now: %(value)s persons (%(source)s)") % newest)
        record_figures(figures=[figure], by=by)
        return Done(_("The figure of %s is recorded.") % self.object, lines)


class Leave(MembershipAct):
    """An act that ends the membership; `service` takes the cleaned form."""

    explanation = gettext_lazy("The last day is still a day of membership. What is owed stays owed.")
    service = None

    def perform(self, form, *, by) -> Done:
        row = type(self).service(self.object, **form.cleaned_data, by=by)
        last_day = form.cleaned_data["last_day"]
        return Done(
            _("The membership of %(member)s ends on %(day)s.") % {"member": self.object, "day": day(last_day)},
            [
                _("Member until the end of %(last)s, former member from %(day)s.")
                % {"last": day(last_day), "day": day(row.effective_on)},
                _("Ground: %(ground)s") % {"ground": row.get_ground_display()},
                _("Name, history and what is owed stay on record."),
            ],
        )


class Withdraw(Leave):
    title = gettext_lazy("Withdrawal")
    form_class = forms.WithdrawForm
    service = withdraw_member
    permission = "members.record_leaving"


class Dissolve(Leave):
    title = gettext_lazy("Dissolution")
    form_class = forms.DissolveForm
    service = dissolve_member
    permission = "members.record_leaving"


class Expel(Leave):
    title = gettext_lazy("Expulsion by decision")
    form_class = forms.ExpelForm
    service = expel_member
    permission = "members.add_decision"


class Merge(Leave):
    title = gettext_lazy("Merger into another member")
    form_class = forms.MergeForm
    service = merge_member
    permission = "members.add_decision"


class Split(MembershipAct):
    title = gettext_lazy("Split into several members")
    form_class = forms.SplitForm
    permission = "members.add_decision"

    def perform(self, form, *, by) -> Done:
        facts = dict(form.cleaned_data)
        parts = [
            MemberFacts(kind=self.object.kind, country=self.object.country, name_en=english, name_ko=korean)
            for english, korean in facts.pop("names")
        ]
        successors = split_member(self.object, into=parts, **facts, by=by)
        standing = Status(self.object.status).label
        return Done(
            _("%(member)s is split into %(count)d members.") % {"member": self.object, "count": len(successors)},
            [
                _("New member no. %(number)d: %(name)s (%(standing)s)")
                % {"number": successor.number, "name": part.name_en, "standing": standing}
                for successor, part in zip(successors, parts, strict=True)
            ],
        )


MEMBER_ACTS = {
    "rename": Rename,
    "figure": RecordFigure,
    "economy": ChangeEconomy,
    "withdraw": Withdraw,
    "dissolve": Dissolve,
    "expel": Expel,
    "merge": Merge,
    "split": Split,
}
