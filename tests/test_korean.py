"""The Korean of the site: complete, in step with the code, and no English left on the pages.

After a change of words: the command in EXTRACTION, then translate what it added, then
`msgfmt --check -o locale/ko/LC_MESSAGES/django.mo locale/ko/LC_MESSAGES/django.po`.
"""

import gettext
import io
import os
import re
import shutil
import subprocess
import sys
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.utils import quote
from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import override
from django.views.csrf import csrf_failure
from django.views.defaults import bad_request, server_error

from members import reports
from members.models import Explanation, Meeting, StatedTotal
from members.register import Report
from members.services.applications import record_application
from members.services.leaving import merge_member
from tests.english import Data, english
from tests.factories import ApplicationFactory, MeetingFactory, make_associate, make_former, make_full
from wego.acts import ActView
from wego.dates import today
from wego.housekeeping import prune
from wego.imports.admin import ImportAdmin
from wego.models import SentMail

CATALOGUE = settings.BASE_DIR / "locale" / "ko" / "LC_MESSAGES" / "django.po"
EXTRACTION = (
    "django-admin makemessages -l ko --add-location=file --no-wrap --no-obsolete "
    "--ignore=.venv --ignore=var --ignore=tests"
)
SOURCES = ("directory", "fees", "members", "templates", "wego")

PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]|\{\w*\}")
PARTICLE = re.compile(r"(?:%(?:\(\w+\))?[sd]|\{\w*\})[\"'”’]?(?:은|는|이|가|을|를|과|와|으로|로)")


def read(path: Path):
    with path.open("rb") as file:
        return read_po(file)


@pytest.fixture(scope="module")
def catalogue():
    return read(CATALOGUE)


def messages(catalogue):
    return [message for message in catalogue if message.id]


def forms(text: str | tuple) -> tuple[str, ...]:
    """The singular and the plural of a message, or its only form."""
    return text if isinstance(text, tuple) else (text,)


def key(message) -> tuple:
    return message.context, message.id


def test_every_message_is_translated(catalogue):
    untranslated = [key(message) for message in messages(catalogue) if not all(forms(message.string))]

    assert untranslated == []


def test_no_translation_is_fuzzy_or_obsolete(catalogue):
    assert [key(message) for message in messages(catalogue) if message.fuzzy] == []
    assert list(catalogue.obsolete) == []
    assert "#~" not in CATALOGUE.read_text(encoding="utf-8")


def test_the_compiled_catalogue_is_in_step(catalogue):
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)

    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        assert _entries(file) == _entries(compiled)


def _entries(file) -> dict:
    entries = dict(gettext.GNUTranslations(file)._catalog)
    entries.pop("")
    return entries


@pytest.mark.gettext
def test_the_catalogue_is_in_step_with_the_code(catalogue, tmp_path):
    for name in SOURCES:
        shutil.copytree(settings.BASE_DIR / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "locale").mkdir()
    command = [sys.executable, "-m", "django", *EXTRACTION.split()[1:]]
    plain = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}

    subprocess.run(command, cwd=tmp_path, env=plain, check=True, capture_output=True, timeout=60)

    fresh = read(tmp_path / CATALOGUE.relative_to(settings.BASE_DIR))
    assert {key(message) for message in messages(fresh)} == {key(message) for message in messages(catalogue)}


def test_placeholders_are_those_of_the_message(catalogue):
    differing = [
        key(message)
        for message in messages(catalogue)
        for form in forms(message.string)
        if set(PLACEHOLDER.findall(form)) != set(PLACEHOLDER.findall(" ".join(forms(message.id))))
    ]

    assert differing == []


def test_no_particle_is_glued_to_a_placeholder(catalogue):
    """Which particle follows depends on the last letter of the value: the sentence goes around it."""
    glued = [form for message in messages(catalogue) for form in forms(message.string) if PARTICLE.search(form)]

    assert glued == []


def test_the_report_reads_like_the_annex(real_register):
    with override("ko"):
        lines = reports.as_text(Report.of(date(2019, 12, 31))).splitlines()

    assert lines[0] == "WeGO 회원현황 ('19.12.31. 기준)"
    assert lines[2] == "회원수 : 총 191개 (144개 도시, 17개 기관, 30개 기업)"
    assert "도시 : 144개 (수도 39, 비수도 105)" in lines
    assert "기관 : 17개" in lines
    assert "기업 : 30개" in lines


# --- no English on the pages -------------------------------------------------------------------


def test_english_finds_what_is_left_and_nothing_else():
    page = """
        <title>회원 | WeGO</title><style>body { }</style><p>Select all <b>회원</b></p><p lang="en">In <b>English</b></p>
        <input type="submit" value="Save it"><td>City Hall (3)</td><td>name_en</td><img alt="A plain word">
    """

    assert english(page, Data(["City Hall"])) == ["Select all", "Save it", "A plain word"]


