"""The names sheet and the contacts sheet."""

from datetime import date

import pytest

from members.models import Contact, MemberName
from members.search import find_members
from tests.factories import make_associate
from tests.members.imports.tables import REASON, counts, errors, words

pytestmark = pytest.mark.sqlite  # pages and words: once is enough

NAMES = ["member", "language", "text", "alias", "valid_from", "source"]
CONTACTS = ["member", "role", "name", "title", "email", "phone", "language", "starts_on", "ends_on"]
RENAME = {"member": 1, "language": "en", "text": "Astana", "valid_from": date(2022, 9, 17), "source": "decree"}
PERSON = {"member": 1, "role": "liaison", "name": "Jane Example", "email": "jane@example.org", "phone": "+82 2 1"}


@pytest.fixture
def member(officer):
    return make_associate(by=officer, name_en="Nur-Sultan")


@pytest.fixture
def names(upload, member):
    return lambda *rows: upload(*rows, header=NAMES, model="membername")


@pytest.fixture
def contacts(upload, member):
    return lambda *rows: upload(*rows, header=CONTACTS, model="contact")


# --- names -------------------------------------------------------------------------------------
def test_dated_name_renames_from_its_day_on(names, confirm, member, officer):
    confirm(names(RENAME), model="membername")

    before = MemberName.objects.official(date(2022, 9, 16)).first()
    after = MemberName.objects.official(date(2022, 9, 17)).first()
    history = after.history.get()
    assert (before.text, after.text) == ("Nur-Sultan", "Astana")
    assert (history.history_user, history.history_change_reason) == (officer, REASON)


def test_alias_is_found_by_search(names, confirm, member):
    confirm(names({"member": 1, "language": "local", "text": "Целиноград", "alias": "yes"}), model="membername")

    assert list(find_members("Целиноград")) == [member]


def test_names_again_are_the_same_and_a_correction_changes_the_spelling(names, confirm, member):
    confirm(names(RENAME), model="membername")

    again = names(RENAME)
    corrected = names(RENAME | {"text": "Aqmola"})
    confirm(corrected, model="membername")

    assert counts(again) == {"same": 1}
    assert corrected.context["plan"].rows[0].changes == {"text": ("Astana", "Aqmola")}
    assert list(find_members("Aqmola")) == [member]
    assert list(find_members("Astana")) == []


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({"member": 9}, "member"),
        ({"member": None}, "member"),
        ({"language": "fr"}, "language"),
        ({"text": ""}, "text"),
        ({"text": "x" * 201}, "text"),
        ({"alias": "yes"}, "valid_from"),
        ({"text": "Nur-Sultan"}, "text"),
        ({"valid_from": "soon"}, "valid_from"),
    ],
)
def test_wrong_names_are_reported_with_row_and_column(names, row, column):
    assert errors(names(RENAME | row)) == [(2, column)]


def test_two_names_from_one_day_are_refused(names):
    answer = names(RENAME, RENAME | {"text": "Akmola"})

    assert errors(answer) == [(3, "")]


# --- contacts ----------------------------------------------------------------------------------
def test_contacts_are_added_changed_and_left_alone(contacts, confirm, officer):
    confirm(contacts(PERSON, PERSON | {"role": "billing"}), model="contact")

    second = contacts(PERSON | {"phone": "+82 2 2"}, PERSON | {"role": "billing"}, PERSON | {"name": "New"})
    confirm(second, model="contact")

    person = Contact.objects.get(role="liaison", name="Jane Example")
    assert counts(second) == {"add": 1, "change": 1, "same": 1}
    assert person.phone == "+82 2 2"
    assert person.language == "en"
    assert [row.history_type for row in person.history.all()] == ["~", "+"]
    assert person.history.first().history_change_reason == REASON
    assert Contact.objects.count() == 3


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({"member": "one"}, "member"),
        ({"role": "friend"}, "role"),
        ({"name": None}, "name"),
        ({"email": "jane"}, "email"),
        ({"phone": "1" * 41}, "phone"),
        ({"language": "xx"}, "language"),
        ({"starts_on": "2026-01-02", "ends_on": "2026-01-01"}, "ends_on"),
    ],
)
def test_wrong_contacts_are_reported_with_row_and_column(contacts, row, column):
    assert errors(contacts(PERSON | row)) == [(2, column)]


def test_contact_that_stands_in_the_file_twice_is_refused(contacts):
    answer = contacts(PERSON, PERSON | {"phone": "other"})

    assert errors(answer) == [(3, "")]
    assert "stands in row 2 already" in words(answer)
