"""What was sent: its number, how far it is, what is needed, its letters."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from members.forms.files import CompletionAnswerForm
from members.models import Application, Attachment, PaperFile, masked
from members.progress import Progress, next_meeting_words, papers_for
from members.services.drafts import answer_request
from members.services.papers import read_file
from members.views.apply_answers import hub_context
from members.views.apply_base import UPLOADS, WRITES, ApplicantPage, Questionnaire, language
from wego import files, slots
from wego.attachments import attachment_response
from wego.dates import today


class Hub(ApplicantPage):
    """One address from the first answer to full membership: the overview of a draft, then the status page."""

    def get(self, request, *, key) -> HttpResponse:
        if self.draft:
            return self.show("hub", **hub_context(Questionnaire(self.draft)))
        return self.status(CompletionAnswerForm())

    def post(self, request, *, key) -> HttpResponse:
        """The answer to a request for completion."""
        if self.application is None:
            return self.hub()
        WRITES.take(self.applicant.email)
        form = CompletionAnswerForm(request.POST, request.FILES)
        if request.FILES:
            UPLOADS.take(self.applicant.email)
        if form.is_valid():
            sent = [form.cleaned_data["file"]] if form.cleaned_data["file"] else []
            try:
                answer_request(self.application, note=form.cleaned_data["note"], sent=sent)
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                messages.success(request, _("Thank you. The Secretariat was told that you answered."))
                return HttpResponseRedirect(self.hub_url)
        return self.status(form)

    def status(self, form) -> HttpResponse:
        progress = Progress.of(self.application)
        return self.show(
            "status",
            form=form,
            progress=progress,
            application=self.application,
            files=list(self.application.attachments.all()),
            papers=[(paper, _file_of(paper)) for paper in progress.papers],
            panels=slots.panels("application_status", application=self.application),
            address=masked(self.applicant.email),
            may_see_all=self.applicant.only is None,
        )


def _file_of(paper) -> PaperFile | None:
    """The PDF in the reader's language, else in another."""
    found = [file for file in paper.files.all() if file.format == PaperFile.Format.PDF]
    return next((file for file in found if file.language == language()), found[0] if found else None)


class Sent(ApplicantPage):
    """Right after sending: the number, and what happens next."""

    def get(self, request, *, key) -> HttpResponse:
        if self.application is None:
            return self.hub()
        context = {"meeting": next_meeting_words(today()), "hub_url": self.hub_url}
        return self.show("sent", application=self.application, address=masked(self.applicant.email), **context)


class FileDownload(ApplicantPage):
    """A file of one's own, as it is kept."""

    def get(self, request, *, key, file) -> HttpResponse:
        own = Attachment.objects.of_applicant(self.applicant).filter(key=file)
        belongs = {"draft": self.draft} if self.draft else {"application": self.application}
        found = own.filter(**belongs).first()
        if found is None:
            raise Http404
        return attachment_response(files.read(found.digest), content_type=found.content_type, name=found.name)


class PaperDownload(ApplicantPage):
    """A letter to the applicant, as it was issued."""

    def get(self, request, *, key, number: str) -> HttpResponse:
        paper = _paper(self.application, number)
        file = _file_of(paper) if paper else None
        if file is None:
            raise Http404
        return attachment_response(read_file(file), content_type=file.content_type, name=file.name)


def _paper(application: Application | None, number: str):
    return next((one for one in papers_for(application) if one.number == number), None) if application else None
