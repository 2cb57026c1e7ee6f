"""The overview: each number leads to exactly the list that it counts."""

import re
from datetime import date, timedelta
from html.parser import HTMLParser

import pytest
from django.urls import reverse
from django.utils import timezone

from members.models import Application, Contact, Meeting
from members.services.applications import record_application, request_completion
from members.services.leaving import withdraw_member
from tests.factories import (
    ApplicationFactory,
    MeetingFactory,
    UserFactory,
    approve,
    make_associate,
    rights_to_look,
)
from wego.dates import today
from wego.models import Backup

pytestmark = pytest.mark.sqlite  # pages and words: once is enough


class Numbers(HTMLParser):
    """(panel, number, address) of each link in a panel whose text begins with a number."""

    def __init__(self, html: str):
        super().__init__()
        self.found, self.panel, self.url, self.text, self.in_heading = [], "", None, "", False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag == "a":
            self.url, self.text = dict(attrs)["href"], ""
        self.in_heading = tag == "h2"

    def handle_endtag(self, tag):
        if tag == "a" and self.url:
            if number := re.match(r"\s*([+-]?\d+)", self.text):
                self.found.append((self.panel, int(number[1]), self.url))
            self.url = None

    def handle_data(self, data):
        if self.in_heading and data.strip():
            self.panel, self.in_heading = data.strip(), False
        if self.url:
            self.text += data


@pytest.fixture
def busy(real_register, officer):
    """The real register, and a year's work on it."""
    year = today().year
    start = date(year, 1, 1)
    suwon = make_associate(by=officer, accepted_on=date(year - 2, 3, 1), name_en="Suwon")
    make_associate(by=officer, accepted_on=start, name_en="Cheonan")
    approve(make_associate(by=officer, accepted_on=date(year - 1, 3, 1)), on=start, by=officer)
    Contact.objects.create(member=suwon, role="billing", name="Kim")
    Contact.objects.create(member=suwon, role="other", name="Lee", ends_on=date(year - 3, 1, 1))
    record_application(ApplicationFactory.build(received_on=start, submitted_on=start), by=officer)
    late = record_application(ApplicationFactory.build(), by=officer)
    request_completion(late, missing="seal", requested_on=late.received_on, due_on=date(2019, 5, 1), by=officer)
    planned = {"held_from": None, "held_to": None}
    MeetingFactory(planned_from=date(2020, 5, 1), planned_to=date(2020, 5, 1), **planned)
    MeetingFactory(planned_from=date(2099, 5, 1), planned_to=date(2099, 5, 1), **planned)
    from_the_register = suwon.__class__.objects.get(number=12)
    withdraw_member(
        from_the_register, notice_on=start - timedelta(days=9), last_day=start - timedelta(days=1), by=officer
    )


COUNTS = {
    "duplicates": lambda context: context["page"].paginator.count,
    "destruction": lambda context: len(context["due"]),
    "access_review": lambda context: len(context["waiting"]),
}


def counted(client, url: str) -> int:
    """How many rows the page behind a number shows."""
    response = client.get(url)
    assert response.status_code == 200, url
    context = response.context
    if "cl" in context:
        return context["cl"].result_count
    if url == reverse("admin:provisional"):
        return context["form"].members.count()
    if url == reverse("admin:reconciliation"):
        return context["open_count"]
    for name, count in COUNTS.items():
        if url == reverse(f"admin:{name}"):
            return count(context)
    changes = context["changes"]
    return len(changes.joined) - len(changes.left)


@pytest.mark.usefixtures("busy")
def test_each_number_is_the_length_of_its_list(office):
    found = Numbers(office.get(reverse("admin:index")).content.decode()).found

    wrong = [(panel, number, url) for panel, number, url in found if counted(office, url) != number]

    assert wrong == []
    assert len(found) >= 35
    assert {panel for panel, _number, _url in found} == {
        "Members today",
        "To do",
        "Data freshness",
        f"Pipeline {today().year}",
        "Regions",
        "Housekeeping",
    }


@pytest.mark.usefixtures("busy")
def test_numbers_of_the_year(office):
    panels = {panel["title"]: panel for panel in office.get(reverse("admin:index")).context["panels"]}
    year = f"Pipeline {today().year}"

    assert [item.count for item in panels[year]["items_list"]] == [2, 1, 1, 2, 1]
    assert [item.count for item in panels["To do"]["items_list"]][:3] == [1, 1, 1]
    today_panel = panels["Members today"]
    assert (today_panel["total"], today_panel["full"], today_panel["associate"]) == (193, 191, 2)
    assert today_panel["change"] == 0  # one accepted, one left
    assert Application.objects.count() == 5
    assert Meeting.objects.filter(held_from=None).count() == 2


@pytest.mark.usefixtures("real_register")
def test_control_totals_that_do_not_add_up_are_an_alarm(office):
    text = office.get(reverse("admin:index")).content.decode()

    assert '<a class="card alarm" href="/admin/reconciliation/">' in text


def test_empty_register(office):
    response = office.get(reverse("admin:index"))

    text = response.content.decode()
    assert response.status_code == 200
    assert "The register is empty." in text
    assert "No meeting is planned." in text
    assert "change since 1 January" not in text


@pytest.mark.usefixtures("real_register")
def test_buttons_of_the_day(office):
    text = office.get(reverse("admin:index")).content.decode()

    for url in ("/admin/members/application/add/", "/admin/members/meeting/add/"):
        assert f'<a class="act" href="{url}">' in text


@pytest.mark.usefixtures("real_register")
def test_who_only_looks_gets_no_link_that_is_refused(client):
    reader = UserFactory(username="reader", is_staff=True)
    reader.user_permissions.set(rights_to_look())
    client.force_login(reader)
    text = client.get(reverse("admin:index")).content.decode()

    urls = {url.replace("&amp;", "&") for url in re.findall(r'href="(/admin/[^"]*)"', text)}
    refused = {url for url in urls if client.get(url).status_code == 403}

    assert refused == set()
    assert len(urls) > 40


def test_newcomer_sees_no_panel(client, newcomer, real_register):
    client.force_login(newcomer)

    response = client.get(reverse("admin:index"))

    assert response.context["panels"] == []
    assert response.context["pages"] == []


@pytest.mark.parametrize(("hours", "late"), [(None, True), (49, True), (47, False)])
def test_housekeeping_tells_the_last_backup(office, hours, late):
    if hours:
        made_at = timezone.now() - timedelta(hours=hours)
        Backup.objects.create(made_at=made_at, file_name="x.tar", size=1, checked_at=timezone.now())
        Backup.objects.create(made_at=made_at - timedelta(hours=1), file_name="older.tar", size=1)

    response = office.get(reverse("admin:index"))

    text, panels = response.content.decode(), response.context["panels"]
    panel = next(panel for panel in panels if panel["title"] == "Housekeeping")
    assert panel["backup_is_late"] is late
    assert (panel["backup"].file_name if panel["backup"] else None) == ("x.tar" if hours else None)
    assert ("restored and compared" in text) == bool(hours)
