"""The columns of the members sheet."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from members.lifecycle import Status
from members.models import Application, City, Company, Institution, Kind, Member, MemberName
from members.persons import read_persons
from wego.imports.columns import Column, choice, code, day, decimal, text, whole, yes_no

NAME = MemberName._meta.get_field("text")
NUMBERS = whole(1, 2**31 - 1)


def _text(model, name: str, **options):
    return text(model._meta.get_field(name), **options)


def _persons(indicator: str):
    return partial(read_persons, indicator=indicator)


NAMES = ("name_en", "name_ko", "name_local")
SHARED = ("country", "economy_code", "economy_reason", "website", "legal_payer_name", "remarks")
PROFILE = {
    Kind.CITY: ("capital", "level", "latitude", "longitude", "lies_within"),
    Kind.INSTITUTION: ("legal_form", "parent_body"),
    Kind.COMPANY: ("registration_number",),
}
ADMISSION = (
    "submitted_on",
    "received_on",
    "accepted_on",
    "population",
    "employees",
    "figure_year",
    "figure_source",
)

NEW = _("For a new member: of its application.")

COLUMNS = (
    Column("number", "회원번호", NUMBERS, "number", required=True, empty=None, help=_("Empty: a new member.")),
    Column("kind", "구분", choice(Kind.values), "kind", required=True, example="city", help=", ".join(Kind.values)),
    Column("name_en", "영문명", text(NAME), "name_en", required=True, example="Example City"),
    Column("name_ko", "국문명", text(NAME), "name_ko", example="예시시"),
    Column("name_local", "현지어명", text(NAME), "name_local"),
    Column("country", "국가", code, "country_id", required=True, example="KOR", help=_("ISO code, three letters.")),
    Column("economy_code", "경제권", text(Member._meta.get_field("economy_code")), "economy_code"),
    Column("economy_reason", "경제권 사유", _text(Member, "economy_reason", one_line=False), "economy_reason"),
    Column("website", "웹사이트", _text(Member, "website"), "website", example="https://www.example.org"),
    Column("legal_payer_name", "납부자명", _text(Member, "legal_payer_name"), "legal_payer_name"),
    Column("capital", "수도", yes_no, "city__capital", empty=False, example="no", help=_("yes or no; cities only.")),
    Column("level", "행정단위", _text(City, "level"), "city__level", example="city", help=_("Cities only.")),
    Column("latitude", "위도", decimal(-90, 90, 5), "city__latitude", empty=None, help=_("Degrees; cities only.")),
    Column("longitude", "경도", decimal(-180, 180, 5), "city__longitude", empty=None, help=_("Degrees; cities only.")),
    Column(
        "lies_within",
        "상위 회원번호",
        NUMBERS,
        "city__lies_within__number",
        empty=None,
        help=_("Number of the member whose territory includes this city."),
    ),
    Column(
        "legal_form",
        "법적형태",
        _text(Institution, "legal_form"),
        "institution__legal_form",
        help=_("Institutions only."),
    ),
    Column(
        "parent_body",
        "상위기관",
        _text(Institution, "parent_body"),
        "institution__parent_body",
        help=_("Institutions only."),
    ),
    Column(
        "registration_number",
        "등록번호",
        _text(Company, "registration_number"),
        "company__registration_number",
        help=_("Companies only."),
    ),
    Column("remarks", "비고", _text(Member, "remarks", one_line=False), "remarks"),
    Column(
        "status",
        "회원 지위",
        choice(Status.values),
        "status",
        help=_("Only read: nobody becomes a full member by a sheet."),
    ),
    Column("submitted_on", "제출일", day, empty=None, example="2026-03-05", help=NEW),
    Column("received_on", "접수일", day, empty=None, example="2026-03-07", help=NEW),
    Column("accepted_on", "수리일", day, empty=None, example="2026-03-20", help=NEW),
    Column("population", "인구", _persons("population"), empty=None, example=1070000, help=_("Persons; cities only.")),
    Column("employees", "고용자수", _persons("employees"), empty=None, help=_("Persons; companies only.")),
    Column("figure_year", "기준연도", whole(1900, 2200), empty=None, example=2025, help=_("Year of the figure.")),
    Column(
        "figure_source",
        "통계 출처",
        _text(Application, "figure_source"),
        example="National statistics office",
        help=_("Source of the figure."),
    ),
)
