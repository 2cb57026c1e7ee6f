"""The public check of a certificate: valid or not, in the same bytes for every reason why not."""

from datetime import date

import pytest
from django.urls import reverse

from members.papers.certificate import issue
from members.services.leaving import withdraw_member
from tests.factories import make_full
from wego.middleware import RequestLogMiddleware

UNKNOWN = "0000-0000-0000-0000-0000"

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def codes(officer, time_machine):
    """A code of each sort by its name; today is 2 February 2020."""
    time_machine.move_to("2020-01-10T12:00+09:00")
    valid, replaced, ended = (make_full(by=officer, name_en=f"Secret {name}") for name in ("one", "two", "three"))
    found = {name: issue(one, by=officer) for name, one in (("valid", valid), ("replaced", replaced), ("ended", ended))}
    issue(replaced, reason="lost", by=officer)
    withdraw_member(ended, notice_on=date(2020, 1, 10), last_day=date(2020, 1, 31), by=officer)
    time_machine.move_to("2020-02-02T12:00+09:00")
    return {name: one.printed_code for name, one in found.items()} | {"unknown": UNKNOWN, "nonsense": "x" * 24}


def page(client, code: str, prefix: str = "") -> bytes:
    """The page without the code of its own address, which stands in the links to the other language."""
    response = client.get(f"{prefix}/certificates/{code}/")
    assert response.status_code == 200
    return response.content.replace(code.encode(), b"CODE")


@pytest.mark.parametrize(("prefix", "words"), [("", "Not valid"), ("/ko", 'lang="ko"')])
def test_every_reason_why_not_looks_the_same(client, codes, prefix, words):
    said = {page(client, codes[name], prefix) for name in ("replaced", "ended", "unknown", "nonsense")}

    assert len(said) == 1
    assert words in said.pop().decode()


def test_a_valid_one_says_valid_and_nothing_else(client, codes):
    valid, other = (page(client, codes[name]).decode() for name in ("valid", "unknown"))

    assert valid.replace("Valid", "WORD").replace("answer", "notice") == other.replace("Not valid", "WORD")
    assert "<h2>Valid</h2>" in valid
    assert "Secret" not in valid + other


def test_it_is_never_cached_or_indexed(client, codes):
    response = client.get(f"/certificates/{codes['valid']}/")

    assert "no-store" in response["Cache-Control"]
    assert b'name="robots" content="noindex"' in response.content


def test_the_form_leads_to_the_page_of_the_code(client, codes):
    typed = codes["valid"].lower().replace("-", "  ")

    response = client.get(reverse("members:certificates"), {"code": typed}, follow=True)

    assert response.redirect_chain[0][0] == f"/certificates/{codes['valid'].lower().replace('-', '')}/"
    assert "<h2>Valid</h2>" in response.content.decode()


@pytest.mark.parametrize("typed", ["", "  ", "--"])
def test_nothing_typed_is_asked_again(client, db, typed):
    response = client.get(reverse("members:certificates"), {"code": typed})

    assert response.status_code == 200
    assert "Type the check code as it is printed on the certificate." in response.content.decode()


@pytest.mark.parametrize("code", ["7KQ2-MX9D-4TPA-0HVC-R3WZ", "7kq2-mx9d-4tpa-0hvc-r3wz"])
def test_the_code_that_is_printed_does_not_get_into_the_log(rf, code):
    assert RequestLogMiddleware.format_request(rf.get(f"/certificates/{code}/")) == "GET /certificates/[hidden]/"
