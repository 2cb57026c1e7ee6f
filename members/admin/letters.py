"""Letters: their texts, and the acts that write them about applications and members (papers 2, 3, 23)."""

from dataclasses import dataclass, field

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members import forms
from members.admin.issuing import ISSUE
from members.letters import PLACEHOLDERS
from members.models import Application, LetterText, Member
from members.papers import application_letters
from members.papers.addressing import Correspondent, of_application, of_member
from members.papers.letters import Letter, Sending
from members.services.letters import Occasion
from wego.acts import ActView, Done
from wego.admin import MasterDataAdmin
from wego.dates import today


@admin.register(LetterText)
class LetterTextAdmin(MasterDataAdmin):
    """What letters say. Beside the form: which placeholders may stand in it, and what each is replaced by."""

    change_form_template = "admin/members/letter_text.html"
    list_display = ["letter", "language", "subject"]
    list_display_links = ["letter", "subject"]
    list_filter = ["kind", "language"]
    search_fields = ["subject", "body", "mail"]
    fields = ["kind", "language", "subject", "body", "enclosures", "mail"]

    def get_readonly_fields(self, request, obj=None):
        return ["kind", "language"] if obj else []

    def has_delete_permission(self, request, obj=None):
        return False

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        for name, rows in (("body", 22), ("mail", 10)):
            if name in form.base_fields:
                form.base_fields[name].widget.attrs["rows"] = rows
        return form

    def page_context(self, request, obj):
        return {"placeholders": list(PLACEHOLDERS[obj.kind].items())}

    @admin.display(description=gettext_lazy("letter"), ordering="kind")
    def letter(self, text):
        return capfirst(text.get_kind_display())


@dataclass
class LettersDone(Done):
    """What is about to leave: shown as letters; its lines are every word of them."""

    letters: list[Letter] = field(default_factory=list)

    @classmethod
    def of(cls, message: str, letters: list[Letter], url: str) -> "LettersDone":
        return cls(message, [line for letter in letters for line in letter.lines()], url, letters)


class LetterAct(ActView):
    """Writes one letter: language, office and addresses first, then the very text, then it is issued and mailed."""

    permission = ISSUE
    form_class = forms.LetterForm
    confirm_template_name = "admin/acts/letters.html"
    explanation = gettext_lazy(
        "The next page shows the very text. Confirmed, the letter has a document number, is kept as PDF and is mailed "
        "by a job; an issued letter stays as it is."
    )

    def correspondent(self) -> Correspondent:
        raise NotImplementedError

    def occasion(self) -> Occasion:
        raise NotImplementedError

    def letter(self, sending: Sending) -> Letter:
        raise NotImplementedError

    def get_form_kwargs(self) -> dict:
        return {"correspondent": self.correspondent(), "earlier": self.earlier()}

    def earlier(self):
        try:
            return self.occasion().letters().first()
        except ValidationError:  # there is no such occasion: the act says so when it is asked for
            return None

    def perform(self, form, *, by) -> Done:
        letter = self.letter(form.sending())
        paper = letter.issue(by=by, reason=form.cleaned_data.get("reason", ""))
        words = {"letter": capfirst(paper.get_kind_display()), "to": paper.recipient}
        url = reverse("admin:members_paper_change", args=[paper.pk])
        return LettersDone.of(_("Issued: %(letter)s to %(to)s.") % words, [letter], url)


class ApplicationLetter(LetterAct):
    def correspondent(self) -> Correspondent:
        return of_application(self.object, today())


class Acknowledge(ApplicationLetter):
    title = gettext_lazy("Letter: acknowledgement of receipt")

    def occasion(self) -> Occasion:
        return application_letters.acknowledgement(self.object)

    def letter(self, sending: Sending) -> Letter:
        return application_letters.acknowledgement_letter(self.object, sending)


class AskForCompletion(ApplicationLetter):
    title = gettext_lazy("Letter: request for completion")

    @classmethod
    def available(cls, obj) -> bool:
        return obj.state == Application.State.INCOMPLETE

    def occasion(self) -> Occasion:
        return application_letters.completion(self.object)

    def letter(self, sending: Sending) -> Letter:
        return application_letters.completion_letter(self.object, sending)


class AnnounceAcceptance(ApplicationLetter):
    title = gettext_lazy("Letter: acceptance")

    @classmethod
    def available(cls, obj) -> bool:
        return obj.state == Application.State.ACCEPTED

    def occasion(self) -> Occasion:
        return application_letters.acceptance(self.object)

    def letter(self, sending: Sending) -> Letter:
        return application_letters.acceptance_letter(self.object, sending)


class AcknowledgeWithdrawal(LetterAct):
    title = gettext_lazy("Letter: acknowledgement of withdrawal")

    @classmethod
    def available(cls, obj) -> bool:
        return application_letters.withdrawn(obj) is not None

    def get_queryset(self):
        return Member.objects.with_names()

    def correspondent(self) -> Correspondent:
        return of_member(self.object, today())

    def occasion(self) -> Occasion:
        return application_letters.withdrawal(self.object)

    def letter(self, sending: Sending) -> Letter:
        return application_letters.withdrawal_letter(self.object, sending)


admin.site.register_act("members.application", "acknowledgement", Acknowledge)
admin.site.register_act("members.application", "completion-letter", AskForCompletion)
admin.site.register_act("members.application", "acceptance-letter", AnnounceAcceptance)
admin.site.register_act("members.member", "withdrawal-letter", AcknowledgeWithdrawal)
