"""The review desk: applications on paper and online, checked, completed, returned or accepted (R2)."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.admin.application_acts import (
    AcceptApplication,
    ReceiveCompletion,
    RecordApplication,
    RequestCompletion,
    ReturnApplication,
    TakeApplication,
    TickItems,
)
from members.admin.columns import member_link
from members.admin.filters import DeskFilter, DueFilter
from members.admin.papers import PaperInline
from members.admin.review import desk, next_action
from members.forms.files import FileKeyForm
from members.forms.joining import APPLICANT, FIGURES, PEOPLE
from members.models import Application, ApplicationStep, Attachment, Member
from members.words import persons
from wego import files
from wego.admin import ActAdmin, ReadOnlyInline
from wego.attachments import attachment_response
from wego.dates import today
from wego.models import AccessEntry
from wego.personal import PersonalExport

SAID = {
    "member": "applicant_member",
    "capital": "capital_words",
    "population": "population_words",
    "employees": "employees_words",
}
"""Fields of an application that its page says in words."""


class StepInline(ReadOnlyInline):
    model = ApplicationStep
    fields = ["act", "done_on", "due_on", "note", "recorded_by", "recorded_at"]


admin.site.register_list("members.application", title=gettext_lazy("Applications"), order=12)


@admin.register(Application)
class ApplicationAdmin(PersonalExport, ActAdmin):
    """A recorded application is kept as it was sent; what happens to it are acts (A5)."""

    change_form_template = "admin/members/application.html"
    acts = {
        "take": TakeApplication,
        "checklist": TickItems,
        "accept": AcceptApplication,
        "complete": RequestCompletion,
        "completed": ReceiveCompletion,
        "return": ReturnApplication,
    }
    list_display = [
        *("number", "applicant", "kind", "country", "state", "received_on", "age", "next_action", "owner"),
        "accepted_on",
    ]
    list_filter = [
        DeskFilter,
        "state",
        DueFilter,
        "kind",
        "channel",
        "received_on",
        "accepted_on",
        ("country", admin.RelatedOnlyFieldListFilter),
    ]
    list_display_links = ["number", "applicant"]
    list_select_related = ["country", "owner"]
    search_fields = ["number", "name_en", "name_ko", "name_local", "document", "liaison_name", "liaison_email"]
    inlines = [StepInline, PaperInline]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    *("number", "state", "channel", "submitted_on", "received_on", "accepted_on", "document"),
                    *("owner", "applicant_email", "declared", "notice"),
                ]
            },
        ),
        (gettext_lazy("Applicant"), {"fields": [SAID.get(name, name) for name in APPLICANT]}),
        (gettext_lazy("Interest"), {"fields": ["areas_words"]}),
        (gettext_lazy("Figures"), {"fields": [SAID.get(name, name) for name in FIGURES]}),
        (gettext_lazy("People"), {"fields": PEOPLE}),
        (gettext_lazy("Remarks"), {"fields": ["remarks", "recorded_by", "recorded_at"]}),
    ]
    readonly_fields = [*SAID.values(), "areas_words", "declared"]

    def has_change_permission(self, request, obj=None):
        return obj is None and super().has_change_permission(request)

    def has_view_permission(self, request, obj=None):
        return super().has_view_permission(request, obj) or super().has_change_permission(request)

    def has_delete_permission(self, request, obj=None):
        return False

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        return RecordApplication.as_view(admin_site=self.admin_site)(request)

    def get_queryset(self, request):
        return super().get_queryset(request).with_last_step()

    def get_fieldsets(self, request, obj=None):
        """What was answered: fields of other kinds, and those left empty, only make the page long."""
        fieldsets = [(name, {"fields": _answered(obj, options["fields"])}) for name, options in self.fieldsets]
        return [(name, options) for name, options in fieldsets if options["fields"]]

    def page_context(self, request, obj):
        return {"desk": desk(obj, request.user, today())}

    def get_urls(self):
        file = path(
            "<path:object_id>/file/",
            self.admin_site.admin_view(self.file_view),
            name="members_application_file",
        )
        return [file, *super().get_urls()]

    def file_view(self, request, object_id):
        """A file that the applicant sent, of the `key` of the query, else the first one; always as an attachment: it
        may be anything that looks like a letter."""
        application = self.get_object(request, object_id)
        if not (self.has_view_permission(request, application) and request.user.has_perm("members.view_attachment")):
            raise PermissionDenied
        form = FileKeyForm(request.GET)
        asked = form.cleaned_data["key"] if form.is_valid() else None
        rows = application.attachments.all() if application and form.is_valid() else Attachment.objects.none()
        found = (rows.filter(key=asked) if asked else rows).first()
        if found is None:
            raise Http404
        self.log_keys(request, AccessEntry.Action.SEEN, [f"attachment {found.pk}"])
        return attachment_response(files.read(found.digest), content_type=found.content_type, name=found.name)

    @admin.display(description=gettext_lazy("next action"))
    def next_action(self, application):
        return next_action(application, today())

    @admin.display(description=gettext_lazy("areas of interest"))
    def areas_words(self, application):
        return application.area_words or "-"

    @admin.display(description=gettext_lazy("declared by"))
    def declared(self, application):
        return ", ".join(filter(None, [application.declared_name, application.declared_title])) or "-"

    @admin.display(description=gettext_lazy("applicant"), ordering="name_en")
    def applicant(self, application):
        return str(application).split(" ", 1)[1]

    @admin.display(description=gettext_lazy("age (days)"), ordering="-received_on")
    def age(self, application):
        return (today() - application.received_on).days if application.is_open else "-"

    @admin.display(description=gettext_lazy("member"))
    def applicant_member(self, application):
        member = Member.objects.with_names().filter(pk=application.member_id).first()
        return member_link(member) if member else "-"

    @admin.display(description=gettext_lazy("capital"))
    def capital_words(self, application):
        return _("yes") if application.capital else "-"

    @admin.display(description=gettext_lazy("population (persons)"))
    def population_words(self, application):
        return persons(application.population)

    @admin.display(description=gettext_lazy("employees (persons)"))
    def employees_words(self, application):
        return persons(application.employees)


def _answered(application: Application | None, fields: list[str]) -> list[str]:
    """The fields that hold something; a number may be 0."""
    sources = {said: name for name, said in SAID.items()} | {"areas_words": "areas", "declared": "declared_name"}
    return [
        field
        for field in fields
        if application is None or getattr(application, sources.get(field, field)) not in (None, "", [], False)
    ]
