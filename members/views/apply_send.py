"""Sending an application: its answers once more, the declaration, the number."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from members.forms.applying import DeclareForm
from members.forms.questionnaire import Part, Questionnaire
from members.services.drafts import submit_application
from members.views.apply_base import DraftPage
from wego import slots


def summary(questionnaire: Questionnaire) -> list[dict]:
    """Every part with its answers in words, question by question."""
    return [_part(questionnaire, part) for part in questionnaire.parts]


def _part(questionnaire: Questionnaire, part: Part) -> dict:
    if part.form is None:
        names = [one.name for one in questionnaire.files.get(part.purpose, [])]
        return {"part": part, "answers": [(part.heading, "\n".join(names))]}
    form = questionnaire.forms[part.name]
    return {"part": part, "answers": [(field.label, in_words(field)) for field in form]}


def in_words(field) -> str:
    """An answer as its applicant reads it; '' where there is none."""
    form = field.form
    value = form.cleaned_data.get(field.name) if form.is_bound and form.is_valid() else field.value()
    choices = dict(getattr(field.field, "choices", ())) if field.widget_type != "select" else {}
    if isinstance(value, list):
        return ", ".join(str(choices.get(one, one)) for one in value)
    if value is True or value == "on":
        return _("yes")
    if isinstance(value, int) and not isinstance(value, bool) and field.name in ("population", "employees"):
        return number_format(value, force_grouping=True)
    return str(choices.get(value, value)) if value not in (None, False, "") else ""


class Check(DraftPage):
    """All answers, with a way to each; the declaration; and sending."""

    def look(self, *, key) -> HttpResponse:
        return self.show_check(DeclareForm())

    def write(self, *, key) -> HttpResponse:
        form = DeclareForm(self.request.POST)
        if self.questionnaire.missing:
            return self.show_check(form, status=409)
        if not form.is_valid():
            return self.show_check(form)
        application = self.questionnaire.application()
        application.declared_name = form.cleaned_data["declared_name"]
        application.declared_title = form.cleaned_data["declared_title"]
        try:
            submit_application(application, draft=self.draft)
        except ValidationError as refusal:
            if getattr(refusal, "code", "") == "no_draft":
                raise
            form.add_error(NON_FIELD_ERRORS, " ".join(refusal.messages))
            return self.show_check(form)
        return HttpResponseRedirect(reverse("members:apply_sent", args=[self.key]))

    def show_check(self, form, status: int = 200) -> HttpResponse:
        application = self.questionnaire.application()
        return self.show(
            "check",
            status=status,
            form=form,
            draft=self.draft,
            summary=summary(self.questionnaire),
            missing=self.questionnaire.missing,
            panels=slots.panels("application_fee", application=application, key=self.key, brief=True),
            hub_url=self.hub_url,
        )
