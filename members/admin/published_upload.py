"""A published list comes in: the file, its columns, what comes out (three pages)."""

import io

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members import forms
from members.admin.published_page import coming
from members.models import SEES_ALL, PublishedList
from members.published.codes import Role
from members.published.headers import guess
from members.services.published import Source, record_list
from members.words import day
from wego.acts import ActView, Done
from wego.imports import uploads
from wego.spreadsheets import EXTRA, read_table

RECORDS = ("members.add_publishedlist", SEES_ALL)
UPLOAD = "published list"  # what kept files of these pages are called
SAMPLE = 5


class UploadList(ActView):
    """Three pages: the file; its columns, guessed from their headers; what comes out. The file waits between them."""

    list_of = PublishedList
    title = gettext_lazy("Record a published list")
    explanation = gettext_lazy(
        "A list of members as a website, a document or a partner published it, in whatever form: it is compared with "
        "the register of its day, and kept as it came."
    )
    permission = RECORDS
    template_name = "admin/members/published_columns.html"

    fieldsets = [
        (gettext_lazy("What the columns say"), list(Role.values)),
        (gettext_lazy("The list"), forms.ListFileForm.field_order),
    ]
    kept: uploads.Upload | None = None  # the file of the step before

    @cached_property
    def source(self) -> Source:
        content = uploads.read_file(self.kept)
        header, rows = read_table(io.BytesIO(content), self.kept.name)
        return Source(content, self.kept.name, header, list(rows))

    def get_form(self, data=None):
        return forms.ListColumnsForm(data, header=self.source.header) if self.kept else forms.ListFileForm(data)

    def post(self, request, *args, **kwargs):
        if "upload" not in request.POST:
            return self._take_file(forms.ListFileForm(request.POST, request.FILES))
        try:
            self.kept = uploads.find(request.POST["upload"], user=request.user.pk, sheet=UPLOAD)
            return super().post(request, *args, **kwargs)
        except ValidationError as gone:  # the file, or the time between two steps was too long
            form = forms.ListFileForm({})
            form.errors.clear()
            form.add_error(None, gone)
            return self.render(self.template_name, form=form)

    def _take_file(self, form) -> HttpResponse:
        """The page of the columns, or that of the file with what is wrong."""
        if form.is_valid():
            try:
                form = self._keep(form)
            except ValidationError as refusal:
                form.add_error("file", refusal)
        return self.render(self.template_name, form=form)

    def _keep(self, form) -> forms.ListColumnsForm:
        """Keep the file and propose its columns."""
        file = form.cleaned_data["file"]
        content = file.read()
        header, rows = read_table(io.BytesIO(content), file.name)
        rows = list(rows)
        if not rows:
            raise ValidationError(_("The file has a header, but no rows."), code="no_rows")
        self.kept = uploads.keep_file(
            content, user=self.request.user.pk, sheet=UPLOAD, name=file.name, reason="", digest=""
        )
        self.source = Source(content, file.name, header, rows)
        facts = {name: form.cleaned_data[name] for name in forms.ListFactsForm.base_fields}
        columns = {role.value: column for role, column in guess(header).items()}
        return forms.ListColumnsForm(header=header, initial={**facts, **columns, "upload": self.kept.token})

    def perform(self, form, *, by) -> Done:
        given = {name: form.cleaned_data[name] for name in forms.ListFactsForm.base_fields}
        earlier = PublishedList.objects.filter(as_of=given["as_of"]).count()
        published = record_list(self.source, **given, columns=form.columns(), by=by)
        return Done(
            _("The list is recorded: %s.") % published,
            [
                _("Published where: %s") % published.publisher,
                _("Compared with the register of %s") % day(published.as_of),
                _("Lists of this day on record until now: %d") % earlier,
                _("File: %(name)s, rows: %(rows)d") % {"name": published.file_name, "rows": len(self.source.rows)},
                *(f"{Role(role).label}: “{column}”" for role, column in published.columns.items()),
                *coming(published),
            ],
            reverse("admin:members_publishedlist_change", args=[published.pk]),
        )

    def confirm(self, form, page, digest):
        response = super().confirm(form, page, digest)
        if response.status_code == 302:
            uploads.forget(self.kept)
        return response

    def groups(self, form):
        return [(heading, fields) for heading, fields in super().groups(form) if fields]

    def back_url(self) -> str:
        return reverse("admin:members_publishedlist_changelist")

    def extra_context(self, form) -> dict:
        if not isinstance(form, forms.ListColumnsForm):
            return {"button": _("Go on to the columns")}
        header, rows = self.source.header, self.source.rows
        sample = [(number, [cells.get(column, "") for column in header]) for number, cells in rows[:SAMPLE]]
        return {
            "header": header,
            "sample": sample,
            "row_count": len(rows),
            "overfull": sum(EXTRA in cells for _number, cells in rows),
        }
