"""Lists of members as somebody published them: kept as they came, explained and signed off, never edited."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from members.models.member import Member
from members.models.visibility import RegisterQuerySet
from members.published.codes import Verdict
from wego.append_only import AppendOnlyModel, AppendOnlyQuerySet
from wego.models.recorded import RecordedModel


class PublishedQuerySet(RegisterQuerySet, AppendOnlyQuerySet):
    pass


class PublishedList(RecordedModel, AppendOnlyModel):
    """A list of members as a website, an annex or a partner published it, and the day that it is compared with.

    `digest` names the kept file (wego/files.py), `columns` says by role which column of it is read.
    """

    title = models.CharField(_("title"), max_length=200)
    publisher = models.CharField(
        _("published where"), max_length=300, help_text=_("The website with its address, the document, the partner.")
    )
    as_of = models.DateField(
        _("as of"), db_index=True, help_text=_("The day of the register that it is compared with.")
    )
    file_name = models.CharField(_("name of the file"), max_length=200)
    digest = models.CharField(_("digest (SHA-256)"), max_length=64)
    size = models.PositiveIntegerField(_("size (bytes)"))
    header = models.JSONField(_("columns of the file"))
    columns = models.JSONField(_("columns that are read"))

    objects = PublishedQuerySet.as_manager()

    class Meta:
        ordering = ["-as_of", "-pk"]
        verbose_name = _("published list")
        verbose_name_plural = _("published lists")
        permissions = [("sign_off_published_lists", gettext_noop("Can sign off published lists"))]
        constraints = [
            models.CheckConstraint(
                name="published_list_named",
                condition=~Q(title="") & ~Q(publisher=""),
                violation_error_message=_("State what the list is called and where it was published."),
            ),
            models.CheckConstraint(
                name="published_list_has_file",
                condition=Q(size__gt=0) & ~Q(digest=""),
                violation_error_message=_("The file is empty."),
            ),
            models.CheckConstraint(
                name="published_list_name_column",
                condition=Q(columns__has_key="name"),
                violation_error_message=_("Say which column holds the names of the members."),
            ),
        ]

    def __str__(self):
        return self.title


class PublishedRow(AppendOnlyModel):
    """A row as it stands in the file: `cells` by the header of their column, `number` as the spreadsheet shows it."""

    list = models.ForeignKey(
        PublishedList, on_delete=models.PROTECT, related_name="rows", verbose_name=_("published list")
    )
    number = models.PositiveIntegerField(_("row"))
    cells = models.JSONField(_("cells"))

    objects = PublishedQuerySet.as_manager()

    class Meta:
        ordering = ["list", "number"]
        verbose_name = _("row of a published list")
        verbose_name_plural = _("rows of published lists")
        constraints = [
            models.UniqueConstraint(
                fields=["list", "number"],
                name="published_row_once",
                violation_error_message=_("This row of the list is recorded already."),
            )
        ]

    def __str__(self):
        return str(self.number)


class ListChoice(AppendOnlyModel):
    """What an officer said about a row that the names alone do not decide. The newest of a row holds."""

    row = models.ForeignKey(PublishedRow, on_delete=models.PROTECT, related_name="choices", verbose_name=_("row"))
    verdict = models.CharField(_("what was chosen"), max_length=6, choices=Verdict)
    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("member")
    )
    chosen_at = models.DateTimeField(_("chosen at"), default=timezone.now, editable=False)
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("chosen by")
    )

    objects = PublishedQuerySet.as_manager()

    class Meta:
        ordering = ["row", "-pk"]
        verbose_name = _("choice for a row")
        verbose_name_plural = _("choices for rows")
        constraints = [
            models.CheckConstraint(
                name="list_choice_names_member",
                condition=Q(verdict=Verdict.MEMBER, member__isnull=False)
                | Q(verdict__in=[Verdict.NONE, Verdict.OPEN], member__isnull=True),
                violation_error_message=_("Name the member, or say that it is none."),
            )
        ]

    def __str__(self):
        return self.get_verdict_display()


class ListExplanation(AppendOnlyModel):
    """Why a published list and the register differ in one thing, signed by a person.

    It holds for the very finding that it was written for (`digest`); `about` says which that was. When the finding
    becomes another one, the difference is open again.
    """

    list = models.ForeignKey(
        PublishedList, on_delete=models.PROTECT, related_name="explanations", verbose_name=_("published list")
    )
    row = models.ForeignKey(
        PublishedRow, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("row")
    )
    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("member")
    )
    digest = models.CharField(_("digest of the finding"), max_length=64)
    about = models.JSONField(_("finding"))
    text = models.TextField(_("explanation"))
    signed_at = models.DateTimeField(_("signed at"), default=timezone.now, editable=False)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("signed by")
    )

    objects = PublishedQuerySet.as_manager()

    class Meta:
        ordering = ["list", "-pk"]
        verbose_name = _("explanation of a published list")
        verbose_name_plural = _("explanations of published lists")
        indexes = [models.Index(fields=["list", "digest"], name="list_explanation_of")]
        constraints = [
            models.CheckConstraint(
                name="list_explanation_not_empty",
                condition=~Q(text=""),
                violation_error_message=_("Write the explanation."),
            ),
            models.CheckConstraint(
                name="list_explanation_about",
                condition=Q(row__isnull=False) | Q(member__isnull=False),
                violation_error_message=_("An explanation is about a row of the list or a member."),
            ),
        ]

    def __str__(self):
        return self.text


class ListSignOff(AppendOnlyModel):
    """The whole of a list is matched or explained, signed by a person. It holds for the very result (`digest`)."""

    list = models.ForeignKey(
        PublishedList, on_delete=models.PROTECT, related_name="sign_offs", verbose_name=_("published list")
    )
    digest = models.CharField(_("digest of the result"), max_length=64)
    counts = models.JSONField(_("counts"))
    signed_at = models.DateTimeField(_("signed at"), default=timezone.now, editable=False)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("signed by")
    )

    objects = PublishedQuerySet.as_manager()

    class Meta:
        ordering = ["list", "-pk"]
        verbose_name = _("sign-off of a published list")
        verbose_name_plural = _("sign-offs of published lists")
        constraints = [
            models.UniqueConstraint(
                fields=["list", "digest"],
                name="list_sign_off_once",
                violation_error_message=_("This very result is signed off already."),
            )
        ]

    def __str__(self):
        return str(self.list_id)
