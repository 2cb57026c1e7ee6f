"""What readers and caches may keep of an answer: what everybody is told, never what a key opens."""

import pytest

from tests.asking import Program

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]


def ask_again(first, program: Program, path: str):
    return program.get(path, headers={"If-None-Match": first["ETag"]})


@pytest.mark.parametrize("path", ["members/", "statistics/", "dues/schedules/", "openapi.json"])
def test_an_answer_that_has_not_changed_is_not_sent_again(path):
    anyone = Program()
    first = anyone.get(path)
    again = ask_again(first, anyone, path)

    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert (first["RateLimit-Limit"], again["RateLimit-Limit"]) == ("1000000", "1000000")
    assert int(again["RateLimit-Remaining"]) == int(first["RateLimit-Remaining"]) - 1
    assert "Authorization" in again["Vary"]


def test_what_is_asked_with_a_key_is_kept_by_nobody_else():
    partner, anyone = Program("register:history"), Program()

    assert "private" in partner.get("members/")["Cache-Control"]
    assert "Cache-Control" not in anyone.get("members/")


def test_what_a_key_opens_is_not_kept():
    answers = [Program("register:history").get("changes/"), Program("applications:submit").get("changes/")]

    assert [one.status_code for one in answers] == [200, 403]
    assert {one["Cache-Control"] for one in answers} == {"no-store"}
    assert {"ETag" in one for one in answers} == {False}


def test_what_errors_mean_is_kept_for_readers_of_the_same_language(client):
    page = client.get("/api/docs/errors/")
    client.cookies["django_language"] = "ko"
    other = client.get("/api/docs/errors/")

    assert (page["Content-Language"], other["Content-Language"]) == ("en", "ko")
    assert {"Accept-Language", "Cookie"} <= set(other["Vary"].split(", "))
