"""Files through the real door: refused beside the field, or kept and handed out as downloads that nothing runs."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from members.models import ApplicationDraft, Attachment
from tests.factories import UserFactory
from tests.wego.upload_corpus import HTML, corpus, pdf, upload

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

ACCEPTED = [one for one in corpus() if one.is_accepted]
REFUSED = [one for one in corpus() if not one.is_accepted]
TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}
BESIDE = re.compile(r'<p class="error" id="id_file_error">([^<]+)</p>')


def label(specimen) -> str:
    return specimen.label


def is_download(response) -> bool:
    return (
        response.status_code == 200
        and response["Content-Disposition"].startswith("attachment")
        and response["X-Content-Type-Options"] == "nosniff"
        and response["Content-Security-Policy"] == "default-src 'none'; sandbox"
        and "no-store" in response["Cache-Control"]
    )


@pytest.fixture
def chief(db):
    browser = Client()
    browser.force_login(UserFactory(is_superuser=True))
    return browser


@pytest.mark.parametrize("specimen", REFUSED, ids=label)
def test_refused_file_says_so_beside_its_field_and_nothing_is_lost(anna, draft, specimen):
    anna.answer(draft, "name")
    anna.upload(draft, file=upload(pdf(), "first.pdf"))
    before = ApplicationDraft.objects.values().get()

    response = anna.upload(draft, file=specimen.upload())

    html = response.content.decode()
    [said] = BESIDE.findall(html)
    assert response.status_code == 200
    assert said.endswith("Nothing else that you filled in is lost.")
    assert 'aria-invalid="true"' in html
    assert [one.name for one in Attachment.objects.all()] == ["first.pdf"]
    assert ApplicationDraft.objects.values().get() == before


@pytest.mark.parametrize("specimen", ACCEPTED, ids=label)
def test_accepted_file_is_a_download_for_its_applicant(anna, draft, specimen):
    response = anna.upload(draft, file=specimen.upload())

    assert response["Location"] == reverse("members:apply_part", args=[draft, "letter"])
    file = Attachment.objects.get()
    download = anna.get("apply_file", draft, file.key)
    assert is_download(download)
    assert download["Content-Type"] == TYPES[specimen.outcome] == file.content_type
    assert "\r" not in download["Content-Disposition"] and "\n" not in download["Content-Disposition"]
    assert b"<script" not in download.content or specimen.outcome == "pdf"
    assert file.name in anna.get("apply_part", draft, "letter").content.decode().replace("&#x27;", "'")


def test_every_accepted_file_is_a_download_after_sending_too(anna, boris, chief):
    key = anna.begin()
    anna.fill(key)
    for one in ACCEPTED[:9]:
        anna.upload(key, file=one.upload())
    anna.send(key)

    files = Attachment.objects.filter(application__key=key)
    assert files.count() == 11
    for file in files:
        staff = reverse("admin:members_application_file", args=[file.application_id]) + f"?key={file.key}"
        own, seen = anna.get("apply_file", key, file.key), chief.get(staff)
        assert is_download(own)
        assert is_download(seen)
        assert own.content == seen.content
        assert boris.client.get(staff).status_code == 302
        assert boris.get("apply_file", key, file.key).status_code == 403


def test_file_sent_on_request_is_judged_alike(anna, officer):
    application = anna.apply()
    from_page = reverse("members:apply_hub", args=[application.key])
    anna.client.post(from_page, {"note": "Here"})  # nothing was asked

    response = anna.client.post(from_page, {"note": "Here", "file": upload(HTML, "letter.pdf")})

    assert len(BESIDE.findall(response.content.decode())) <= 1
    assert not Attachment.objects.filter(purpose="completion").exists()


def test_eleventh_file_of_a_purpose_is_refused(anna, draft):
    for turn in range(11):
        anna.upload(draft, file=upload(pdf(), f"{turn}.pdf"))

    assert Attachment.objects.count() == 10
    assert "There are 10 files already" in anna.get("apply_hub", draft).content.decode()


def test_uploads_are_sixty_in_an_hour(anna, draft):
    answers = [anna.post("apply_part", draft, "letter").status_code for _turn in range(61)]

    assert answers == [200] * 60 + [429]


def test_removed_file_and_deleted_draft_hand_nothing_out(anna, draft):
    for name in ("a.pdf", "b.pdf"):
        anna.upload(draft, file=upload(pdf(), name))
    first, second = Attachment.objects.values_list("key", flat=True)

    anna.post("apply_file_remove", draft, first)
    assert anna.get("apply_file", draft, first).status_code == 404
    assert anna.get("apply_file", draft, second).status_code == 200
    anna.post("apply_delete", draft)
    assert anna.get("apply_file", draft, second).status_code == 403
    assert not Attachment.objects.exists()
