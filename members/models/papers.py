"""What the Secretariat issued: numbered, kept as it was, printed again identically."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from members.models.applications import Application
from members.models.governance import Meeting
from members.models.member import Member
from members.models.visibility import OfMemberQuerySet
from wego.append_only import AppendOnlyModel, AppendOnlyQuerySet
from wego.models.recorded import RecordedModel
from wego.spreadsheets import XLSX_TYPE


class PaperQuerySet(OfMemberQuerySet, AppendOnlyQuerySet):
    pass


CONTENT_TYPES = {"pdf": "application/pdf", "xlsx": XLSX_TYPE}
"""By format, as the web and mail name it."""


class Paper(RecordedModel, AppendOnlyModel):
    """A document under its number. Its files are what was issued, byte for byte (PaperFile).

    Addressed to an office, never to a person by name: it stays when the person's data is destroyed.
    """

    class Kind(models.TextChoices):
        QUOTATION = "quotation", _("fee quotation")
        ACKNOWLEDGEMENT = "acknowledgement", _("acknowledgement of receipt")
        COMPLETION = "completion", _("request for completion")
        RETURN = "return", _("return of an application")
        ACCEPTANCE = "acceptance", _("acceptance letter")
        SUITABILITY = "suitability", _("suitability sheet")
        COMMITTEE = "committee", _("Executive Committee paper")
        DECISIONS = "decisions", _("decision record")
        APPROVAL = "approval", _("approval letter")
        CERTIFICATE = "certificate", _("membership certificate")
        STATUS_REPORT = "status_report", _("status report")
        WITHDRAWAL = "withdrawal", _("withdrawal acknowledgement")
        ANNUAL_REPORT = "annual_report", _("annual membership report")
        CONTACT_LIST = "contact_list", _("contact list")

    kind = models.CharField(_("kind of paper"), max_length=20, choices=Kind)
    number = models.CharField(_("document number"), max_length=20, unique=True)
    title = models.CharField(_("title"), max_length=300)
    issued_on = models.DateField(_("issued on"), db_index=True)
    recipient = models.CharField(_("recipient"), max_length=300, blank=True, help_text=_("Office, not person."))
    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="papers", verbose_name=_("member")
    )
    application = models.ForeignKey(
        Application,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="papers",
        verbose_name=_("application"),
    )
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="papers", verbose_name=_("meeting")
    )

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_on", "-pk"]
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        permissions = [("issue_papers", gettext_noop("Can issue papers and send letters"))]

    def __str__(self):
        return f"{self.number} {self.title}"


class PaperFile(RecordedModel, AppendOnlyModel):
    """One file of a paper: in a language, as PDF or workbook. `digest` names the kept content (wego/files.py)."""

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        XLSX = "xlsx", "XLSX"

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="files", verbose_name=_("paper"))
    language = models.CharField(_("language"), max_length=2)
    format = models.CharField(_("format"), max_length=4, choices=Format)
    digest = models.CharField("SHA-256", max_length=64)
    size = models.PositiveIntegerField(_("size (bytes)"))

    class Meta:
        ordering = ["paper", "format", "language"]
        verbose_name = _("file of a paper")
        verbose_name_plural = _("files of papers")
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "language", "format"],
                name="paper_file_once",
                violation_error_message=_("The paper has this file already."),
            ),
            models.CheckConstraint(
                name="paper_file_not_empty",
                condition=Q(size__gt=0),
                violation_error_message=_("The file is empty."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        """What the file is called where it is saved."""
        return f"{self.paper.number}-{self.language}.{self.format}"

    @property
    def content_type(self) -> str:
        return CONTENT_TYPES[self.format]
