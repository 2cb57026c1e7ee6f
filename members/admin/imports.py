"""Import and export of members, names and contacts: what the columns of the sheets say goes both ways."""

from members.imports.contacts import ContactSheet
from members.imports.members import MemberSheet
from members.imports.names import NameSheet
from members.models import Contact, Member, MemberName
from wego.imports.admin import ImportAdmin
from wego.imports.resources import resource_for


class MemberImportAdmin(ImportAdmin):
    sheet = MemberSheet()
    resource_classes = [resource_for(sheet, Member)]


class NameImportAdmin(ImportAdmin):
    sheet = NameSheet()
    resource_classes = [resource_for(sheet, MemberName)]


class ContactImportAdmin(ImportAdmin):
    sheet = ContactSheet()
    resource_classes = [resource_for(sheet, Contact)]
