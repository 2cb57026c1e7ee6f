"""Import and export of members, names, contacts and figures: what the columns of the sheets say goes both ways."""

from members.imports.contacts import ContactSheet
from members.imports.figures import FigureSheet
from members.imports.members import MemberSheet
from members.imports.names import NameSheet
from members.models import SEES_ALL, Contact, Member, MemberFigure, MemberName
from wego.imports.admin import ImportAdmin
from wego.imports.forms import FileForm
from wego.imports.resources import resource_for


class RegisterImportAdmin(ImportAdmin):
    """A file may speak of any member, so it is for those who see the members of all countries."""

    def has_import_permission(self, request):
        return super().has_import_permission(request) and request.user.has_perm(SEES_ALL)


class MemberImportAdmin(RegisterImportAdmin):
    sheet = MemberSheet()
    resource_classes = [resource_for(sheet, Member)]


class NameImportAdmin(RegisterImportAdmin):
    sheet = NameSheet()
    resource_classes = [resource_for(sheet, MemberName)]


class ContactImportAdmin(RegisterImportAdmin):
    sheet = ContactSheet()
    resource_classes = [resource_for(sheet, Contact)]


class FigureImportAdmin(ImportAdmin):
    sheet = FigureSheet()
    upload_form = FileForm
    resource_classes = [resource_for(sheet, MemberFigure)]

    def has_import_permission(self, request):
        """Who may record a figure on the page of a member: no figure is ever changed."""
        return request.user.has_perms(["members.add_memberfigure", SEES_ALL])
