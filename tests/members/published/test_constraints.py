"""What the database refuses about published lists, a form says in the same words; and nothing is edited."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction

from members.models import ListChoice, ListExplanation, ListFinding, ListSignOff, PublishedList, PublishedRow
from tests.members.asking import messages_of
from tests.members.published.lists import DAY, record, table
from wego.imports.sheets import violation

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(towns, officer):
    return record(table([["Suwon"]], ["name"]), by=officer)


def bad_rows(published, member, officer) -> dict[str, object]:
    """By constraint a row that breaks it."""
    row = published.rows.get()
    facts = {"title": "x", "publisher": "y", "as_of": DAY, "file_name": "f", "digest": "d", "size": 1, "header": ["a"]}
    about = {"list": published, "row": row, "digest": "d", "about": {"key": "r2"}, "text": "x", "signed_by": officer}
    finding = {"list": published, "key": "r9", "place": 9, "code": "unknown", "digest": "d"}
    ListSignOff.objects.create(list=published, digest="d", counts={"matched": 1}, signed_by=officer)
    return {
        "published_list_named": PublishedList(**facts | {"columns": {"name": "a"}, "publisher": ""}),
        "published_list_has_file": PublishedList(**facts | {"columns": {"name": "a"}, "size": 0}),
        "published_list_name_column": PublishedList(**facts | {"columns": {"country": "a"}}),
        "published_row_once": PublishedRow(list=published, number=2, cells={"name": "Suwon"}),
        "list_choice_names_member": ListChoice(row=row, verdict="member", chosen_by=officer),
        "list_explanation_not_empty": ListExplanation(**about | {"text": ""}),
        "list_explanation_about": ListExplanation(**about | {"row": None}),
        "list_sign_off_once": ListSignOff(list=published, digest="d", counts={"matched": 1}, signed_by=officer),
        "list_finding_once": ListFinding(**finding | {"key": "r2", "group": "extra", "row": row}),
        "list_finding_about": ListFinding(**finding | {"group": "missing", "row": row, "member": member}),
    }


CONSTRAINTS = [
    *("published_list_named", "published_list_has_file", "published_list_name_column", "published_row_once"),
    *("list_choice_names_member", "list_explanation_not_empty", "list_explanation_about", "list_sign_off_once"),
    *("list_finding_once", "list_finding_about"),
]


@pytest.mark.parametrize("constraint", CONSTRAINTS)
def test_a_bad_row_is_refused_by_the_form_and_by_the_database(published, towns, officer, constraint):
    row = bad_rows(published, towns[1], officer)[constraint]

    assert str(violation(type(row), constraint)) in messages_of(row.validate_constraints)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save_base(force_insert=True)


def test_a_choice_of_none_names_nobody(published, towns, officer):
    row = published.rows.get()

    with pytest.raises(ValidationError):
        ListChoice(row=row, verdict="none", member=towns[1], chosen_by=officer).save()


APPEND_ONLY = [PublishedList, PublishedRow, ListChoice, ListExplanation, ListSignOff]


@pytest.fixture
def rows(published, officer):
    """A row of every table that is only ever added to."""
    row = published.rows.get()
    about = {"list": published, "row": row, "digest": "d", "about": {"key": "r2"}, "text": "x", "signed_by": officer}
    ListChoice.objects.create(row=row, verdict="none", chosen_by=officer)
    ListExplanation.objects.create(**about)
    ListSignOff.objects.create(list=published, digest="d", counts={"matched": 1}, signed_by=officer)
    return {model: model.objects.get() for model in APPEND_ONLY}


@pytest.mark.parametrize("model", APPEND_ONLY)
def test_what_was_recorded_is_never_changed_or_deleted(rows, model):
    for act in (rows[model].save, rows[model].delete, model.objects.all().delete, lambda: model.objects.update(pk=9)):
        with pytest.raises(ValidationError, match="never changed or deleted"):
            act()


@pytest.mark.postgresql
@pytest.mark.parametrize("model", APPEND_ONLY)
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET id = id"])
def test_the_database_refuses_it_too(rows, model, statement):
    with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
        connection.cursor().execute(statement.format(model._meta.db_table))
