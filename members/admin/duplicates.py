"""Likely duplicates, the merge of two records and its way back (not the merger of two bodies, R27)."""

from collections import Counter
from collections.abc import Sequence

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Prefetch, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members import forms, words
from members.admin.acts import MemberAct
from members.admin.columns import MemberColumn, named, names_at
from members.duplicates import Pair, likely_pairs
from members.models import Contact, Member, MemberFigure, NotDuplicate, RecordMerge
from members.services.duplicates import dismiss_pair, merge_records, undo_merge
from wego import slots
from wego.acts import ActView, Done
from wego.admin import ActAdmin, ReadOnly, act_url
from wego.visibility import visible_rows

MERGES = "members.merge_records"
PER_PAGE = 20
LIKELY = ((0.9, gettext_lazy("very likely")), (0.7, gettext_lazy("likely")), (0.0, gettext_lazy("possible")))


def merged_into() -> Subquery:
    """Expression: the number of the record into which the member's own was merged."""
    return Subquery(RecordMerge.objects.standing().filter(duplicate=OuterRef("pk")).values("kept__number")[:1])


def _standing(member: Member) -> str:
    return words.standing(member.status, member.since, member.ground)


class MergeRecord(MemberAct):
    title = gettext_lazy("Merge a duplicate record")
    explanation = gettext_lazy(
        "One body was entered twice: one record stands for it from then on, the other one counts on no day any more. "
        "Where two bodies became one, record a merger instead."
    )
    form_class = forms.MergeRecordsForm
    permission = MERGES

    def get_form_kwargs(self):
        others = visible_rows(self.get_queryset(), self.request.user)
        return {"member": self.object, "members": others, "initial": {"number": self.request.GET.get("number")}}

    def perform(self, form, *, by) -> Done:
        kept, duplicate = self.object, form.cleaned_data["number"]
        if form.cleaned_data["keep"] == form.OTHER:
            kept, duplicate = duplicate, kept
        before = [
            _("Kept: %(member)s. %(standing)s") % {"member": kept, "standing": _standing(kept)},
            _("Merged into it: %(member)s. %(standing)s") % {"member": duplicate, "standing": _standing(duplicate)},
        ]
        done = merge_records(kept, duplicate=duplicate, reason=form.cleaned_data["reason"], by=by)
        return Done(
            _("No. %(duplicate)d is merged into no. %(kept)d.") % done.merge.numbers,
            [*before, *done.lines, _("It can be undone on the page of no. %d.") % duplicate.number],
            url=reverse("admin:members_member_change", args=[kept.pk]),
        )


class UndoMerge(MemberAct):
    title = gettext_lazy("Undo the merge")
    explanation = gettext_lazy(
        "The two records are about two bodies: each has again what it had. What was changed since stays as it is now."
    )
    form_class = forms.ReasonOnlyForm
    permission = MERGES

    @classmethod
    def available(cls, obj) -> bool:
        return RecordMerge.objects.standing().filter(duplicate=obj).exists()

    def perform(self, form, *, by) -> Done:
        merge = RecordMerge.objects.standing().filter(duplicate=self.object).select_related("kept", "duplicate").first()
        if merge is None:
            raise ValidationError(_("This record was not merged into another one. Nothing was saved."), code="no_merge")
        done = undo_merge(merge, reason=form.cleaned_data["reason"], by=by)
        return Done(
            _("No. %(duplicate)d is a record of its own again, beside no. %(kept)d.") % merge.numbers, done.lines
        )


@admin.site.register_page(
    "duplicates/", name="duplicates", title=gettext_lazy("Likely duplicates"), permission=MERGES, order=45
)
class DuplicatesPage(ActView):
    """Pairs of records that may be about one body, side by side. The act of the page itself says that a pair is of
    two members; the merge is an act on one of them."""

    title = gettext_lazy("Likely duplicates")
    explanation = gettext_lazy(
        "Members of one kind and country whose names are alike, in any script. Merge the two records of one body, or "
        "say that they are two: then the pair does not come back."
    )
    form_class = forms.DifferentForm
    permission = MERGES
    template_name = "admin/members/duplicates.html"

    def members(self):
        return visible_rows(Member.objects.with_names().with_status(), self.request.user)

    def get_form(self, data=None):
        pair = f"{data.get('first')}-{data.get('second')}" if data else ""
        return self.form_class(data, members=self.members(), auto_id=f"id_{pair}_%s")

    def back_url(self) -> str:
        return reverse("admin:duplicates")

    def perform(self, form, *, by) -> Done:
        first, second, reason = (form.cleaned_data[name] for name in ("first", "second", "reason"))
        dismiss_pair(first, second, reason=reason, by=by)
        return Done(_("%(first)s and %(second)s are two different members.") % form.cleaned_data, [reason])

    def extra_context(self, form) -> dict:
        pairs = likely_pairs(self.members().order_by())
        page = Paginator(pairs, PER_PAGE).get_page(self.request.GET.get("p"))
        return {"page": page, "cases": self.cases(page.object_list, form)}

    def cases(self, pairs: Sequence[Pair], form) -> list[dict]:
        """For each pair of the page: how likely and why, the two records line by line, the form to dismiss it."""
        keys = {key for pair in pairs for key in pair.members}
        columns = _columns(self.members().filter(pk__in=keys))
        return [_case(pair, *(columns[key] for key in pair.members), form) for pair in pairs]


