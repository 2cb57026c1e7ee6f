"""The contacts sheet."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from members.imports.columns import NUMBERS
from members.imports.rows import RowsOfMembers
from members.models import Contact
from wego.imports.columns import Column, choice, day, text
from wego.imports.sheets import violation


def _text(name: str, **options):
    return text(Contact._meta.get_field(name), **options)


class ContactSheet(RowsOfMembers):
    """A person in a role is the member, the role, the name and the e-mail address; the rest can change."""

    name = "contacts"
    model = Contact
    columns = (
        Column(
            "member",
            "회원번호",
            NUMBERS,
            "member__number",
            required=True,
            empty=None,
            example=1,
            help=_("Member number."),
        ),
        Column(
            "role",
            "역할",
            choice(Contact.Role.values),
            "role",
            required=True,
            example="liaison",
            help=", ".join(Contact.Role.values),
        ),
        Column("name", "성명", _text("name"), "name", required=True, example="Jane Example"),
        Column("title", "직위", _text("title"), "title", example="Director"),
        Column("department", "부서", _text("department"), "department"),
        Column("email", "이메일", _text("email"), "email", example="office@example.org"),
        Column("phone", "전화", _text("phone"), "phone", example="+82 2 0000 0000"),
        Column("address", "주소", _text("address", one_line=False), "address"),
        Column(
            "language",
            "서신 언어",
            choice([code for code, _name in settings.LANGUAGES]),
            "language",
            empty="en",
            example="en",
            help=", ".join(code for code, _name in settings.LANGUAGES),
        ),
        Column("starts_on", "임기 시작일", day, "starts_on", empty=None, example="2026-01-01"),
        Column("ends_on", "임기 종료일", day, "ends_on", empty=None, help=_("Last day in office.")),
        Column("source", "출처", _text("source"), "source"),
    )
    fields = tuple(column.name for column in columns if column.name != "member")

    def key(self, member, values):
        return member, values["role"], values["name"], values["email"]

    def told(self, values):
        return values["role"], values["name"], values["email"]

    def check(self, line, member, values):
        if values["starts_on"] and values["ends_on"] and values["ends_on"] < values["starts_on"]:
            line.refuse("ends_on", violation(Contact, "contact_term_in_order"))
