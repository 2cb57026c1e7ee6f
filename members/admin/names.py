from django.contrib import admin

from members.admin.columns import MemberColumn
from members.admin.imports import NameImportAdmin
from members.admin.telling import TellsOfName
from members.models import MemberName
from wego.admin import MasterDataAdmin


@admin.register(MemberName)
class MemberNameAdmin(TellsOfName, MemberColumn, NameImportAdmin, MasterDataAdmin):
    list_display = ["text", "member_name", "language", "alias", "valid_from", "source"]
    list_filter = ["language", "alias", ("valid_from", admin.EmptyFieldListFilter)]
    search_fields = ["text", "folded", "romanized"]
    autocomplete_fields = ["member"]
    fields = ["member", "language", "text", "alias", "valid_from", "source"]

    def get_deleted_objects(self, objs, request):
        """Without the names' search keys, which nobody knows by name."""
        deleted, _counts, *refusals = super().get_deleted_objects(objs, request)
        names = [one for one in deleted if not isinstance(one, list)]
        return names, {self.opts.verbose_name_plural: len(names)}, *refusals
