"""Links that are mailed: what each opens, for how long, once."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from members.jobs import prune_drafts
from members.models import ApplicantLink, digest_of
from members.services import applicant_mail
from members.services.links import make_link, open_link, revoke_links
from tests.members.applying.writing import EMAIL, send, write_draft

pytestmark = pytest.mark.django_db
OTHER = "other@suwon.example"


def spent(token: str) -> bool:
    try:
        open_link(token)
    except ValidationError as refusal:
        return refusal.code == "spent"
    return False


def test_a_link_opens_once():
    token = make_link(email=EMAIL, language="ko", kind="city")

    opened = open_link(token)

    assert (opened.applicant.email, opened.applicant.only, opened.kind, opened.language) == (EMAIL, None, "city", "ko")
    assert spent(token)
    assert spent("no such token")


@pytest.mark.parametrize(("minutes", "is_spent"), [(9, False), (10, True)])
def test_a_link_without_a_draft_opens_for_ten_minutes(minutes, is_spent):
    token = make_link(email=EMAIL, language="en", kind="city")

    with time_machine.travel(timezone.now() + timedelta(minutes=minutes, seconds=1), tick=False):
        assert spent(token) is is_spent


@pytest.mark.parametrize(("days", "is_spent"), [(29, False), (31, True)])
def test_a_link_to_a_draft_opens_as_long_as_the_draft_is_kept(days, is_spent):
    draft = write_draft()
    token = make_link(email=EMAIL, language="en", key=draft.key)

    with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
        assert spent(token) is is_spent


def test_a_link_that_opens_for_long_opens_the_draft_alone():
    draft = write_draft()

    assert open_link(make_link(email=EMAIL, language="en", key=draft.key)).applicant.only == draft.key
    assert open_link(make_link(email=EMAIL, language="en")).applicant.only is None


def test_a_newer_link_to_the_same_draft_takes_the_place_of_the_older():
    draft, other = write_draft(), write_draft()
    first = make_link(email=EMAIL, language="en", key=draft.key)
    elsewhere = make_link(email=EMAIL, language="en", key=other.key)
    second = make_link(email=EMAIL, language="en", key=draft.key)

    assert [spent(token) for token in (first, elsewhere, second)] == [True, False, False]


def test_links_can_be_revoked_and_go_when_the_draft_is_sent():
    draft = write_draft()
    revoked = make_link(email=EMAIL, language="en", key=draft.key)
    revoke_links(email=EMAIL, key=draft.key)
    last = make_link(email=EMAIL, language="en", key=draft.key)
    application = send(draft)

    assert spent(revoked) and spent(last)
    fresh = make_link(email=EMAIL, language="en", key=application.key)
    link = ApplicantLink.objects.get(digest=digest_of(fresh))
    assert link.opens_until - link.created_at == timedelta(minutes=10)


def test_a_return_link_is_for_who_has_something():
    assert applicant_mail.mail_return(email=EMAIL, language="en") is False
    assert mail.outbox == [] and not ApplicantLink.objects.exists()

    draft = write_draft()
    assert applicant_mail.mail_return(email=EMAIL, language="ko", key=draft.key) is True
    assert mail.outbox[-1].to == [EMAIL]
    assert ApplicantLink.objects.get().key == draft.key


def test_a_return_link_leads_nobody_to_the_draft_of_another():
    draft, own = write_draft(), write_draft(email=OTHER)

    assert applicant_mail.mail_return(email=OTHER, language="en", key=draft.key) is True

    assert own.email == OTHER
    assert ApplicantLink.objects.get(email=OTHER).key is None


def test_old_links_are_forgotten():
    make_link(email=EMAIL, language="en")

    with time_machine.travel(timezone.now() + timedelta(days=201)):
        prune_drafts.call()

    assert not ApplicantLink.objects.exists()
