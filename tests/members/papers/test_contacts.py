"""Contact lists and labels (paper 26): who is on them, and no more of a person than was asked for."""

import io
from datetime import date

import openpyxl
import pytest

from members.models import Contact, Kind, Region
from members.papers.contacts import FEWEST, contact_list_xlsx, labels_pdf, select_contacts, with_address
from tests.factories import CountryFactory, RegionFactory, make_associate, make_former, make_full
from tests.pdfs import pages, read, squeezed, text

TODAY = date(2020, 12, 1)
HOSTILE = '=HYPERLINK("http://x","y") *#$\\'

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def december(time_machine):
    time_machine.move_to("2020-12-01T12:00+09:00")


@pytest.fixture
def contacts(officer):
    """Of a full city in Asia, an associate company in Europe, and a former member."""
    france = CountryFactory(iso3="FRA", region=RegionFactory(code="europe"))
    city = make_full(by=officer, name_en="Suwon", name_ko="수원시")
    company = make_associate(by=officer, name_en="Smart Ltd", kind=Kind.COMPANY, country=france)
    former = make_former(by=officer, name_en="Gone")
    work = {"email": "mayor@example.org", "phone": "+82 31 000", "address": "1 Main Road\nSuwon"}
    Contact.objects.create(member=city, role="head", name="Mayor Kim", title="Mayor", language="ko", **work)
    Contact.objects.create(member=city, role="liaison", name="Left Long Ago", ends_on=date(2019, 1, 1))
    Contact.objects.create(member=company, role="billing", name=HOSTILE, title="Accounts")
    Contact.objects.create(member=former, role="head", name="Former Mayor")


def names(**filters) -> list[str]:
    return [contact.name for contact in select_contacts(Contact.objects.all(), **filters)]


def test_people_in_office_of_members_of_today(contacts):
    assert names() == ["Mayor Kim", HOSTILE]


@pytest.mark.parametrize(
    "filters",
    [{"roles": ["head"]}, {"kinds": ["city"]}, {"standings": ["full"]}, {"languages": ["ko"]}, {"regions": "asia"}],
    ids=lambda filters: next(iter(filters)),
)
def test_each_filter_selects(contacts, filters):
    if "regions" in filters:
        filters = {"regions": Region.objects.filter(code="asia")}

    assert names(**filters) == ["Mayor Kim"]


def test_the_list_has_the_chosen_columns_alone(contacts):
    found = select_contacts(Contact.objects.all())
    sheet = openpyxl.load_workbook(io.BytesIO(contact_list_xlsx(found, FEWEST))).active
    rows = list(sheet.iter_rows(values_only=True))

    assert rows == [
        ("member", "post", "name", "e-mail"),
        ("Suwon", "Mayor", "Mayor Kim", "mayor@example.org"),
        ("Smart Ltd", "Accounts", HOSTILE, None),
    ]
    assert (sheet["C3"].data_type, sheet["C3"].hyperlink) == ("s", None)


def test_a_label_has_the_address_in_its_lines_and_the_language_of_letters(contacts):
    said = text(labels_pdf(select_contacts(Contact.objects.all()), FEWEST, on=TODAY, language="en"))

    assert said == "Mayor Kim Mayor 수원시 1 Main Road Suwon 나라 KOR"


def test_labels_are_24_on_a_page_of_a4(officer):
    city = make_full(by=officer)
    Contact.objects.bulk_create(
        Contact(member=city, role="other", name=f"Person {place}", address=f"{place} Road") for place in range(25)
    )
    found = select_contacts(Contact.objects.all())
    pdf = labels_pdf(found, ["name"], on=TODAY, language="en")

    assert [page.count("Person") for page in pages(pdf)] == [24, 1]
    assert [round(float(side)) for side in read(pdf).pages[0].mediabox[2:]] == [595, 842]
    assert pdf == labels_pdf(found, ["name"], on=TODAY, language="en")


def test_a_long_address_is_set_smaller_never_cut_off(officer):
    lines = [f"Line {place} of a very long office address in a very long street" for place in range(9)]
    contact = Contact.objects.create(member=make_full(by=officer), role="other", name=HOSTILE, address="\n".join(lines))
    found = with_address(select_contacts(Contact.objects.filter(pk=contact.pk)))

    pdf = labels_pdf(found, ["name"], on=TODAY, language="en")

    assert squeezed(HOSTILE + "".join(lines)) in squeezed(text(pdf))
    assert len(read(pdf).pages) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow(officer, django_assert_num_queries, count):
    for place in range(count):
        Contact.objects.create(member=make_full(by=officer), role="head", name=f"Person {place}")

    with django_assert_num_queries(1):
        found = select_contacts(Contact.objects.all())
        contact_list_xlsx(found, FEWEST)
    assert len(found) == count
