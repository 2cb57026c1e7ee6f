"""The pages around the sheets: who may use them, what they ask of the database, what leaves as a file."""

import io
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from members.models import Contact, Member, MemberFigure, MemberName
from tests.factories import UserFactory, make_associate, make_full, rights
from tests.members.imports.tables import NEW, REASON, counts, export, post_confirmation, post_table
from wego.imports import uploads
from wego.spreadsheets import read_table

pytestmark = pytest.mark.sqlite  # pages and words are the same on both

MODELS = ["member", "membername", "contact", "memberfigure"]

FIGURE = {"indicator": "population", "value": 1_070_000, "reference_year": 2019}


@pytest.fixture
def register(officer):
    """Two members with all that the sheets show."""
    city = make_full(
        by=officer, name_en="=Formula City", name_ko="수식시", capital=True, website="https://a.example.org"
    )
    make_associate(by=officer, name_en="'=Quoted", kind="company", registration_number="+82-1")
    city.city.latitude, city.city.longitude = "37.5", "127"
    city.city.save()
    city.remarks = "two\r\nlines"
    city.save()
    MemberName.objects.create(member=city, language="en", text="New Formula City", valid_from=date(2020, 1, 1))
    Contact.objects.create(member=city, role="head", name="-Jane", phone="+82 2", address="Street\nTown")
    for source in ("=1+1  census", "=1+1  census", "@letter"):
        MemberFigure(member=city, source=source, vintage=date(2020, 1, 1), **FIGURE).save()
    return city


def _staff(*codenames: str) -> Client:
    """A person of the staff with these rights, signed in."""
    user = UserFactory()
    user.user_permissions.set(rights(*codenames))
    client = Client()
    client.force_login(user)
    return client


# --- who may -----------------------------------------------------------------------------------
@pytest.mark.parametrize("given", [(), ("view_member",), ("view_member", "add_member"), ("change_member",)])
def test_import_needs_the_right_to_add_and_to_change(officer, given):
    client = _staff(*given)
    addresses = [reverse(f"admin:members_member_import{name}") for name in ("", "_confirm")]
    addresses.append(reverse("admin:members_member_import_template", args=["csv"]))

    assert [client.get(address).status_code for address in addresses] == [403, 403, 403]
    assert post_table(client, [NEW]).status_code == 403
    assert not Member.objects.exists()


def test_import_is_open_to_whoever_may_add_and_change(officer):
    client = _staff("view_member", "add_member", "change_member")

    assert counts(post_table(client, [NEW])) == {"add": 1}
    assert "import/" in client.get(reverse("admin:members_member_changelist")).content.decode()


def test_export_needs_no_more_than_the_right_to_see(register):
    assert export(_staff("view_member"), "member").status_code == 200
    assert _staff().get(reverse("admin:members_member_export")).status_code == 403
    assert "import/" not in _staff("view_member").get(reverse("admin:members_member_changelist")).content.decode()


def test_preview_of_one_person_is_nothing_to_another(client, officer):
    preview = post_table(client, [NEW])
    other = _staff("view_member", "add_member", "change_member")

    answer = post_confirmation(other, preview)

    assert answer.url == reverse("admin:members_member_import")
    assert not Member.objects.exists()


@pytest.mark.parametrize("token", ["", "forged", "eyJhIjoxfQ:1abc:xyz"])
def test_forged_key_is_refused(client, officer, token):
    answer = client.post(reverse("admin:members_member_import_confirm"), {"upload": token}, follow=True)

    assert "no longer here" in answer.content.decode()


def test_upload_is_private_and_goes_when_it_is_done_or_old(client, officer, settings, monkeypatch):
    folder = settings.DATA_DIR / "imports"
    preview = post_table(client, [NEW])
    file = folder / preview.context["upload"].file

    assert (folder.stat().st_mode & 0o777, file.stat().st_mode & 0o777) == (0o700, 0o600)
    post_confirmation(client, preview)
    assert not file.exists()

    kept = folder / post_table(client, [NEW | {"name_en": "Other"}]).context["upload"].file
    monkeypatch.setattr(uploads, "HOURS", -1)
    uploads.forget_old()
    assert not kept.exists()


