"""S1 Standard path, through the doors that people use: the online form, the mailed links, the back office, the run."""

import pytest
from django.core import mail
from django.urls import reverse

from fees.models import Assessment, DuesRun
from members.models import Application, Member
from members.services.loading_letters import load_letter_texts
from tests.factories import MeetingFactory, UserFactory
from tests.fees.admin.working import assess_page, work
from tests.fees.dues import dues_of
from tests.members.admin.act_pages import ActPage
from tests.members.applying.applicant import Person

pytestmark = pytest.mark.django_db

POPULATION = {"population": {"population": "1,250,000", "figure_year": "2018", "figure_source": "KOSIS"}}
NAME = {"name": {"name_en": "City X", "name_local": "", "name_ko": ""}}


@pytest.fixture
def applicant():
    """Writes from the one mailbox of the city."""
    return Person("office@cityx.example")


@pytest.fixture
def on(time_machine, client):
    """Goes to a day; staff signs in anew, for no session lasts until then."""
    load_letter_texts()
    chief = UserFactory(username="chief", is_superuser=True)

    def gone_to(day: str) -> None:
        time_machine.move_to(f"{day}T10:00+09:00", tick=False)
        client.force_login(chief)

    return gone_to


def done(client, name: str, *args, **typed) -> None:
    """An act of the back office: filled in, looked at, confirmed."""
    page = ActPage(client, reverse(f"admin:{name}", args=args), typed)
    assert page.confirm(page.preview()).status_code == 302
    work()


def test_city_x_from_the_online_form_to_its_first_dues(data_2020, client, applicant, on):
    # 5 March 2019: somebody begins and fills in; on the 7th the mailed link opens it again, and it is sent.
    on("2019-03-05")
    key = applicant.begin()
    applicant.fill(key, **POPULATION, **NAME)
    on("2019-03-07")
    assert applicant.get("apply_hub", key).status_code == 403
    applicant.open()
    applicant.send(key)
    application = Application.objects.get(key=key)
    assert (application.received_on.isoformat(), application.population) == ("2019-03-07", 1_250_000)
    assert not Member.objects.exists()

    # 20 March: the Secretariat accepts by letter; the status page has it.
    on("2019-03-20")
    done(client, "members_application_take", application.pk)
    letter = {"tell": "on", "language": "en", "issued_on": "2019-03-20", "office": "Mayor", "to": [applicant.email]}
    done(client, "members_application_accept", application.pk, accepted_on="2019-03-20", **letter)
    city_x = Member.objects.associates().get()
    assert city_x.since.isoformat() == "2019-03-20"
    assert mail.outbox[-1].to == [applicant.email]
    applicant.ask("return")
    applicant.open()
    paper = application.papers.get()
    assert applicant.get("apply_paper", key, paper.number).content.startswith(b"%PDF")

    # 8 November: the Executive Committee approves; the status page says so.
    on("2019-11-08")
    meeting = MeetingFactory(held_from="2019-11-08")
    verdict = {f"outcome_{city_x.pk}": "approved", f"reason_{city_x.pk}": ""}
    done(client, "members_meeting_decide", meeting.pk, decided_on="2019-11-08", **verdict)
    applicant.ask("return")
    applicant.open()
    assert "since 8 November 2019" in applicant.get("apply_hub", key).content.decode()

    # The run of 2020: 10,000~14,999 $ per head by 1,000~1,999 thousand inhabitants is 5,000 USD.
    on("2020-02-03")
    page = assess_page(client)
    page.confirm(page.preview())
    work()
    assert DuesRun.objects.get().year == 2020
    assert dues_of(city_x, 2020) == 5000
    assert Assessment.objects.get().basis["cell"] == {"row": 7, "column": 4}
