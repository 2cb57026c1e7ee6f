from django.contrib import admin

from members.models import Activity, Benefit, Partner
from wego.admin import MasterDataAdmin


@admin.register(Partner)
class PartnerAdmin(MasterDataAdmin):
    list_display = ["name_en", "name_ko", "abbreviation", "memorandum"]
    list_filter = ["memorandum"]
    search_fields = ["name_en", "name_ko", "abbreviation"]
    autocomplete_fields = ["member"]


@admin.register(Benefit)
class BenefitAdmin(MasterDataAdmin):
    list_display = ["number", "text_en", "text_ko"]
    list_display_links = ["number", "text_en"]
    search_fields = ["text_en", "text_ko", "detail_en", "detail_ko"]


@admin.register(Activity)
class ActivityAdmin(MasterDataAdmin):
    list_display = ["title_en", "title_ko", "kind", "starts_on", "place_en", "participants"]
    list_filter = ["kind"]
    search_fields = ["title_en", "title_ko", "text_en", "text_ko", "place_en"]
    autocomplete_fields = ["members"]
