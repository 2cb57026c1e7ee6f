"""Import in the back office: upload, preview, confirmation; nothing is written before the last.

The steps and addresses are those of django-import-export, the views are our own: its ImportMixin keeps
the results of single rows (each loaded, cleaned and saved for itself, and shown as a difference in HTML)
where this plans and writes the file as a whole, and refuses it as a whole.
"""

from django.contrib import messages
from django.contrib.auth import get_permission_codename
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, OperationalError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from wego.exports import FORMATS, ExportAdmin
from wego.imports import uploads
from wego.imports.following import say_what_follows
from wego.imports.forms import FileForm, UploadForm
from wego.imports.plans import REPORT_HEADER, Plan, PlanChangedError, Verdict
from wego.imports.sheets import Sheet
from wego.spreadsheets import Sheet as Table
from wego.spreadsheets import read_table

ROWS_SHOWN = 100
ERRORS_SHOWN = 500


class ImportAdmin(ExportAdmin):
    """An admin with Import and Export buttons; `sheet` says what a file looks like and what it does."""

    sheet: Sheet
    upload_form: type[FileForm] = UploadForm
    upload_template = "admin/imports/upload.html"
    import_title = ""
    rows_shown = ROWS_SHOWN
    import_export_change_list_template = "admin/import_export/change_list_import_export.html"

    def get_urls(self):
        views = {
            "import/": ("import", self.import_view),
            "import/confirm/": ("import_confirm", self.confirm_view),
            "import/report/": ("import_report", self.report_view),
            "import/template.<str:extension>": ("import_template", self.template_view),
        }
        own = [
            path(route, self.admin_site.admin_view(view), name=self._url_name(name))
            for route, (name, view) in views.items()
        ]
        return own + super().get_urls()

    def has_import_permission(self, request) -> bool:
        """Who may add and change rows of the model, whatever the pages of this admin offer."""
        codenames = [get_permission_codename(action, self.opts) for action in ("add", "change")]
        return request.user.has_perms(f"{self.opts.app_label}.{codename}" for codename in codenames)

    def changelist_view(self, request, extra_context=None):
        extra = {**(extra_context or {}), "has_import_permission": self.has_import_permission(request)}
        return super().changelist_view(request, extra)

    def import_view(self, request):
        """The form; with a file, its preview."""
        self._check_permission(request)
        form = self.upload_form(request.POST, request.FILES) if request.method == "POST" else self.upload_form()
        if form.is_valid():
            try:
                return self._plan(request, form.cleaned_data["file"], form.cleaned_data.get("reason", ""))
            except ValidationError as refusal:
                form.add_error("file", refusal)
        return self._page(request, self.upload_template, form=form, sheet=self.sheet)

    def confirm_view(self, request):
        """Write what the preview showed, or show what it would be now."""
        self._check_permission(request)
        began_at = timezone.now()
        try:
            upload = self._upload(request)
            plan = self.sheet.apply(*uploads.read(upload), digest=upload.digest, by=request.user, reason=upload.reason)
        except PlanChangedError as changed:
            return self._show_again(request, upload, changed.plan, changed.messages[0])
        except ValidationError as refusal:
            return self._back(request, refusal.messages[0])
        except (IntegrityError, OperationalError):
            busy = _("Somebody else is saving at this moment. Nothing was saved: check the preview and confirm again.")
            return self._show_again(request, upload, self.sheet.plan(*uploads.read(upload)), busy)
        uploads.forget(upload)
        self.say_done(request, plan)
        say_what_follows(request, sheet=self.sheet.name, known_at=began_at)
        return HttpResponseRedirect(self._url("changelist"))

    def say_done(self, request, plan: Plan) -> None:
        messages.success(request, _("Imported: %(add)s added, %(change)s changed, %(same)s the same.") % plan.counts)

    def report_view(self, request):
        """The complete list of what the file would do now."""
        self._check_permission(request)
        try:
            plan = self.sheet.plan(*uploads.read(self._upload(request)))
        except ValidationError as refusal:
            return self._back(request, refusal.messages[0])
        return self._file("csv", Table("preview", REPORT_HEADER, plan.report()), "preview")

    def template_view(self, request, extension: str):
        """An empty file with the right columns and one example."""
        self._check_permission(request)
        if extension not in FORMATS:
            raise Http404
        return self._file(extension, Table(self.sheet.name, *self.sheet.example()), "template")

    def _plan(self, request, file, reason: str):
        header, lines = read_table(file, file.name)
        rows = list(lines)
        plan = self.sheet.plan(header, rows)
        if not plan.rows:
            raise ValidationError(_("The file has a header, but no rows."), code="no_rows")
        upload = uploads.keep(
            header,
            rows,
            user=request.user.pk,
            sheet=self.sheet.name,
            name=file.name,
            reason=reason,
            digest=plan.digest,
        )
        return self._preview(request, plan, upload)

    def _show_again(self, request, upload: uploads.Upload, plan: Plan, message: str):
        messages.warning(request, message)
        return self._preview(request, plan, upload.with_digest(plan.digest), status=409)

    def _back(self, request, message: str):
        messages.error(request, message)
        return HttpResponseRedirect(self._url("import"))

    def _preview(self, request, plan: Plan, upload: uploads.Upload, status: int = 200):
        shown = [verdict for verdict in Verdict if verdict != Verdict.ERROR and plan.counts[verdict]]
        errors = list(plan.error_lines())
        return self._page(
            request,
            "admin/imports/preview.html",
            status=status,
            plan=plan,
            upload=upload,
            counts=[(verdict.label, plan.counts[verdict]) for verdict in Verdict],
            groups=[(verdict, plan.counts[verdict], plan.of(verdict)[: self.rows_shown]) for verdict in shown],
            rows_shown=self.rows_shown,
            errors=errors[:ERRORS_SHOWN],
            error_count=len(errors),
        )

    def _page(self, request, template: str, *, status: int = 200, **context):
        request.current_app = self.admin_site.name
        title = self.import_title or _("Import: %(name)s") % {"name": self.opts.verbose_name_plural}
        urls = {name: self._url(f"import_{name}") for name in ("confirm", "report")}
        templates = [(kind().get_title(), self._url("import_template", ending)) for ending, kind in FORMATS.items()]
        own = {"title": title, "opts": self.opts, "urls": urls, "templates": templates}
        context = {**self.admin_site.each_context(request), **own, **context}
        return TemplateResponse(request, template, context, status=status)

    def _file(self, extension: str, table: Table, word: str) -> HttpResponse:
        format_ = FORMATS[extension]()
        response = HttpResponse(format_.write(table), content_type=format_.get_content_type())
        response["Content-Disposition"] = f'attachment; filename="{self.opts.model_name}-{word}.{extension}"'
        return response

    def _upload(self, request) -> uploads.Upload:
        return uploads.find(request.POST.get("upload", ""), user=request.user.pk, sheet=self.sheet.name)

    def _check_permission(self, request) -> None:
        if not self.has_import_permission(request):
            raise PermissionDenied

    def _url_name(self, name: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{name}"

    def _url(self, name: str, *args) -> str:
        return reverse(f"{self.admin_site.name}:{self._url_name(name)}", args=args)
