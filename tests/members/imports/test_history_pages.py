"""The pages of past years: who may use them, what they say, the template."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from members.models import StatusChange
from members.register import Report
from tests.factories import MeetingFactory, UserFactory, make_opened
from tests.members.imports.past import accepted, left, save, show
from tests.members.imports.tables import counts

pytestmark = pytest.mark.sqlite  # pages and words are the same on both

URL = "admin:members_statuschange_import"


@pytest.mark.parametrize(
    ("rights", "status"),
    [
        (["import_history", "see_all_countries", "view_statuschange"], 200),
        (["import_history", "view_statuschange"], 403),
        (["add_statuschange", "change_statuschange", "view_statuschange", "see_all_countries"], 403),
    ],
)
def test_past_years_need_their_right_and_the_sight_of_all_countries(client, officer, rights, status):
    person = UserFactory()
    person.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(person)

    page = client.get(reverse("admin:members_statuschange_changelist")).content.decode()

    assert client.get(reverse(URL)).status_code == status
    assert show(client, accepted("New", "2020-06-01")).status_code == status
    assert (reverse(URL) in page) == (status == 200)


def test_page_says_in_which_order_what_comes_and_what_does_not(client, officer):
    page = client.get(reverse(URL))
    body = page.content.decode()

    assert page.context["title"] == "Past years"
    assert "Opening balances do not come with this sheet" in body
    links = ["members_meeting_changelist", "provisional", "members_contact_import", "members_memberfigure_import"]
    steps = body.partition("In which order")[2]
    places = [steps.index(reverse(f"admin:{name}")) for name in links]
    assert places == sorted(places)
    assert '<th scope="row" lang="en">withdrawn</th>' in body
    assert '<td lang="ko">탈퇴</td>' in body


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_template_can_be_uploaded_where_its_meeting_is_on_record(client, officer, extension):
    MeetingFactory(held_from=date(2020, 11, 17))
    template = client.get(reverse(f"{URL}_template", args=[extension]))
    file = SimpleUploadedFile("template", template.content)

    preview = client.post(reverse(URL), {"file": file})

    assert counts(preview) == {"add": 8}, list(preview.context["plan"].error_lines())


def test_message_leads_to_the_report_with_the_changes_of_the_span(client, officer):
    make_opened(1, 2)

    answer = save(
        client,
        left(1, "withdrawn", "2019-11-12", last_day="2020-06-30"),
        accepted("New", "2020-03-01"),
    )

    page = client.get(answer.url)
    link = f"{reverse('admin:report')}?on=2020-07-01&amp;since=2019-12-31"
    assert link in page.content.decode()
    assert client.get(link.replace("&amp;", "&")).context["changes"].adds_up
    assert Report.of(date(2020, 7, 1)).totals.total == 2


def test_complete_list_can_be_downloaded_and_writes_nothing(client, officer):
    preview = show(client, accepted("New", "2020-06-01"), accepted("Other", "2020-06-01", kind="village"))

    answer = client.post(reverse(f"{URL}_report"), {"upload": preview.context["upload"].token})

    body = answer.content.decode()
    assert '2,add,2020-06-01 accepted 1 New,status,,"associate member, 2020-06-01",' in body
    assert "3,error,2020-06-01 accepted Other,kind" in body
    assert not StatusChange.objects.exists()
