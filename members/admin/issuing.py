"""The base of the acts that issue a paper: looked at first, then kept under the next document number."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.models import CONTENT_TYPES, Paper
from members.papers.composed import LANGUAGES, ComposedPaper
from wego.acts import ActView, Done, add_refusal

ISSUE = "members.issue_papers"


class IssuePaper(ActView):
    """A paper about the row. `?format=pdf&language=ko` shows it as it would be, marked as a preview."""

    permission = ISSUE
    form_class = forms.Form
    template_name = "admin/acts/issue.html"
    button = gettext_lazy("Issue")
    explanation = gettext_lazy(
        "Issued, the paper has a document number and stays as it is, whatever changes later. A new issue is a new "
        "paper under a number of its own."
    )

    def compose(self) -> ComposedPaper:
        raise NotImplementedError

    def get(self, request, *args, **kwargs) -> HttpResponse:
        format, language = request.GET.get("format"), request.GET.get("language")
        if format is None:
            return super().get(request, *args, **kwargs)
        form = self.get_form({})
        try:
            return preview_response(self.compose(), format, language)
        except ValidationError as refusal:
            form.is_valid()
            add_refusal(form, refusal)
            return self.render(self.template_name, form=form)

    def perform(self, form, *, by) -> Done:
        paper = self.compose()
        issued = paper.issue(by=by)
        return Done(_("Issued: %s.") % issued, [*paper.summary(), *file_lines(issued)], url=self.url_of(issued))

    def url_of(self, issued: Paper) -> str:
        return reverse("admin:members_paper_change", args=[issued.pk])

    def extra_context(self, form) -> dict:
        return {"previews": self.previews()}

    def previews(self) -> list[tuple[str, str]]:
        """(what it is called, its query) of each file that can be looked at."""
        formats = ["pdf", "xlsx"] if self.paper_class.has_workbook else ["pdf"]
        query = self.request.GET.copy()
        found = []
        for format in formats:
            for language in LANGUAGES:
                query["format"], query["language"] = format, language
                found.append((f"{format.upper()} ({language.upper()})", query.urlencode()))
        return found

    paper_class: type[ComposedPaper]


def preview_response(paper: ComposedPaper, format: str, language: str) -> HttpResponse:
    """The paper as a file that is marked as a preview."""
    if format not in paper.formats() or language not in LANGUAGES:
        raise Http404
    response = HttpResponse(paper.preview(format, language), content_type=CONTENT_TYPES[format])
    response["Content-Disposition"] = f'inline; filename="{paper.file_name(format, language)}"'
    return response


def file_lines(issued: Paper) -> list[str]:
    """The files of a paper by their digests: the very content that is confirmed."""
    return [f"{file.name}: SHA-256 {file.digest[:16]}" for file in issued.files.all()]
