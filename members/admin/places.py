from django.contrib import admin

from members.models import Country, Region
from wego.admin import MasterDataAdmin


@admin.register(Region)
class RegionAdmin(MasterDataAdmin):
    list_display = ["name_en", "name_ko", "code", "order"]
    search_fields = ["name_en", "name_ko"]

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Country)
class CountryAdmin(MasterDataAdmin):
    list_display = ["iso3", "name_en", "name_ko", "region", "order"]
    list_filter = ["region"]
    list_select_related = ["region"]
    search_fields = ["iso3", "iso2", "name_en", "name_ko"]

    def has_delete_permission(self, request, obj=None):
        return False
