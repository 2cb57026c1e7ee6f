"""A paper before it is issued: its facts read once, said in every language, looked at first and then issued.

paper = DecisionRecord.of(meeting, issued_on=today())
paper.preview("pdf", "ko")        # marked PREVIEW, without a number, kept nowhere
paper.issue(by=officer)           # numbered; its files are kept and printed again identically
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from members.models import Paper, PaperFile
from members.services.papers import PaperDraft, issue_paper
from wego.pdf import Letterhead, render_pdf
from wego.spreadsheets import Sheet, write_xlsx

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
PDF, XLSX = PaperFile.Format


class ComposedPaper(ABC):
    """A frozen dataclass of facts. `title`, `data` and `sheets` say them in the language that is active.

    The same facts give the same bytes.
    """

    kind: ClassVar[Paper.Kind]
    template: ClassVar[str]
    has_workbook: ClassVar[bool] = True
    issued_on: date

    @abstractmethod
    def title(self) -> str:
        """What the paper is called on its head and in the list of papers."""

    @abstractmethod
    def data(self) -> dict:
        """Words and numbers for the template `templates/papers/<template>.typ`."""

    def sheets(self) -> list[Sheet]:
        """The tables of the workbook; none where `has_workbook` is False."""
        return []

    def about(self) -> Mapping:
        """The `member`, `application` or `meeting` on whose page the paper is found."""
        return {}

    def summary(self) -> list[str]:
        """What the paper comes to, for who is about to issue it."""
        return []

    def formats(self) -> list[PaperFile.Format]:
        return [PDF, XLSX] if self.has_workbook else [PDF]

    def render(self, format: str, language: str, *, number: str = "", mark: str = "") -> bytes:
        """One file of the paper."""
        return self._xlsx(language, number, mark) if format == XLSX else self._pdf(language, number, mark)

    def preview(self, format: str, language: str) -> bytes:
        with override(language):
            mark = _("PREVIEW")
        return self.render(format, language, mark=mark)

    def file_name(self, format: str, language: str) -> str:
        """What a preview is called where it is saved."""
        return f"{slugify(self.kind.replace('_', '-'))}-{self.issued_on.isoformat()}-{language}.{format}"

    def drafts(self) -> list[PaperDraft]:
        """Every file that the paper will have."""
        return [self._draft(format, language) for language in LANGUAGES for format in self.formats()]

    def issue(self, *, by) -> Paper:
        """Under the next number, in every language and format. The list of papers names it in English."""
        with override(settings.LANGUAGE_CODE):
            title = self.title()
        return issue_paper(
            kind=self.kind, title=title, issued_on=self.issued_on, drafts=self.drafts(), by=by, **self.about()
        )

    def _draft(self, format: PaperFile.Format, language: str) -> PaperDraft:
        return PaperDraft(language, format, lambda number: self.render(format, language, number=number))

    def _pdf(self, language: str, number: str, mark: str) -> bytes:
        with override(language):
            letterhead = Letterhead(self.title(), self.issued_on, number=number, mark=mark)
            data = self.data()
        return render_pdf(self.template, data, letterhead=letterhead, language=language)

    def _xlsx(self, language: str, number: str, mark: str) -> bytes:
        with override(language):
            paper = [[_("Document number"), number or mark], [_("Date"), self.issued_on]]
            return write_xlsx([*self.sheets(), Sheet(_("Paper"), [self.title(), ""], paper)], created=self.issued_on)