# --- what leaves -------------------------------------------------------------------------------
@pytest.mark.parametrize("number", [0, 1], ids=["xlsx", "csv"])
@pytest.mark.parametrize("model", MODELS)
def test_export_comes_back_in_and_changes_nothing(client, register, model, number):
    exported = export(client, model, number)
    file = SimpleUploadedFile("export", exported.content)

    preview = client.post(reverse(f"admin:members_{model}_import"), {"file": file, "reason": REASON})

    total = {"member": 2, "membername": 4, "contact": 1, "memberfigure": 3}[model]
    assert counts(preview) == {"same": total}, list(preview.context["plan"].error_lines())


def test_export_names_members_by_number_and_guards_formulas(client, register):
    header, rows = read_table(io.BytesIO(export(client, "contact", 1).content), "x")

    assert header[:3] == ["member", "role", "name"]
    assert [row["member"] for _number, row in rows] == [str(register.number)]
    assert b"'-Jane" in export(client, "contact", 1).content


@pytest.mark.parametrize("model", [*MODELS, "statuschange", "application"])
def test_export_asks_the_same_of_the_database_for_one_row_and_for_many(client, officer, model):
    make_full(by=officer, liaison_name="Jane")
    with CaptureQueriesContext(connection) as few:
        export(client, model)
    for _number in range(5):
        make_full(by=officer, liaison_name="Jane")

    with CaptureQueriesContext(connection) as many:
        export(client, model)

    assert len(many) == len(few)


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
@pytest.mark.parametrize("model", MODELS)
def test_template_can_be_filled_in_and_uploaded(client, register, model, extension):
    template = client.get(reverse(f"admin:members_{model}_import_template", args=[extension]))
    file = SimpleUploadedFile("template", template.content)

    preview = client.post(reverse(f"admin:members_{model}_import"), {"file": file, "reason": REASON})

    assert counts(preview) == {"add": 1}, list(preview.context["plan"].error_lines())


def test_complete_list_can_be_downloaded(client, officer):
    rows = [NEW | {"name_en": f"City {number}", "country": "XXX"} for number in range(600)]
    preview = post_table(client, rows)

    answer = client.post(reverse("admin:members_member_import_report"), {"upload": preview.context["upload"].token})

    _header, lines = read_table(io.BytesIO(answer.content), "x")
    assert "the first 500 of 600" in preview.content.decode()
    assert [row["column"] for _number, row in lines] == ["country"] * 600


# --- how ---------------------------------------------------------------------------------------
def test_preview_asks_the_same_of_the_database_for_3_rows_and_for_300(client, officer):
    for number in range(3):
        make_associate(by=officer, name_en=f"Known {number}")
    rows = [NEW | {"name_en": f"City {number}"} for number in range(300)]
    known = [{"number": n, "kind": "city", "name_en": "Changed", "country": "KOR"} for n in (1, 2, 3)]

    with CaptureQueriesContext(connection) as few:
        post_table(client, [*rows[:3], known[0]])
    with CaptureQueriesContext(connection) as many:
        post_table(client, [*rows, *known])

    assert len(many) == len(few)


def test_pages_carry_no_inline_style_or_script_and_name_their_tables(client, register):
    pages = [client.get(reverse(f"admin:members_member_{name}")) for name in ("import", "export")]
    row = {"number": 1, "kind": "city", "name_en": "New Formula City", "country": "KOR", "website": ""}
    pages.append(post_table(client, [row, {"kind": "x"}], header=list(row)))

    for page in pages:
        body = page.content.decode().partition('id="content-start"')[2].partition("</main>")[0]
        assert not re.search(r"style=|\son[a-z]+=|<style|<script", body)
        assert body.count("<table>") == body.count("<caption")


def test_form_without_file_and_reason_says_so(client, officer):
    answer = client.post(reverse("admin:members_member_import"), {})

    assert set(answer.context["form"].errors) == {"file", "reason"}
    assert 'role="alert"' in answer.content.decode()
