"""A published list: its file, its columns, the members that its rows mean, the reasons of its differences."""

from collections.abc import Mapping, Sequence

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from members.forms.fields import day_field, text_field
from members.models import Kind, ListFinding, Member
from members.published import words
from members.published.codes import Code, Role, Verdict
from members.services.published import Said


class ListFactsForm(forms.Form):
    """What the list is and which day of the register it is compared with."""

    title = forms.CharField(label=_("Title"), max_length=200, help_text=_("Like “Annex of the annual report 2019”."))
    publisher = forms.CharField(
        label=_("Published where"),
        max_length=300,
        help_text=_("The website with its address, the document, the partner."),
    )
    as_of = day_field(_("As of"), help_text=_("The day of the register that the list is compared with."))


class ListFileForm(ListFactsForm):
    """The first step: the file."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "An Excel workbook (.xlsx, its first sheet) or CSV; the first row names the columns. The whole file is "
            "kept: take out columns with names or addresses of persons first."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"empty": _("The file is empty. Nothing was saved.")},
    )
    field_order = ["file", "title", "publisher", "as_of"]


class ListColumnsForm(ListFactsForm):
    """The second step: which column of the file says what. `upload` stands for the file."""

    upload = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, header: Sequence[str] = (), **kwargs):
        super().__init__(data, **kwargs)
        for role in Role:
            self.fields[role.value] = forms.ChoiceField(
                label=role.label,
                choices=[("", _("not in the file")), *((column, column) for column in header)],
                required=role == Role.NAME,
            )
        self.order_fields([*(role.value for role in Role), *ListFactsForm.base_fields])

    def clean(self):
        cleaned = super().clean()
        used: dict[str, str] = {}
        for role in Role:
            column = cleaned.get(role.value)
            if column and column in used:
                said = {"column": column, "role": used[column]}
                self.add_error(role.value, _("The column “%(column)s” is used already: %(role)s.") % said)
            elif column:
                used[column] = role.label
        return cleaned

    def columns(self) -> dict[str, str]:
        """By role the column that is read."""
        return {role.value: self.cleaned_data[role.value] for role in Role if self.cleaned_data.get(role.value)}


class ExplainLinesForm(forms.Form):
    text = text_field(
        _("Explanation"),
        help_text=_("Why the list and the register differ, for all of these lines. Signed with your name."),
    )


class ChooseMembersForm(forms.Form):
    """For each row the member that it means: a candidate, another member by its number, or none."""

    LATER, NUMBER = "", "number"

    def __init__(self, data=None, *, findings: Sequence[ListFinding], **kwargs):
        super().__init__(data, **kwargs)
        self.findings = findings
        for finding in findings:
            choices = [(f"m{one['number']}", words.candidate(one)) for one in finding.facts.get("candidates", ())]
            choices += [
                (self.NUMBER, _("another member, by its number")),
                (Verdict.NONE.value, _("none of the members")),
            ]
            if finding.facts.get("by"):
                choices.append((Verdict.OPEN.value, _("as the comparison finds it: take the choice back")))
            self.fields[f"choice_{finding.place}"] = forms.ChoiceField(
                label=finding.listed,
                choices=[(self.LATER, _("no choice now")), *choices],
                required=False,
                widget=forms.RadioSelect,
            )
            self.fields[f"number_{finding.place}"] = forms.IntegerField(
                label=_("Number of the member"),
                min_value=1,
                max_value=2**31 - 1,
                required=False,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            )

    def rows(self):
        """Each row with its reason and its two bound fields."""
        for finding in self.findings:
            told = [f"{column}: {cell[:80]}" for column, cell in finding.row.cells.items() if column and cell.strip()]
            finding.cells = " · ".join(told)
            yield (
                finding,
                words.reason(finding.code, finding.facts),
                self[f"choice_{finding.place}"],
                self[f"number_{finding.place}"],
            )

    def clean(self):
        cleaned = super().clean()
        for place in self._places():  # who types a number means it
            if cleaned.get(f"choice_{place}") == self.LATER and cleaned.get(f"number_{place}"):
                cleaned[f"choice_{place}"] = self.NUMBER
        numbers = {place: number for place in self._places() if (number := self._number(cleaned, place))}
        self.members: Mapping[int, Member] = {
            member.number: member for member in Member.objects.with_names().filter(number__in=numbers.values())
        }
        for place in self._places():
            number = numbers.get(place)
            if cleaned.get(f"choice_{place}") == self.NUMBER and not number:
                if f"number_{place}" not in self.errors:
                    self.add_error(f"number_{place}", _("Type the number of the member."))
            elif number and number not in self.members:
                self.add_error(f"number_{place}", _("There is no member no. %d.") % number)
        if not self.errors and not any(cleaned.get(f"choice_{place}") for place in self._places()):
            raise ValidationError(_("Choose for at least one row. Nothing was saved."), code="no_choice")
        return cleaned

    def said(self) -> list[Said]:
        """What was chosen, row by row."""
        return [
            Said(place, self._verdict(place), self.members.get(self._number(self.cleaned_data, place)))
            for place in self._places()
            if self.cleaned_data[f"choice_{place}"]
        ]

    def _places(self) -> list[int]:
        return [finding.place for finding in self.findings]

    def _number(self, cleaned: Mapping, place: int) -> int | None:
        """The number of the member that was chosen for the row; one beside another choice says nothing."""
        choice = cleaned.get(f"choice_{place}") or ""
        return (
            cleaned.get(f"number_{place}") if choice == self.NUMBER else int(choice[1:]) if choice[:1] == "m" else None
        )

    def _verdict(self, place: int) -> Verdict:
        choice = self.cleaned_data[f"choice_{place}"]
        return Verdict(choice) if choice in Verdict else Verdict.MEMBER


class LinesForm(forms.Form):
    """Which lines of a group are shown."""

    OPEN, CHOOSE, EXPLAINED = "open", "choose", "explained"

    q = forms.CharField(label=_("Name"), max_length=200, required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("all")), (OPEN, _("open")), (CHOOSE, _("a member to choose")), (EXPLAINED, _("explained"))],
    )
    code = forms.ChoiceField(label=_("Reason"), required=False, choices=[("", _("all")), *Code.choices])
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("all")), *Kind.choices])