def _case(pair: Pair, first: dict, second: dict, form) -> dict:
    one, other = first["member"], second["member"]
    own = form if form.is_bound and form["first"].value() == str(one.number) else None
    same_pair = own is not None and own["second"].value() == str(other.number)
    return {
        "id": f"{one.number}-{other.number}",
        "first": one,
        "second": other,
        "likely": next(label for least, label in LIKELY if pair.score >= least),
        "percent": round(pair.score * 100),
        "reasons": pair.reasons,
        "rows": [(label, first["facts"][label], second["facts"][label]) for label in first["facts"]],
        "merge_url": f"{act_url(one, 'merge_record')}?number={other.number}",
        "errors": own["reason"].errors if same_pair else [],
        "typed": own["reason"].value() if same_pair else "",
    }


def _columns(members) -> dict[int, dict]:
    """By key: the member and what is shown of it, in a number of queries that does not grow."""
    members = list(
        members.select_related("country")
        .prefetch_related("names", "contacts", Prefetch("figures", MemberFigure.objects.counting()))
        .annotate(decided=Count("decisions", distinct=True))
    )
    counted = slots.panels("record_counts", members=[member.pk for member in members])
    found = {}
    for member in members:
        facts = {
            _("Names"): ", ".join(dict.fromkeys(name.text for name in member.names.all())),
            _("Standing today"): _standing(member),
            _("Website"): member.website or "-",
            _("Contacts"): _roles(member.contacts.all()),
            _("Figures"): _figures(member.figures.all()),
            _("Decisions"): member.decided,
        }
        facts |= {panel["words"]: panel["counts"].get(member.pk, 0) for panel in counted}
        found[member.pk] = {"member": member, "facts": facts}
    return found


def _roles(contacts) -> str:
    """How many persons in which role; their names are for the member's own page."""
    counts = Counter(contact.role for contact in contacts)
    return ", ".join(f"{Contact.Role(role).label} {count}" for role, count in sorted(counts.items())) or "-"


def _figures(figures) -> str:
    newest: dict[str, MemberFigure] = {}
    for figure in figures:
        newest.setdefault(figure.indicator, figure)
    return ", ".join(map(str, newest.values())) or "-"


class PairColumns(MemberColumn):
    """The second member of a row by name, beside the first (`member_path`)."""

    other_path = ""

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(**names_at(self.other_path, "other"))

    @admin.display(description=gettext_lazy("other member"), ordering="other_name_en")
    def other_name(self, row):
        return named(row, "other")


@admin.register(RecordMerge)
class RecordMergeAdmin(PairColumns, ReadOnly, ActAdmin):
    member_path, other_path = "duplicate", "kept"
    list_display = ["member_name", "other_name", "reason", "recorded_at", "recorded_by", "undone_at", "undone_by"]
    list_filter = [("undone_at", admin.EmptyFieldListFilter)]
    list_select_related = ["kept", "duplicate", "recorded_by", "undone_by"]
    search_fields = ["reason", "undone_reason", "kept__names__text", "duplicate__names__text"]
    fields = ["duplicate", "kept", "reason", "recorded_at", "recorded_by", "undone_at", "undone_by", "undone_reason"]


@admin.register(NotDuplicate)
class NotDuplicateAdmin(PairColumns, ReadOnly, ActAdmin):
    member_path, other_path = "first", "second"
    list_display = ["member_name", "other_name", "reason", "recorded_at", "recorded_by"]
    list_filter = ["recorded_at"]
    list_select_related = ["first", "second", "recorded_by"]
    search_fields = ["reason", "first__names__text", "second__names__text"]
    fields = ["first", "second", "reason", "recorded_at", "recorded_by"]
