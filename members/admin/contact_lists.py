"""Contact lists and mailing labels: selected, counted, made for a stated purpose, logged, kept nowhere (paper 26)."""

from django.contrib import admin
from django.db import transaction
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import View

from members.forms.contacts import LABELS, ContactListForm
from members.models import CONTENT_TYPES, Contact
from members.papers.contacts import contact_list_xlsx, labels_pdf, select_contacts, with_address
from wego import audit
from wego.access import log_access
from wego.dates import today
from wego.models import AccessEntry

COUNT = "_count"


@admin.site.register_page(
    "contact-list/",
    name="contact_list",
    title=gettext_lazy("Contact lists and labels"),
    permission="members.view_contact",
    order=17,
)
class ContactListPage(View):
    """Asks whom and what for. Counting shows no personal data and asks no purpose."""

    admin_site = None

    def get(self, request):
        return self.show(request, ContactListForm())

    def post(self, request):
        form = ContactListForm(request.POST)
        counting = COUNT in request.POST
        form.fields["purpose"].required = not counting
        if not form.is_valid():
            return self.show(request, form)
        contacts = select_contacts(Contact.objects.visible_to(request.user), **form.selection())
        if counting:
            return self.show(request, form, count=len(contacts), labels=len(with_address(contacts)))
        if form.cleaned_data["format"] == LABELS:
            contacts = with_address(contacts)
        if not contacts:
            form.add_error(None, _("No contact in office matches. Nothing was made: choose fewer filters."))
            return self.show(request, form)
        return self.make(request, form, contacts)

    def make(self, request, form, contacts) -> HttpResponse:
        """The file, with its entries in the access log and in the audit trail, or none of them."""
        format, columns, language = form.cleaned_data["format"], form.cleaned_data["columns"], get_language()
        is_labels = format == LABELS
        with transaction.atomic():
            if is_labels:
                content = labels_pdf(contacts, columns, on=today(), language=language)
            else:
                content = contact_list_xlsx(contacts, columns)
            log_access(
                request,
                action=AccessEntry.Action.PRINTED,
                what="mailing labels" if is_labels else "contact list",
                whose=[f"contact {contact.pk}" for contact in contacts],
                purpose=form.cleaned_data["purpose"],
            )
            audit.record(
                "export.made",
                by=request.user,
                subject="members.contact",
                rows=len(contacts),
                columns=list(columns),
                format=format,
            )
        extension, name = ("pdf", "labels") if is_labels else ("xlsx", "contacts")
        response = HttpResponse(content, content_type=CONTENT_TYPES[extension])
        response["Content-Disposition"] = f'attachment; filename="wego-{name}-{today().isoformat()}.{extension}"'
        return response

    def show(self, request, form, **found) -> TemplateResponse:
        request.current_app = self.admin_site.name
        context = {
            **self.admin_site.each_context(request),
            "title": gettext_lazy("Contact lists and labels"),
            "form": form,
            "count_name": COUNT,
            "back_url": reverse("admin:members_contact_changelist"),
            **found,
        }
        return TemplateResponse(request, "admin/members/contact_list.html", context)
