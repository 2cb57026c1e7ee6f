"""Addresses that look alike or fold into one another: mail goes to the stored spelling, a draft opens to its owner."""

import pytest
from django.core import mail
from django.urls import reverse

from members.models import ApplicationDraft
from tests.members.applying.applicant import Person
from tests.members.letters import run_jobs
from wego.models import RateCount
from wego.models.users import normal_email

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

SAME = [
    ("anna@goyang.example", other)
    for other in [
        *("ANNA@GOYANG.EXAMPLE", "Anna@goyang.example", "anna@Goyang.Example", "aNNa@goyang.examplE"),
        *("ａnna@goyang.example", "ａｎｎａ@goyang.example", "anna@ｇｏｙａｎｇ.example", "ＡＮＮＡ@goyang.example"),
        *("anna＠goyang.example", "𝐚nna@goyang.example", "𝒶nna@goyang.example", "𝕒nna@goyang.example"),
        *("ⓐnna@goyang.example", "anna@goyan𝚐.example", "anna@ⓖoyang.example", "anna@goyang．example"),
        *(" anna@goyang.example ", "\tanna@goyang.example\n", "ªnna@goyang.example"),
    ]
] + [
    ("office@fire.example", "oﬃce@fire.example"),
    ("office@fire.example", "oﬀice@fire.example"),
    ("office@fire.example", "office@ﬁre.example"),
    ("flag@flag.example", "ﬂag@ﬂag.example"),
    ("stadt@strasse.example", "ﬆadt@strasse.example"),
    ("stadt@strasse.example", "stadt@straße.example"),
    ("stadt@strasse.example", "stadt@STRASSE.example"),
    ("stadt@strasse.example", "ſtadt@strasse.example"),
    ("mike@kobe.example", "miKe@kobe.example"),
    ("mike@kobe.example", "mike@Kobe.example"),
    ("a1@city.example", "a①@city.example"),
    ("ii@city.example", "ⅱ@city.example"),
]
OTHER = [
    ("mike@city.example", other)
    for other in [
        *("mıke@city.example", "mİke@city.example", "míke@city.example", "mike@cıty.example", "mike@cİty.example"),
        *("mike@сity.example", "mike@citу.example", "mike@cіty.example", "mіke@city.example", "mike@citү.example"),
        *("mike@city.exаmple", "mike@city.example.", "mike@ci\u00adty.example", "mi\u200dke@city.example"),
        *("mike@ci\ufe0fty.example", "mike@city.example\u200b", '"mike"@city.example', "mike@city。example"),
        *("m.ike@city.example", "mike+x@city.example"),
    ]
]


def ask(email: str, page: str, **given) -> list[list[str]]:
    """To whom mail goes when somebody asks with this spelling."""
    RateCount.objects.all().delete()
    before = len(mail.outbox)
    Person(email).client.post(reverse(f"members:apply_{page}"), {"email": email, **given})
    run_jobs()
    return [message.to for message in mail.outbox[before:]]


def test_pairs_are_fifty():
    assert len(SAME) + len(OTHER) >= 50
    assert all(normal_email(other) == stored for stored, other in SAME)
    assert not [other for stored, other in OTHER if normal_email(other) == stored]


@pytest.mark.parametrize(("stored", "typed"), SAME, ids=ascii)
def test_mail_goes_to_the_stored_spelling_alone(korea, stored, typed):
    Person(stored).begin()

    assert ask(typed, "return") in ([[stored]], [])
    assert ask(typed, "begin", kind="city") in ([[stored]], [])
    assert set(ApplicationDraft.objects.values_list("email", flat=True)) == {stored}


def test_spellings_that_fold_into_one_are_taken_mostly(korea):
    """So that the cases above are not all of them refused."""
    Person("anna@goyang.example").begin()

    assert ask("ＡＮＮＡ@Goyang.example", "return") == [["anna@goyang.example"]]


@pytest.mark.parametrize(("stored", "typed"), OTHER, ids=ascii)
def test_address_that_only_looks_alike_opens_nothing(korea, stored, typed):
    key = Person(stored).begin()

    assert ask(typed, "return") == []
    sent = ask(typed, "begin", kind="city")
    assert sent in ([[normal_email(typed)]], [])
    if sent:
        other = Person(normal_email(typed))
        other.open()
        assert other.get("apply_hub", key).status_code == 403
        assert other.get("apply_mine").context["drafts"][0][0].key != key
    assert ApplicationDraft.objects.filter(email=stored).count() == 1
