"""Keys: kept as a digest, opening what they are for, until they end."""

import hashlib
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.asking import Program, make_key, refused
from tests.factories import UserFactory, rights
from wego.api.keys import find_key, issue_key, revoke_key
from wego.dates import today
from wego.models import ApiKey, AuditEntry

pytestmark = pytest.mark.django_db

HISTORY = "register:history"


def test_of_the_secret_only_its_digest_is_kept():
    key, text = make_key(HISTORY)
    start, prefix, secret = text.split("_")

    assert (start, prefix, len(secret)) == ("wego", key.prefix, 64)
    assert key.secret_digest == hashlib.sha256(secret.encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM wego_apikey")
        assert secret not in str(cursor.fetchall())
    assert secret not in str(list(AuditEntry.objects.values()))


def test_two_keys_have_nothing_in_common():
    (first, one), (second, other) = make_key(HISTORY), make_key(HISTORY)

    assert first.prefix != second.prefix
    assert one.rpartition("_")[2] != other.rpartition("_")[2]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text[:-1] + ("0" if text[-1] != "0" else "1"),
        lambda text: text.upper(),
        lambda text: text + "0",
        lambda text: text.replace("wego_", ""),
        lambda text: text.split("_")[0] + "_" + "0" * 12 + "_" + text.split("_")[2],
        lambda text: "",
        lambda text: text + "\n",
        lambda text: "wego_é",
    ],
)
def test_what_is_not_the_key_finds_nothing(spoil):
    _key, text = make_key(HISTORY)

    assert find_key(text) is not None
    assert find_key(spoil(text)) is None


def test_a_false_key_is_refused_even_where_none_is_needed():
    false = Program(text="wego_000000000000_" + "0" * 64)

    refused(false.get("statistics/"), 401, "bad_key")
    assert false.get("statistics/")["WWW-Authenticate"] == "Bearer"


def test_another_scheme_is_refused():
    refused(Program().get("statistics/", headers={"Authorization": "Basic eDp5"}), 401, "bad_key")


def test_a_session_of_the_site_opens_nothing(client):
    client.force_login(UserFactory(is_superuser=True))

    refused(client.get("/api/v1/changes/"), 401, "not_authenticated")


def test_revoked_key_opens_nothing():
    program = Program(HISTORY)
    assert program.get("changes/").status_code == 200
    revoke_key(program.key, by=UserFactory())

    refused(program.get("changes/"), 401, "key_revoked")
    refused(program.get("statistics/"), 401, "key_revoked")


def test_a_key_is_revoked_once(officer):
    key, _text = make_key(HISTORY)
    revoke_key(key, by=officer)

    with pytest.raises(ValidationError) as refusal:
        revoke_key(key, by=officer)

    assert refusal.value.code == "revoked_already"


def test_the_last_day_of_a_key_is_still_a_day():
    program = Program(HISTORY)
    last = timezone.localtime() + timedelta(days=30)

    with time_machine.travel(last.replace(hour=23, minute=59), tick=False):
        assert program.get("changes/").status_code == 200
    with time_machine.travel(last.replace(hour=0, minute=1) + timedelta(days=1), tick=False):
        refused(program.get("changes/"), 401, "key_expired")


def test_a_key_ends_with_its_person():
    person = UserFactory()
    person.user_permissions.set(rights("view_meeting"))
    program = Program("decisions:read", user=person)
    assert program.get("meetings/").status_code == 200

    person.is_active = False
    person.save()

    refused(program.get("meetings/"), 401, "key_revoked")


def test_a_key_opens_no_more_than_its_person_may():
    person = UserFactory()
    program = Program("decisions:read", user=person)

    refused(program.get("meetings/"), 403, "permission_denied")
    person.user_permissions.add(Permission.objects.get(codename="view_meeting"))
    assert program.get("meetings/").status_code == 200


def test_staff_scopes_need_a_person(officer):
    with pytest.raises(ValidationError) as refusal:
        issue_key(partner="P", scopes=["figures:read"], expires_on=today(), by=officer)

    assert list(refusal.value.error_dict) == ["user"]


@pytest.mark.parametrize("scopes", [[], ["no:such"], [HISTORY, "no:such"]])
def test_a_key_opens_something_that_there_is(officer, scopes):
    with pytest.raises(ValidationError) as refusal:
        issue_key(partner="P", scopes=scopes, expires_on=today(), by=officer)

    assert list(refusal.value.error_dict) == ["scopes"]


@pytest.mark.parametrize(
    ("given", "field"),
    [({"partner": " "}, "partner"), ({"expires_on": today() - timedelta(days=1)}, "expires_on")],
)
def test_a_key_without_partner_or_time_is_refused(officer, given, field):
    with pytest.raises(ValidationError) as refusal:
        issue_key(**{"partner": "P", "scopes": [HISTORY], "expires_on": today(), "by": officer} | given)

    assert list(refusal.value.error_dict) == [field]
    assert not ApiKey.objects.exists()


def test_nobody_gives_out_a_key_in_the_name_of_somebody_with_all_rights(officer):
    chief = UserFactory(is_superuser=True)

    with pytest.raises(ValidationError) as refusal:
        issue_key(partner="P", scopes=["figures:read"], expires_on=today(), by=officer, user=chief)

    assert refusal.value.code == "more_rights"


def test_issuing_and_revoking_is_in_the_audit_trail(officer):
    key, _text = make_key(HISTORY, partner="City network")
    revoke_key(key, by=officer)

    issued, revoked = AuditEntry.objects.filter(event__startswith="key.").order_by("number")

    assert (issued.event, issued.subject, issued.actor_name) == ("key.issued", f"key {key.prefix}", "issuer")
    assert (issued.facts["partner"], issued.facts["scopes"]) == ("City network", [HISTORY])
    assert (revoked.event, revoked.subject, revoked.actor_name) == ("key.revoked", f"key {key.prefix}", "officer")


def test_the_last_use_is_noted_once_an_hour():
    program = Program(HISTORY)
    begin = timezone.now().replace(microsecond=0)
    with time_machine.travel(begin, tick=False) as clock:
        used = []
        for minutes in (0, 59, 1):
            clock.shift(timedelta(minutes=minutes))
            with CaptureQueriesContext(connection) as queries:
                program.get("statistics/")
            program.key.refresh_from_db()
            used.append((program.key.last_used_at, sum("UPDATE" in one["sql"] for one in queries)))

    hour = timedelta(hours=1)
    assert used == [(begin, 1), (begin, 0), (begin + hour, 1)]
