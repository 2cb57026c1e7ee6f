"""Contact lists and mailing labels by selection (paper 26). Made, handed out, kept nowhere: they are personal data.

A paper would keep them for ever; a person's data has to be destroyable. So they have no document number.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext_lazy

from members.lifecycle import MEMBERSHIP
from members.models import Contact, ContactQuerySet, Member, MemberName, in_language
from wego.dates import today
from wego.pdf import Letterhead, render_pdf
from wego.spreadsheets import Sheet, write_xlsx


@dataclass(frozen=True)
class Column:
    label: str
    of: Callable[[Contact], object]


COLUMNS = {
    "number": Column(gettext_lazy("member number"), lambda contact: contact.member.number),
    "member": Column(gettext_lazy("member"), lambda contact: member_name(contact)),
    "country": Column(gettext_lazy("country"), lambda contact: str(contact.member.country)),
    "title": Column(gettext_lazy("post"), lambda contact: contact.title),
    "department": Column(gettext_lazy("department"), lambda contact: contact.department),
    "name": Column(pgettext_lazy("of a person", "name"), lambda contact: contact.name),
    "email": Column(gettext_lazy("e-mail"), lambda contact: contact.email),
    "phone": Column(gettext_lazy("telephone"), lambda contact: contact.phone),
    "address": Column(gettext_lazy("office address"), lambda contact: contact.address),
    "role": Column(gettext_lazy("role"), lambda contact: contact.get_role_display()),
    "language": Column(gettext_lazy("language of letters"), lambda contact: contact.get_language_display()),
}
FEWEST = ("member", "title", "name", "email")
"""The columns that are ticked unless somebody needs others."""

ON_A_LABEL = ("name", "title", "department", "member")
LABELS_A_PAGE = 24  # 3 x 8 on A4, 70 x 37 mm each


def select_contacts(
    contacts: ContactQuerySet,
    *,
    roles: Sequence[str] = (),
    regions: Sequence = (),
    kinds: Sequence[str] = (),
    standings: Sequence[str] = (),
    languages: Sequence[str] = (),
) -> list[Contact]:
    """Those of `contacts` in office today whose members are members today; what is empty does not restrict.

    With the names of their members, in order of region, country and member.
    """
    members = Member.objects.in_membership().filter(status__in=standings or MEMBERSHIP)
    wanted = {"role__in": roles, "member__country__region__in": regions, "member__kind__in": kinds}
    wanted = {path: values for path, values in (wanted | {"language__in": languages}).items() if values}
    return list(
        contacts.in_office(today())
        .filter(member__in=members.values("pk"), **wanted)
        .annotate(
            member_name_en=MemberName.official_name("en", "member"),
            member_name_ko=MemberName.official_name("ko", "member"),
        )
        .select_related("member__country__region")
        .order_by("member__country__region__order", "member__country__order", "member__number", "role", "pk")
    )


def member_name(contact: Contact) -> str:
    return in_language(contact.member_name_en, contact.member_name_ko)


def contact_list_xlsx(contacts: Sequence[Contact], columns: Sequence[str]) -> bytes:
    """The chosen columns, in the language that is active."""
    chosen = [COLUMNS[name] for name in COLUMNS if name in columns]
    rows = [[column.of(contact) for column in chosen] for contact in contacts]
    return write_xlsx([Sheet(_("Contacts"), [str(column.label) for column in chosen], rows)])


def with_address(contacts: Sequence[Contact]) -> list[Contact]:
    """Those for whom a label can be printed."""
    return [contact for contact in contacts if contact.address.strip()]


def labels_pdf(contacts: Sequence[Contact], columns: Sequence[str], *, on: date, language: str) -> bytes:
    """A label for each contact with an address: the chosen lines of name, post, department and member, the address
    and the country."""
    with override(language):
        title = _("Mailing labels")
        labels = [_label(contact, columns) for contact in with_address(contacts)]
    return render_pdf(
        "labels",
        {"labels": labels, "on_a_page": LABELS_A_PAGE},
        letterhead=Letterhead(title, on),
        language=language,
    )


def _label(contact: Contact, columns: Sequence[str]) -> list[str]:
    """Its lines from above; in the language in which the contact has letters."""
    with override(contact.language):
        chosen = [str(COLUMNS[name].of(contact)) for name in ON_A_LABEL if name in columns]
        country = str(contact.member.country)
    lines = [*chosen, *contact.address.splitlines()]
    lines = [line.strip() for line in lines if line.strip()]
    return lines if lines[-1].casefold() == country.casefold() else [*lines, country]


def column_choices() -> list[tuple[str, str]]:
    return [(name, capfirst(column.label)) for name, column in COLUMNS.items()]
