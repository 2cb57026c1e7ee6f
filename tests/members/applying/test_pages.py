"""The pages of the online application: every POST saves, errors stand beside their fields, the way back is open."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from members.models import ApplicationDraft, Kind
from members.services.drafts import save_answers
from members.services.links import make_link
from tests.members.applying.writing import ANSWERS, EMAIL, PDF, write_draft
from tests.members.letters import run_jobs

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture(autouse=True)
def fresh_cache():
    cache.clear()


def come_in(client, key) -> None:
    """Open a fresh link to the draft or application."""
    link = reverse("members:apply_link", args=[make_link(email=EMAIL, language="en", key=key)])
    assert client.post(link).status_code == 302


@pytest.fixture
def draft(client):
    draft = write_draft(language="en")
    come_in(client, draft.key)
    return draft


def part(draft, name: str) -> str:
    return reverse("members:apply_part", args=[draft.key, name])


def hub(draft) -> str:
    return reverse("members:apply_hub", args=[draft.key])


def answers(draft) -> dict:
    return ApplicationDraft.objects.get(pk=draft.pk).answers


# --- the door ----------------------------------------------------------------------------------------
def test_the_first_link_begins_a_draft_and_mails_the_way_back(client):
    client.post(reverse("members:apply_begin"), {"kind": "company", "email": " Lee@Twin.example "})
    assert not ApplicationDraft.objects.exists()
    run_jobs()
    path = re.search(r"/apply/link/\S+", mail.outbox[0].body)[0]

    assert client.get(path).status_code == 200 and not ApplicationDraft.objects.exists()
    answer = client.post(path)

    draft = ApplicationDraft.objects.get()
    assert (draft.kind, draft.email, answer["Location"]) == ("company", "lee@twin.example", hub(draft))
    run_jobs()
    assert [one.to for one in mail.outbox] == [["lee@twin.example"]] * 2
    assert "Carry on" in mail.outbox[1].subject


def test_who_has_one_already_chooses_before_another_is_begun(client):
    draft = write_draft()
    token = make_link(email=EMAIL, language="en", kind="city")

    page = client.post(reverse("members:apply_link", args=[token]), follow=True)

    assert page.request["PATH_INFO"] == reverse("members:apply_mine")
    assert hub(draft) in page.content.decode() and ApplicationDraft.objects.count() == 1
    client.post(reverse("members:apply_mine"), {"kind": "institution"})
    assert ApplicationDraft.objects.order_by("pk").last().kind == "institution"


def test_the_korean_pages_write_korean_mail(client):
    client.post("/ko/apply/begin/", {"kind": "city", "email": EMAIL})
    run_jobs()

    assert "/ko/apply/link/" in mail.outbox[0].body


# --- pages -------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", Kind.values)
def test_the_questions_are_those_of_the_kind(client, kind):
    draft = write_draft(kind)
    come_in(client, draft.key)
    html = client.get(hub(draft)).content.decode()

    for own in ("population", "institution", "employees"):
        asked = own in ANSWERS[kind]
        assert (part(draft, own) in html) is asked
        assert client.get(part(draft, own)).status_code == (200 if asked else 404)


def test_wrong_answers_are_saved_and_said_beside_the_field(client, draft):
    typed = ANSWERS["city"]["population"] | {"population": "107만", "figure_year": "next"}
    page = client.post(part(draft, "population"), typed)

    html = page.content.decode()
    assert "<title>Error: " in html and 'value="107만"' in html
    assert html.count("The year is a year like 2024.") == 2  # in the summary and beside the field
    assert answers(draft)["population"]["population"] == "107만"
    assert "In progress" in client.get(hub(draft)).content.decode()


@pytest.mark.parametrize("population", ["1,070,000", "1 070 000", "1070000"])
def test_population_as_people_write_it(client, draft, population):
    answer = client.post(part(draft, "population"), ANSWERS["city"]["population"] | {"population": population})

    assert answer["Location"] == part(draft, "interest")
    assert client.get(reverse("members:apply_check", args=[draft.key])).content.decode().count("1,070,000") == 1


def test_half_of_a_page_can_be_saved_for_later(client, draft):
    answer = client.post(part(draft, "head"), {"head_name": "Hong", "later": "1"})

    assert answer["Location"] == hub(draft)
    assert answers(draft)["head"]["head_name"] == "Hong"


def test_from_the_check_one_comes_back_to_it(client, draft):
    answer = client.post(part(draft, "head") + "?back=check", ANSWERS["city"]["head"])

    assert answer["Location"] == reverse("members:apply_check", args=[draft.key])


def test_the_same_person_is_not_asked_twice(client, draft):
    wrong = client.post(part(draft, "billing"), {"billing_name": "", "billing_email": ""})
    assert wrong.content.decode().count("tick that it is the same person") == 4

    assert client.post(part(draft, "billing"), {"billing_same": "on"}).status_code == 302


def test_a_refused_file_leaves_what_is_saved(client, draft):
    from_disk = {"file": SimpleUploadedFile("letter.exe", b"MZ not a letter")}
    page = client.post(part(draft, "letter"), from_disk)

    assert "PDF" in page.context["form"].errors["file"][0]
    assert [one.name for one in draft.attachments.all()] == [PDF.name]
    assert answers(draft) == ANSWERS["city"]


# --- fee, check, sending -----------------------------------------------------------------------------
def test_an_unfinished_application_is_not_sent(client, draft):
    save_answers(draft, page="head", typed={})
    check = reverse("members:apply_check", args=[draft.key])
    declared = {"declared_name": "Lee", "declared_title": "Officer", "authorised": "on", "notice": "on"}

    page = client.post(check, declared)

    assert (page.status_code, ApplicationDraft.objects.count()) == (409, 1)
    assert "These parts are not finished yet" in page.content.decode()


def test_without_the_declaration_it_is_not_sent(client, draft):
    page = client.post(reverse("members:apply_check", args=[draft.key]), {"declared_name": "Lee"})

    assert set(page.context["form"].errors) == {"declared_title", "authorised", "notice"}


def test_sent_twice_leads_to_the_one_application(client, draft):
    check = reverse("members:apply_check", args=[draft.key])
    declared = {"declared_name": "Lee", "declared_title": "Officer", "authorised": "on", "notice": "on"}
    first = client.post(check, declared)
    again = client.post(check, declared)

    assert first["Location"] == reverse("members:apply_sent", args=[draft.key])
    assert again["Location"] == hub(draft)
    assert "A-20" in client.get(first["Location"]).content.decode()
    assert "How far it is" in client.get(hub(draft)).content.decode()


def test_deleting_asks_first(client, draft):
    url = reverse("members:apply_delete", args=[draft.key])
    assert "cannot be undone" in client.get(url).content.decode() and ApplicationDraft.objects.exists()

    client.post(url)
    assert not ApplicationDraft.objects.exists()


def test_leaving_closes_the_door(client, draft):
    client.post(reverse("members:apply_leave"))

    assert client.get(hub(draft)).status_code == 403


def test_the_papers_are_downloads(client, draft):
    form = client.get(reverse("members:apply_form_paper", args=[draft.key]))

    assert form.content.startswith(b"%PDF") and form["Content-Disposition"].startswith("attachment")
