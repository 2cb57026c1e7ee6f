from django.contrib import admin

from members.admin.columns import MemberColumn
from members.admin.filters import TermFilter
from members.admin.imports import ContactImportAdmin
from members.models import Contact, RegionalOffice
from wego.admin import MasterDataAdmin
from wego.personal import PersonalList


@admin.register(Contact)
class ContactAdmin(PersonalList, MemberColumn, ContactImportAdmin, MasterDataAdmin):
    list_display = ["name", "role", "member_name", "title", "email", "language", "starts_on", "ends_on"]
    list_filter = ["role", "language", TermFilter]
    search_fields = ["name", "title", "department", "email", "member__names__text"]
    autocomplete_fields = ["member"]


@admin.register(RegionalOffice)
class RegionalOfficeAdmin(MasterDataAdmin):
    list_display = ["name_en", "name_ko", "area_en", "opened_on", "closed_on"]
    list_filter = [("closed_on", admin.EmptyFieldListFilter)]
    search_fields = ["name_en", "name_ko", "area_en", "area_ko", "countries__name_en", "countries__name_ko"]
    autocomplete_fields = ["host", "countries"]
