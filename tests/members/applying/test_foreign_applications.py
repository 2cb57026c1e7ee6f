"""What one applicant wrote, sent or was written is nobody else's: every address with a key, asked by others."""

import uuid
from functools import reduce
from itertools import product

import pytest
from django.test import Client
from django.urls import reverse

from members.forms.questionnaire import FORMS, PARTS
from members.models import Attachment
from members.papers.application_letters import acknowledgement_letter
from members.services.loading_letters import load_letter_texts
from tests.members.applying.applicant import EVERY_KIND
from tests.members.applying.snapshots import answered, on_record
from tests.members.letters import run_jobs, sending
from tests.roles.addresses import PART, addresses
from wego.dates import today

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

KEYED = [one for one in addresses() if "<uuid:key>" in one.route and not one.route.startswith("admin/")]
METHODS = ["get", "head", "options", "post", "put", "patch", "delete"]
PAGES = sorted({part.name for parts in PARTS.values() for part in parts})
CLOSED = b"Open it with your link"


def ids(address) -> str:
    return address.name


@pytest.fixture
def things(anna, boris, officer):
    """Of Anna: a draft with a file, an application with a file and a letter. Of Boris: the same."""
    load_letter_texts()
    found = {}
    for person in (anna, boris):
        sent = person.apply()
        draft = person.another()
        person.fill(draft)
        paper = acknowledgement_letter(sent, sending(issued_on=today(), to=[person.email])).issue(by=officer)
        run_jobs()
        person.get("apply_hub", draft)  # what is said once is said
        files = {place: Attachment.objects.filter(**{place: row}).first().key for place, row in _of(sent, draft)}
        found[person.email] = {"application": sent.key, "draft": draft, "number": paper.number, "files": files}
    return found


def _of(sent, draft):
    return [("application", sent), ("draft", Attachment.objects.get(draft__key=draft, purpose="letter").draft)]


def paths(address, key, given: dict) -> list[str]:
    """The address with the key, in both languages; with every page where it names one."""
    names = [found[1] or found[2] for found in PART.finditer(address.route)]
    known = {"key": [key], "file": list(given["files"].values()), "number": [given["number"]], "part": PAGES}
    found = [{}]
    for name in names:  # a part of an address that is not known here: say above what stands for it
        found = [{**one, name: value} for one in found for value in known[name]]
    made = [reduce(_put, one.items(), address.route) for one in found]
    return [f"{prefix}/{path}" for path in made for prefix in ("", "/ko")]


def _put(route: str, part: tuple[str, object]) -> str:
    return PART.sub(lambda found: str(part[1]) if part[0] in (found[1], found[2]) else found[0], route)


def methods(path) -> list[str]:
    """All; of the second language, which has the same views, the two that people use."""
    return ["get", "post"] if path.startswith("/ko") else METHODS


def answers(browser, path, typed) -> list:
    return [getattr(browser, method)(path, typed if method == "post" else None) for method in methods(path)]


def test_addresses_with_a_key_are_found():
    assert {"members:apply_hub", "members:apply_part", "members:apply_paper", "fees:quotation"} <= {
        one.name for one in KEYED
    }
    assert len(KEYED) == 12


@pytest.mark.parametrize("address", KEYED, ids=ids)
def test_foreign_key_is_answered_like_one_that_does_not_exist(things, anna, boris, address):
    given, nowhere = things[anna.email], uuid.uuid4()
    before = on_record()

    for browser, kind in product((boris.client, Client()), ("application", "draft")):
        for path in paths(address, given[kind], given):
            foreign = answers(browser, path, {"name_en": "Taken"})
            unknown = answers(browser, path.replace(str(given[kind]), str(nowhere)), {"name_en": "Taken"})

            assert [one.status_code for one in foreign] == [403] * len(foreign)
            assert "/ko" in path or CLOSED in foreign[0].content
            assert [answered(one, given[kind], nowhere) for one in foreign] == [
                answered(one, given[kind], nowhere) for one in unknown
            ]
    assert on_record() == before


def test_answers_to_foreign_pages_are_not_saved(things, anna, boris):
    before = on_record()

    for page, place in product([page for page in PAGES if page in FORMS], ("draft", "application")):
        assert boris.answer(things[anna.email][place], page).status_code == 403, page

    assert on_record() == before


def own_and_foreign(things, anna, boris) -> list[tuple[str, object, object]]:
    """(address, own key, foreign thing) of files and letters."""
    hers, his = things[anna.email], things[boris.email]
    found = [
        (name, his[kind], file)
        for name in ("apply_file", "apply_file_remove")
        for kind in ("application", "draft")
        for file in hers["files"].values()
    ]
    return [*found, *(("apply_paper", his[kind], hers["number"]) for kind in ("application", "draft"))]


def test_foreign_files_and_letters_are_not_under_the_own_key(things, anna, boris):
    before = on_record()

    for name, key, thing in own_and_foreign(things, anna, boris):
        url = reverse(f"members:{name}", args=[key, thing])
        asked = [boris.client.get(url), boris.client.post(url)]
        assert {one.status_code for one in asked} <= {404, 405, 302}, url
        assert not [one for one in asked if one.has_header("Content-Disposition")]
        hub = reverse("members:apply_hub", args=[key])
        assert {one["Location"] for one in asked if one.has_header("Location")} <= {hub}

    assert on_record() == before


def test_own_file_is_found_where_it_belongs_alone(things, anna):
    hers = things[anna.email]
    for place, other in (("draft", "application"), ("application", "draft")):
        assert anna.get("apply_file", hers[place], hers["files"][place]).status_code == 200
        assert anna.get("apply_file", hers[other], hers["files"][place]).status_code == 404


@pytest.mark.parametrize("number", ["WeGO-2019-9999", "0", "%00", "..%2f..%2fetc", "' OR 1=1", "A-2026-0001"])
def test_unknown_letter_is_not_found(things, anna, number):
    hers = things[anna.email]
    hub = reverse("members:apply_hub", args=[hers["application"]])

    assert anna.client.get(f"{hub}letters/{number}/").status_code == 404
    assert anna.get("apply_paper", hers["application"], hers["number"]).status_code == 200
    assert anna.get("apply_paper", hers["draft"], hers["number"]).status_code == 404


def test_pass_of_one_draft_ends_at_its_own_files(things, anna):
    """Her long link on another device: what else is hers stays closed."""
    hers = things[anna.email]
    session = anna.client.session
    session["applicant"] = {**session["applicant"], "only": str(hers["draft"])}
    session.save()

    assert anna.get("apply_file", hers["draft"], hers["files"]["draft"]).status_code == 200
    assert anna.get("apply_file", hers["draft"], hers["files"]["application"]).status_code == 404
    assert anna.get("apply_file", hers["application"], hers["files"]["application"]).status_code == 403
    assert anna.get("apply_hub", hers["application"]).status_code == 403


def test_answers_of_every_page_are_known_here():
    assert set(EVERY_KIND) == set(FORMS)
