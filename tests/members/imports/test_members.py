"""The members sheet through the pages of the back office: add, change, the same, errors; all or nothing."""

from datetime import date

import pytest
from django.urls import reverse

from members.lifecycle import Ground, Status
from members.models import Application, City, Member, MemberName
from tests.factories import make_associate, make_full
from tests.members.imports.tables import NEW, REASON, counts, errors, words


# --- adding ------------------------------------------------------------------------------------
def test_preview_shows_what_would_be_added_and_saves_nothing(upload):
    preview = upload(NEW)

    assert counts(preview) == {"add": 1}
    assert "Exampleton" in preview.content.decode()
    assert not Member.objects.exists()
    assert not Application.objects.exists()


@pytest.mark.parametrize("as_xlsx", [False, True], ids=["csv", "xlsx"])
def test_confirmation_adds_an_associate_out_of_an_accepted_application(upload, confirm, officer, as_xlsx):
    done = confirm(upload(NEW, as_xlsx=as_xlsx))

    member = Member.objects.with_names().with_status().get()
    application = Application.objects.get()
    assert done.status_code == 302
    assert (member.name_en, member.name_ko, member.website) == ("Exampleton", "예시시", "https://example.org")
    assert (member.status, member.since, member.ground) == (Status.ASSOCIATE, date(2026, 3, 20), Ground.ACCEPTANCE)
    assert (application.number, application.channel, application.state) == ("A-2026-0001", "import", "accepted")
    assert application.recorded_by == officer
    assert application.steps.get(act="accepted").note == REASON
    assert member.history.get().history_user == officer


def test_same_file_again_is_all_the_same_and_changes_nothing(upload, confirm):
    second = NEW | {"name_en": "Otherville", "name_ko": None}
    confirm(upload(NEW, second))

    again = upload(NEW, second)
    answer = confirm(again)

    assert counts(again) == {"same": 2}
    assert "there is nothing to save" in again.content.decode()
    assert answer.status_code == 409
    assert (Member.objects.count(), Member.history.count(), Application.objects.count()) == (2, 2, 2)


def test_row_without_number_never_changes_a_namesake(upload, confirm):
    confirm(upload(NEW))

    again = upload(NEW | {"name_en": "EXAMPLETON", "website": "https://other.example.org"})

    assert errors(again) == [(2, "number")]
    assert "Member no. 1 has this name and differs in: name_en, website" in words(again)


def test_new_row_without_acceptance_is_refused_in_the_words_of_the_rule(upload):
    answer = upload(NEW | {"accepted_on": None})

    assert errors(answer) == [(2, "accepted_on")]
    assert "Associate membership comes from an accepted application only." in words(answer)


@pytest.mark.parametrize("status", ["full", "Full"])
def test_nobody_becomes_a_full_member_by_a_sheet(upload, officer, status):
    make_associate(by=officer, name_en="Waiting")

    answer = upload(NEW | {"status": status}, {**NEW, "number": 1, "name_en": "Waiting", "status": status})

    assert [place for place in errors(answer) if place[1] == "status"] == [(2, "status"), (3, "status")]
    assert "full membership, rejection, expulsion, merger and split come from a decision" in words(answer)


def test_status_that_only_repeats_the_register_is_no_matter(upload, officer):
    make_full(by=officer, name_en="Fulltown")

    answer = upload(
        {"number": 1, "kind": "city", "name_en": "Fulltown", "country": "KOR", "status": "full"},
        header=["number", "kind", "name_en", "country", "status"],
    )

    assert counts(answer) == {"same": 1}


# --- changing ----------------------------------------------------------------------------------
def test_change_of_master_data_is_shown_and_written_with_person_and_reason(upload, confirm, officer):
    member = make_associate(by=officer, name_en="Old Spelling", website="https://old.example.org")
    row = {
        "회원번호": member.number,
        "kind": "city",
        "name_en": "New Spelling",
        "country": "KOR",
        "website": "https://new.example.org",
        "수도": "예",
    }

    preview = upload(row, header=list(row))
    confirm(preview)

    changes = preview.context["plan"].rows[0].changes
    assert changes["website"] == ("https://old.example.org", "https://new.example.org")
    assert set(changes) == {"name_en", "website", "capital"}
    assert City.objects.get().capital
    assert MemberName.objects.get().text == "New Spelling"
    for model in (Member, City, MemberName):
        newest = model.history.latest()
        assert (newest.history_type, newest.history_user, newest.history_change_reason) == ("~", officer, REASON)


def test_column_left_out_stays_and_blank_cell_empties(upload, confirm, officer):
    member = make_associate(by=officer, name_en="A", website="https://a.example.org", payer_name="City Hall")

    confirm(
        upload(
            {"number": member.number, "kind": "city", "name_en": "A", "country": "KOR"},
            header=["number", "kind", "name_en", "country", "website"],
        )
    )

    member.refresh_from_db()
    assert (member.website, member.legal_payer_name) == ("", "City Hall")


def test_confirmation_is_refused_when_the_register_has_moved(upload, confirm, officer):
    member = make_associate(by=officer, name_en="A", website="https://a.example.org")
    row = {"number": 1, "kind": "city", "name_en": "A", "country": "KOR", "website": "https://b.example.org"}
    preview = upload(row, header=list(row))
    Member.objects.filter(pk=member.pk).update(website="https://c.example.org")

    refused = confirm(preview)
    member.refresh_from_db()
    before = member.website
    confirm(refused)

    member.refresh_from_db()
    assert refused.status_code == 409
    assert refused.context["plan"].rows[0].changes == {"website": ("https://c.example.org", "https://b.example.org")}
    assert before == "https://c.example.org"
    assert member.website == "https://b.example.org"


def test_second_confirmation_of_one_preview_adds_nothing(upload, confirm):
    preview = upload(NEW)
    confirm(preview)

    second = confirm(preview)

    assert second.status_code == 302
    assert second.url == reverse("admin:members_member_import")
    assert Member.objects.count() == 1
