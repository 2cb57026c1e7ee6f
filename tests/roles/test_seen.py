"""What a person reads on the pages that are open to it: nothing of other countries, no contacts without the right."""

import pytest
from django.contrib import admin
from django.db.models import ForeignKey, ManyToManyField
from django.urls import reverse

from members.models import Activity, Application, Contact, Meeting, Member, Partner, RegionalOffice
from members.models.visibility import OfMemberQuerySet
from tests.members.admin.rows import COUNTRIES
from tests.roles.addresses import addresses
from tests.roles.people import COLUMNS, OTHER, OWN, browser_of
from tests.roles.table import read_table
from wego.models import User
from wego.visibility import VisibleQuerySet

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]

TABLE = read_table()
EXPORT = {"format": "1", "resource": "0", "purpose": "a test"}
OFFICE_SEES = ("member", "membername", "memberfigure", "statuschange", "contact")


def words_of(turn: int) -> list[str]:
    """What only rows of this round of make_rows say."""
    return [f"Part 1 of {turn}", f"시 {turn}", f"Person {turn}", f"person{turn}@", f"Payer {turn}", f"Former {turn}"]


def readable(column: str, world):
    """Every page that the person may open, with its text."""
    client = browser_of(column)
    for one in addresses():
        if TABLE[one.name][column].startswith("y") and not TABLE[one.name]["anon"].startswith("y"):
            response = client.get(one.url(world.row_of(column)))
            if "text" in response.get("Content-Type", ""):
                yield one.name, response.content.decode()


def exported(client, model: str) -> str:
    """The list of the model as CSV, with all its columns."""
    url = reverse(f"admin:members_{model}_export")
    boxes = {field.html_name: "on" for field in client.get(url).context["form"] if field.widget_type == "checkbox"}
    return client.post(url, EXPORT | boxes).content.decode()


def test_an_office_reads_nothing_of_other_countries(world):
    pages = dict(readable("own", world))

    leaks = {name: word for name, text in pages.items() for word in words_of(OTHER) if word in text}

    assert leaks == {}
    assert {word for word in words_of(OWN) if any(word in text for text in pages.values())} == set(words_of(OWN))


@pytest.mark.parametrize("model", OFFICE_SEES)
def test_an_office_exports_nothing_of_other_countries(world, model):
    own, all_rows = exported(browser_of("own"), model), exported(browser_of("all"), model)

    assert len(all_rows.splitlines()) > len(own.splitlines()) > 1
    assert [word for word in words_of(OTHER) if word in own] == []


def test_an_office_finds_nothing_of_other_countries(world):
    client, query = browser_of("own"), "app_label=members&model_name=contact&field_name=member"
    lists = {turn: client.get(reverse("admin:members_member_changelist"), {"q": f"시 {turn}"}) for turn in (OWN, OTHER)}
    choices = {
        turn: client.get(f"{reverse('admin:autocomplete')}?{query}&term=Part 1 of {turn}") for turn in (OWN, OTHER)
    }

    listed = {turn: [one.country_id for one in page.context["cl"].result_list] for turn, page in lists.items()}
    assert COUNTRIES[OWN] in listed[OWN]
    assert set(listed[OWN] + listed[OTHER]) == {COUNTRIES[OWN]}
    found = {turn: [one["text"] for one in page.json()["results"]] for turn, page in choices.items()}
    assert any(f"Part 1 of {OWN}" in text for text in found[OWN])
    assert not any(f"Part 1 of {OTHER}" in text for texts in found.values() for text in texts)


def test_an_office_sees_its_countries_on_the_dashboard(world):
    pages = {column: browser_of(column).get(reverse("admin:index")).context["panels"] for column in ("own", "read")}
    title = "Members of your countries today"

    [panel] = [panel for panel in pages["own"] if panel["title"] == title]
    members = Member.objects.in_membership().filter(country__in=[country for country, _count, _url in panel["rows"]])
    assert panel["total"] == members.count() > 0
    assert [one["title"] for one in pages["own"]] == [title]
    assert title not in [one["title"] for one in pages["read"]]


def test_without_an_office_a_person_of_an_office_sees_no_member(world):
    person = User.objects.get(username="own")
    assert Member.objects.visible_to(person).exists()

    for office in person.regional_offices.all():
        office.staff.remove(person)

    assert not any(model.objects.visible_to(person).exists() for model in (Member, Contact, Application))


@pytest.mark.parametrize(
    "column", [one for one in COLUMNS if "y" not in TABLE["admin:members_contact_changelist"][one]]
)
def test_who_may_not_see_contacts_reads_none(world, column):
    """Applications name people too; the governance officer needs them."""
    words = ["Person 1", "person1@"] if column != "gov" else []
    words += ["Payer 1", "Former 1"]

    pages = readable(column, world)

    assert {name: word for name, text in pages for word in words if word in text} == {}


# --- every table that reaches a member asks who may see it ---------------------------------------
MENTION = {Activity, Meeting, Partner, RegionalOffice}
"""They name members and belong to none: for those who have the right to the table."""


def reaches_a_member(model) -> bool:
    fields = [field for field in model._meta.get_fields() if isinstance(field, ForeignKey | ManyToManyField)]
    return model is Member or any(field.related_model is Member for field in fields)


def guarded(model_admin) -> bool:
    return isinstance(model_admin.model._default_manager.all(), VisibleQuerySet)


def test_every_table_of_members_is_shown_only_as_far_as_a_person_may_see_it():
    admins = [one for one in admin.site._registry.values() if reaches_a_member(one.model) and one.model not in MENTION]

    assert len(admins) > 10
    assert [one.opts.label for one in admins if not guarded(one)] == []


def test_every_list_shows_what_its_table_lets_see(world, rf):
    """An admin that builds its rows itself, without asking, is found here."""
    request = rf.get("/")
    request.user = User.objects.get(username="own")
    admins = [one for one in admin.site._registry.values() if isinstance(one.model.objects.all(), OfMemberQuerySet)]

    wrong = {
        one.opts.label
        for one in admins
        if set(one.get_queryset(request)) != set(one.model.objects.visible_to(request.user))
        or set(one.get_queryset(request)) == set(one.model.objects.all()) != set()
    }

    assert wrong == set()