@pytest.fixture
def everything(real_register, admin_user):
    """The real register and rows in each other table."""
    by, accepted_on, met_on = admin_user, date(2020, 3, 2), date(2020, 5, 4)
    make_associate(by=by, accepted_on=accepted_on)
    make_former(by=by, accepted_on=accepted_on, last_day=date(2020, 6, 30))
    first, second = (make_full(by=by, accepted_on=accepted_on, approved_on=met_on) for _ in range(2))
    meeting = Meeting.objects.filter(held_from=met_on).first()
    merge_member(first, into=second, meeting=meeting, decided_on=met_on, last_day=date(2020, 7, 31), by=by)
    record_application(ApplicationFactory.build(country=first.country), by=by)
    soon = today() + timedelta(days=30)
    MeetingFactory(held_from=None, held_to=None, planned_from=soon, planned_to=soon)
    Explanation.objects.create(total=StatedTotal.objects.first(), counted=1, text="문서의 오기", signed_by=by)
    SentMail.objects.create(to="a@example.org", subject="제목", body="내용", file_name="1", sent_at=timezone.now())
    prune.enqueue()
    return by


@pytest.mark.sqlite  # pages and words are the same on both
@pytest.mark.django_db
def test_no_page_shows_english(everything, client):
    client.force_login(everything)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ko"
    data = Data.of_all_tables()
    faults, seen = [], 0

    for name, response in visit(client, everything):
        if "text/html" not in response.get("Content-Type", "") or response.status_code in (301, 302):
            continue
        seen += 1
        faults += [f"{name}: {text}" for text in english(response.content.decode(), data)]

    assert not faults, "\n".join(map(repr, faults))
    assert seen > 100


def visit(client, user):
    """Every page of the back office with its address: those of each model, those of the site."""
    request = RequestFactory().get("/")
    request.user = user
    for model, model_admin in admin.site._registry.items():
        yield from visit_model(client, f"admin:{model._meta.app_label}_{model._meta.model_name}_", model_admin, request)
    for page in admin.site.pages.values():
        yield from visit_page(client, reverse(f"admin:{page.name}"), posts=issubclass(page.view, ActView))
    report = reverse("admin:report")
    for query in ("on=2020-12-31&since=2019-12-31", "on=2019-01-01", "on=2020-12-31&known_at=2020-01-01T00:00", "on="):
        yield query, client.get(f"{report}?{query}")
    for app_label in {model._meta.app_label for model in admin.site._registry}:
        yield app_label, client.get(reverse("admin:app_list", args=[app_label]))
    yield from visit_page(client, reverse("admin:password_change"), posts=True)
    yield "password changed", client.get(reverse("admin:password_change_done"))
    yield "overview", client.get(reverse("admin:index"))
    yield "no such page", client.get("/nowhere/")
    yield "no right", client.get(reverse("admin:members_statedtotal_add"))
    yield "no such row", client.get(reverse("admin:members_member_change", args=[0]), follow=True)
    with override("ko"):
        yield "cannot be read", bad_request(request, SuspiciousOperation())
        yield "old form", csrf_failure(request)
        yield "our fault", server_error(request)
    yield "logged out", client.post(reverse("admin:logout"))
    yield from visit_page(client, reverse("admin:login"), posts=True)


def visit_page(client, address: str, *, posts: bool):
    yield address, client.get(address)
    if posts:
        yield f"{address} (empty form)", client.post(address, {})


def visit_model(client, prefix: str, model_admin, request):
    for name in ("changelist", "export"):
        with suppress(NoReverseMatch):
            yield prefix + name, client.get(reverse(prefix + name))
    if model_admin.has_add_permission(request):
        yield from visit_page(client, reverse(prefix + "add"), posts=True)
    if isinstance(model_admin, ImportAdmin):
        yield from visit_page(client, reverse(prefix + "import"), posts=True)
        template = client.get(reverse(f"{prefix}import_template", args=["csv"])).content
        upload = {"file": SimpleUploadedFile("시험.csv", template), "reason": "시험"}
        yield f"{prefix} preview", client.post(reverse(prefix + "import"), upload)
    rows = list(model_admin.get_queryset(request)[:300])
    for row in rows[:: max(1, len(rows) // 2)]:
        yield f"{prefix}change {row.pk}", client.get(reverse(prefix + "change", args=[quote(row.pk)]))
    if rows:
        last = quote(rows[-1].pk)
        yield f"{prefix}history {last}", client.get(reverse(prefix + "history", args=[last]))
        if model_admin.has_delete_permission(request, rows[-1]):
            yield f"{prefix}delete {last}", client.get(reverse(prefix + "delete", args=[last]))
    for name, act in getattr(model_admin, "acts", {}).items():
        if row := next(filter(act.available, rows), None):
            yield from visit_page(client, reverse(prefix + name, args=[row.pk]), posts=True)
