"""Writing an application: its overview, pages of questions, files, the fee, giving it up."""

from collections.abc import Iterator
from itertools import groupby

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from members.forms.files import FileForm
from members.forms.questionnaire import Part, Questionnaire, as_typed
from members.models import masked
from members.papers.application_form import application_form_pdf
from members.services.drafts import attach, delete_draft, detach, save_answers
from members.services.links import revoke_links
from members.views.apply_base import UPLOADS, DraftPage, language
from members.views.passes import held_for
from wego import slots
from wego.attachments import attachment_response
from wego.dates import today

BACK = "check"
"""What `?back=` says on the way from the page where the answers are checked, and back to it."""


def rows(questionnaire: Questionnaire) -> Iterator[tuple[str, list[dict]]]:
    """The parts by group, each with its state."""
    for group, parts in groupby(questionnaire.parts, key=lambda part: part.group):
        yield str(group), [{"part": part, "state": state(questionnaire, part)} for part in parts]


def state(questionnaire: Questionnaire, part: Part) -> tuple[str, str]:
    """A code for the style sheet, and its words."""
    if questionnaire.is_finished(part):
        return "finished", _("Finished")
    if questionnaire.is_begun(part):
        return "begun", _("In progress")
    return ("optional", _("Optional")) if part.optional else ("open", _("Not started"))


class PartPage(DraftPage):
    """One part. Every POST saves, also what is not right yet; what is wrong is said beside its field."""

    def part_of(self, name: str) -> Part:
        part = self.questionnaire.part(name)
        if part is None:
            raise Http404
        return part

    def look(self, *, key, part: str) -> HttpResponse:
        found = self.part_of(part)
        if found.form is None:
            return self.show_part(found, self.file_form(found))
        if held := held_for(self.request, self.key, part):
            self.draft = save_answers(self.draft, page=part, typed=held)
            self.questionnaire = Questionnaire(self.draft)
            messages.info(self.request, _("What you typed before your session ended is back, and saved."))
        form = self.questionnaire.form(found)
        if not self.questionnaire.is_begun(found):
            form = found.form()
        return self.show_part(found, form)

    def write(self, *, key, part: str) -> HttpResponse:
        found = self.part_of(part)
        return self.write_file(found) if found.form is None else self.write_answers(found)

    def write_answers(self, part: Part) -> HttpResponse:
        form = part.form(self.request.POST)
        self.draft = save_answers(self.draft, page=part.name, typed=as_typed(form))
        nothing = part.optional and not any(self.draft.answers[part.name].values())
        if not nothing and not form.is_valid() and "later" not in self.request.POST:
            return self.show_part(part, form)
        return HttpResponseRedirect(self.next_url(part))

    def write_file(self, part: Part) -> HttpResponse:
        if "done" in self.request.POST:
            return HttpResponseRedirect(self.next_url(part))
        UPLOADS.take(self.applicant.email)
        form = self.file_form(part, self.request.POST, self.request.FILES)
        if not form.is_valid():
            return self.show_part(part, form)
        attachment = attach(self.draft, purpose=part.purpose, file=form.cleaned_data["file"])
        messages.success(self.request, _("Saved: %s") % attachment.name)
        return HttpResponseRedirect(self.request.get_full_path())

    def file_form(self, part: Part, *sent) -> FileForm:
        return FileForm(*sent, another=part.purpose in self.questionnaire.files)

    def next_url(self, part: Part) -> str:
        """Back to where the answers are checked, on to the next part of the group, or to the overview."""
        if self.request.GET.get("back") == BACK:
            return reverse("members:apply_check", args=[self.key])
        following = None if "later" in self.request.POST else self.questionnaire.after(part)
        if following:
            return reverse("members:apply_part", args=[self.key, following.name])
        return self.hub_url

    def show_part(self, part: Part, form) -> HttpResponse:
        context = {"part": part, "form": form, "draft": self.draft, "hub_url": self.hub_url, "key": self.key}
        if part.form is None:
            return self.show("files", files=self.questionnaire.files.get(part.purpose, []), **context)
        return self.show("part", **context)


class Fee(DraftPage):
    """What the membership would cost, by the rules of the run: what the upper app shows in the slot."""

    def look(self, *, key) -> HttpResponse:
        application = self.questionnaire.application()
        panels = slots.panels("application_fee", application=application, key=self.key)
        return self.show("fee", panels=panels, draft=self.draft, hub_url=self.hub_url)


class FormPaper(DraftPage):
    """The answers as a paper to sign."""

    def look(self, *, key) -> HttpResponse:
        content = application_form_pdf(self.questionnaire.application(), language=language(), on=today())
        return attachment_response(content, content_type="application/pdf", name=_("WeGO application.pdf"))


class RemoveFile(DraftPage):
    def write(self, *, key, file) -> HttpResponse:
        attachment = self.draft.attachments.filter(key=file).first()
        if attachment is None:
            raise Http404
        detach(attachment)
        messages.info(self.request, _("Removed: %s") % attachment.name)
        part = next(one for one in self.questionnaire.parts if one.purpose == attachment.purpose)
        return HttpResponseRedirect(reverse("members:apply_part", args=[self.key, part.name]))


class DeleteDraft(DraftPage):
    """Gives the application up, after a page that says what goes."""

    def look(self, *, key) -> HttpResponse:
        return self.show("delete", draft=self.draft, hub_url=self.hub_url)

    def write(self, *, key) -> HttpResponse:
        delete_draft(self.draft)
        messages.success(self.request, _("The application with its answers and files is deleted."))
        return HttpResponseRedirect(reverse("members:apply"))


class RevokeLinks(DraftPage):
    """For whoever passed a link on: none that was mailed opens this draft any more."""

    def write(self, *, key) -> HttpResponse:
        revoke_links(email=self.draft.email, key=self.draft.key)
        said = _("No link mailed so far opens this application any more. Ask for a new one when you need it.")
        messages.success(self.request, said)
        return self.hub()


def hub_context(questionnaire: Questionnaire) -> dict:
    draft = questionnaire.draft
    return {
        "draft": draft,
        "groups": list(rows(questionnaire)),
        "count": len(questionnaire.parts),
        "finished": questionnaire.finished_count,
        "missing": questionnaire.missing,
        "address": masked(draft.email),
        "title": questionnaire.application().name_en,
        "has_fee": bool({"population", "employees"} & {part.name for part in questionnaire.parts}),
    }
