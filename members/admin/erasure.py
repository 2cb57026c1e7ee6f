"""Destruction of personal data, and its record (파기대장)."""

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.forms.erasure import DueForm, EraseForm
from members.models import DestructionRecord
from members.services.erasure import (
    Ground,
    contacts_of_person,
    due_applications,
    due_contacts,
    erase_applicant,
    erase_contact,
)
from wego.acts import ActView, Done
from wego.admin import ListAdmin, ReadOnly
from wego.dates import today

DESTROYS = "members.destroy_personal_data"
ITEMS = {
    "contacts": gettext_lazy("contacts"),
    "history": gettext_lazy("versions in the history"),
    "applications": gettext_lazy("applications that named the person"),
    "deliveries": gettext_lazy("addresses of mail"),
    "mail": gettext_lazy("mails kept on this machine"),
}


def item_lines(record: DestructionRecord) -> list[str]:
    return [f"{ITEMS.get(name, name)}: {count}" for name, count in record.items.items() if count]


class EraseContact(ActView):
    title = gettext_lazy("Destroy personal data")
    explanation = gettext_lazy(
        "Name, telephone and addresses of this person go from every page, file, search and history, and cannot be "
        "brought back. Letters that were sent stay: they are addressed to the office. The member is not touched."
    )
    form_class = EraseForm
    permission = DESTROYS

    def get_form_kwargs(self):
        return {"initial": {"ground": Ground.REQUEST, "asked_on": today()}}

    def perform(self, form, *, by) -> Done:
        roles = [str(one.get_role_display()) for one in contacts_of_person(self.object)]
        record = erase_contact(self.object, **form.cleaned_data, by=by)
        return Done(
            _("The personal data is destroyed; the record says: %s.") % record,
            [_("In these roles: %s") % ", ".join(roles), *item_lines(record)],
            url=reverse("admin:members_contact_changelist"),
        )


admin.site.register_act("members.contact", "erase", EraseContact)


@admin.site.register_page(
    "destruction/", name="destruction", title=gettext_lazy("Data due for destruction"), permission=DESTROYS, order=60
)
class DestroyDue(ActView):
    """What is due is proposed; an officer confirms."""

    title = gettext_lazy("Data due for destruction")
    explanation = gettext_lazy(
        "Contacts who left their function more than a year ago, and people named in applications that came to nothing "
        "more than a year ago. Nothing goes by itself: tick what is no longer needed."
    )
    form_class = DueForm
    permission = DESTROYS
    template_name = "admin/members/destruction.html"

    def get_form_kwargs(self):
        on = today()
        return {"contacts": due_contacts(on), "applications": due_applications(on)}

    def extra_context(self, form):
        chosen = form.chosen()
        rows = [
            *(("contacts", one.pk, _words(one), one.ends_on) for one in form.rows["contacts"]),
            *(("applications", one.pk, str(one), one.received_on) for one in form.rows["applications"]),
        ]
        return {
            "due": [
                {"name": name, "pk": pk, "words": words, "day": when, "checked": f"{name} {pk}" in chosen}
                for name, pk, words, when in rows
            ]
        }

    def perform(self, form, *, by) -> Done:
        note = form.cleaned_data["note"]
        gone: set[int] = set()
        records = []
        for contact in form.cleaned_data["contacts"]:
            if contact.pk not in gone:
                gone |= {one.pk for one in contacts_of_person(contact)}
                records.append(erase_contact(contact, ground=Ground.ENDED, by=by, note=note))
        for application in form.cleaned_data["applications"]:
            records.append(erase_applicant(application, ground=Ground.ENDED, by=by, note=note))
        return Done(
            _("Destroyed and recorded: %d.") % len(records),
            [f"{record.office}: {', '.join(item_lines(record))}" for record in records],
            url=reverse("admin:members_destructionrecord_changelist"),
        )


def _words(contact) -> str:
    return _("Member no. %(number)d, %(role)s: %(name)s") % {
        "number": contact.member.number,
        "role": contact.get_role_display(),
        "name": contact.name,
    }


@admin.register(DestructionRecord)
class DestructionRecordAdmin(ReadOnly, ListAdmin):
    list_display = ["destroyed_on", "office", "ground", "asked_on", "told", "recorded_by"]
    list_filter = ["ground", "destroyed_on"]
    list_select_related = ["recorded_by"]
    search_fields = ["office", "note"]
    fields = ["office", "ground", "asked_on", "destroyed_on", "told", "note", "recorded_by", "recorded_at"]
    readonly_fields = fields

    @admin.display(description=gettext_lazy("destroyed"))
    def told(self, record):
        return "; ".join(item_lines(record)) or "-"
