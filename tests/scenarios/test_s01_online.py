"""S1 through the real doors: the city applies online, the Secretariat works in the back office, the run assesses."""

import re
from datetime import date

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from fees.models import Assessment
from members.models import Application, Member
from members.services.loading_letters import load_letter_texts
from tests.factories import CountryFactory, MeetingFactory, UserFactory
from tests.fees.dues import assess_dues, dues_of
from tests.members.applying.writing import ANSWERS
from tests.members.letters import run_jobs
from tests.pdfs import text
from tests.wego.upload_corpus import drawn, picture, upload
from wego.acts import CONFIRM

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
EMAIL = "liaison@city-x.example"


@pytest.fixture
def office():
    client = Client()
    client.force_login(UserFactory(username="chief", is_superuser=True))
    return client


def act(office, name: str, row, data: dict) -> None:
    """An act of the back office: looked at, and confirmed as it was shown."""
    url = reverse(f"admin:members_{name}", args=[row.pk])
    shown = office.post(url, data)
    assert office.post(url, {**data, CONFIRM: "1", "_seen": shown.context["seen"]}).status_code == 302


def apply(client) -> Application:
    """From the address to the number."""
    client.post(reverse("members:apply_begin"), {"kind": "city", "email": EMAIL})
    run_jobs()
    hub = client.post(re.search(r"/apply/link/\S+", mail.outbox[-1].body)[0])["Location"]
    for part, typed in ANSWERS["city"].items():
        answers = {**typed, "name_en": "City X"} if part == "name" else typed
        assert client.post(f"{hub}{part}/", answers).status_code == 302, part
    client.post(f"{hub}letter/", {"file": upload(drawn(picture(), "PNG"), "letter.png")})
    declared = {"declared_name": "Lee", "declared_title": "Officer", "authorised": "on", "notice": "on"}
    assert client.post(f"{hub}check/", declared)["Location"] == f"{hub}sent/"
    return Application.objects.get()


def test_city_x_applies_online(client, office, printed, data_2020, officer):
    cache.clear()
    CountryFactory()
    load_letter_texts()

    # 7 March: the form arrives as it is sent.
    with time_machine.travel("2019-03-07 03:00:00+00:00"):
        application = apply(client)
    assert application.submitted_on == application.received_on == date(2019, 3, 7)

    # 20 March: the acceptance makes the associate, and the letter says so.
    with time_machine.travel("2019-03-20 03:00:00+00:00"):
        office.force_login(officer.__class__.objects.get(username="chief"))
        letter = {"tell": "on", "language": "en", "issued_on": "2019-03-20", "office": "Mayor", "to": [EMAIL]}
        act(office, "application_accept", application, {"accepted_on": "2019-03-20", "note": "", **letter})
        run_jobs()
        assert any("associate" in text(one.attachments[0][1]) for one in mail.outbox if one.attachments)
    city_x = Member.objects.associates(date(2019, 3, 20)).get()

    # 8 November: the Executive Committee approves.
    with time_machine.travel("2019-11-08 03:00:00+00:00"):
        office.force_login(officer.__class__.objects.get(username="chief"))
        meeting = MeetingFactory(held_from=date(2019, 11, 8))
        decided = {f"outcome_{city_x.pk}": "approved", f"reason_{city_x.pk}": "", "decided_on": "2019-11-08"}
        act(office, "meeting_decide", meeting, decided)
    assert Member.objects.full(date(2019, 11, 8)).get() == city_x

    # Run 2020: what the applicant stated is what is assessed, 5,000 by the cell of its bands.
    assess_dues(2020, by=officer)
    assert dues_of(city_x, 2020) == 5000
    basis = Assessment.objects.get().basis
    assert (basis["population"], basis["cell"]) == (1_250_000, {"row": 7, "column": 4})
