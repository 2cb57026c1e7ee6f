"""Import and export of members, names, contacts and figures: what the columns of the sheets say goes both ways."""

from members.imports.contacts import ContactSheet
from members.imports.figures import FigureSheet
from members.imports.members import MemberSheet
from members.imports.names import NameSheet
from members.models import Contact, Member, MemberFigure, MemberName
from wego.imports.admin import ImportAdmin
from wego.imports.forms import FileForm
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


class FigureImportAdmin(ImportAdmin):
    sheet = FigureSheet()
    upload_form = FileForm
    resource_classes = [resource_for(sheet, MemberFigure)]

    def has_import_permission(self, request):
        """Who may record a figure on the page of a member: no figure is ever changed."""
        return request.user.has_perm("members.add_memberfigure")
