"""Letters through their pages: the very text first, one explicit act, then number, PDF and mail; or nothing at all."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.urls import reverse

from members.models import Delivery, LetterText, Paper
from members.services.applications import accept_application
from members.services.leaving import withdraw_member
from members.services.loading_letters import load_letter_texts
from tests.factories import UserFactory
from tests.members.admin.letter_pages import ADDRESSES, DATA, act_page
from tests.members.letters import make_application, make_incomplete, pdf_of, run_jobs
from wego.acts import CONFIRM

pytestmark = pytest.mark.sqlite


@pytest.fixture(autouse=True)
def texts(db):
    load_letter_texts()


@pytest.fixture
def application(officer):
    return make_incomplete(by=officer)


@pytest.fixture
def act(office, application):
    return act_page(office, application, "acknowledgement")


def buttons(client, row) -> list[str]:
    url = reverse(f"admin:members_{row._meta.model_name}_change", args=[row.pk])
    return [one["title"] for one in client.get(url).context["acts"] if "Letter" in str(one["title"])]


def test_form_proposes_language_office_and_addresses_on_record(act):
    form = act.look().context["form"]

    assert (form["language"].initial, form["office"].initial) == ("en", "Mayor")
    assert form["to"].initial == ADDRESSES
    assert "reason" not in form.fields


def test_preview_shows_the_very_text_and_leaves_nothing(act):
    response = act.preview()

    html, [letter] = response.content.decode(), response.context["done"].letters
    assert letter.subject in html
    assert all(line in html for paragraph in letter.paragraphs for line in paragraph)
    assert all(line in html for line in letter.mail.splitlines())
    assert all(address in html for address in ADDRESSES)
    run_jobs()
    assert (Paper.objects.count(), Delivery.objects.count(), mail.outbox) == (0, 0, [])


def test_confirmed_letter_is_kept_and_mailed_as_it_was_shown(act):
    preview = act.preview()
    [letter] = preview.context["done"].letters

    response = act.confirm(preview)
    run_jobs()

    paper = Paper.objects.get()
    assert response["Location"] == reverse("admin:members_paper_change", args=[paper.pk])
    assert [one.to for one in mail.outbox] == [[address] for address in ADDRESSES]
    assert {(one.subject, one.body) for one in mail.outbox} == {(letter.subject, letter.mail)}
    assert {one.attachments[0][1] for one in mail.outbox} == {pdf_of(paper)}
    assert letter.pdf(paper.number) == pdf_of(paper)


@pytest.mark.parametrize("field", ["subject", "body", "mail"])
def test_text_that_changed_meanwhile_is_shown_before_it_leaves(act, field):
    preview = act.preview()
    text = LetterText.objects.get(kind="acknowledgement", language="en")
    setattr(text, field, "Other words")
    text.save()

    response = act.confirm(preview)

    assert response.status_code == 409
    assert "Other words" in response.content.decode()
    assert not Paper.objects.exists()


def test_confirmed_twice_there_is_one_letter(act):
    preview = act.preview()

    act.confirm(preview)
    act.confirm(preview)

    assert (Paper.objects.count(), Delivery.objects.count()) == (1, 2)


def test_second_letter_asks_for_a_reason(act):
    act.confirm(act.preview())

    assert act.preview().context["form"].errors == {"reason": ["This field is required."]}
    act.confirm(act.preview(reason="wrong office"))

    assert Paper.objects.count() == 2


def test_by_post_nothing_is_mailed(act):
    preview = act.preview(to=[], by_post="on")
    assert "By post only: no mail is sent." in preview.content.decode()

    act.confirm(preview)

    assert (Paper.objects.count(), Delivery.objects.count()) == (1, 0)


@pytest.mark.parametrize("said", [{"to": []}, {"by_post": "on"}], ids=["neither", "both"])
def test_mail_or_post_has_to_be_said(act, said):
    errors = act.preview(**said).context["form"].non_field_errors()

    assert errors == ["Choose whom to mail it to, or that it goes by post only."]


def test_address_that_is_not_on_record_is_refused(act):
    assert "to" in act.preview(to=["evil@x.example"]).context["form"].errors


def test_office_that_names_a_person_is_refused(act):
    [error] = act.preview(office="Mr Kim Min").context["form"].non_field_errors()

    assert "an office, not to a person" in error


def test_default_office_follows_the_language(office, officer):
    application = make_application(by=officer, head_title="", language="ko")
    form = act_page(office, application, "acknowledgement").look().context["form"]
    proposed = form["office"].initial

    response = act_page(office, application, "acknowledgement", language="en", office=proposed).preview()

    assert response.context["done"].letters[0].addressee[0] == "Head of Government"


def test_each_letter_has_its_button_at_its_time(office, officer, application):
    receipt, completion = "Letter: acknowledgement of receipt", "Letter: request for completion"
    assert buttons(office, application) == [receipt, completion]
    member = accept_application(application, accepted_on=date(2019, 4, 2), by=officer)
    assert buttons(office, application) == [receipt, "Letter: acceptance"]
    assert buttons(office, member) == []
    withdraw_member(member, notice_on=date(2020, 5, 12), last_day=date(2020, 6, 30), by=officer)
    assert buttons(office, member) == ["Letter: acknowledgement of withdrawal"]


def test_every_letter_can_be_confirmed(office, officer, application):
    acts = [act_page(office, application, "acknowledgement"), act_page(office, application, "completion-letter")]
    for one in acts:
        assert one.confirm(one.preview()).status_code == 302
    member = accept_application(application, accepted_on=date(2019, 4, 2), by=officer)
    withdraw_member(member, notice_on=date(2020, 5, 12), last_day=date(2020, 6, 30), by=officer)
    for one in (act_page(office, application, "acceptance-letter"), act_page(office, member, "withdrawal-letter")):
        assert one.confirm(one.preview()).status_code == 302

    assert sorted(Paper.objects.values_list("kind", flat=True)) == sorted(
        ["acknowledgement", "completion", "acceptance", "withdrawal"]
    )
    on_page = office.get(reverse("admin:members_member_change", args=[member.pk])).content.decode()
    assert "Withdrawal from WeGO: acknowledgement" in on_page
    assert "associate membership in WeGO" in on_page


@pytest.mark.parametrize("name", ["acceptance-letter", "completion-letter"])
def test_letter_before_its_time_is_refused(office, officer, name):
    response = act_page(office, make_application(by=officer), name).preview()

    assert response.status_code == 200
    assert "Nothing was saved" in response.context["form"].non_field_errors()[0]


def test_letters_are_for_those_who_may_issue_papers(client, application):
    reader = UserFactory(is_staff=True)
    reader.user_permissions.set(Permission.objects.exclude(codename="issue_papers"))
    client.force_login(reader)
    one = act_page(client, application, "acknowledgement")

    answers = [one.look(), one.preview(), client.post(one.url, DATA | {CONFIRM: "Confirm"})]

    assert [answer.status_code for answer in answers] == [403, 403, 403]


# --- texts ---------------------------------------------------------------------------------------
def test_form_of_a_text_refuses_an_unknown_placeholder_and_lists_the_known(office):
    text = LetterText.objects.get(kind="acknowledgement", language="en")
    url = reverse("admin:members_lettertext_change", args=[text.pk])
    assert "{received_on}" in office.get(url).content.decode()
    data = {"subject": text.subject, "body": "Dear {mayor}", "enclosures": "", "mail": text.mail}

    refused = office.post(url, data | {"change_reason": "shorter"})
    saved = office.post(url, data | {"body": "Dear {member}", "change_reason": "shorter"})

    assert "There is no placeholder {mayor} in this text. Nothing was saved." in refused.content.decode()
    assert saved.status_code == 302
    text.refresh_from_db()
    assert (text.body, text.history.first().history_change_reason) == ("Dear {member}", "shorter")


def test_text_changes_with_a_reason_only(office):
    text = LetterText.objects.get(kind="acknowledgement", language="ko")
    url = reverse("admin:members_lettertext_change", args=[text.pk])

    response = office.post(url, {"subject": "x", "body": "x", "enclosures": "", "mail": "x"})

    assert "State the reason for the change. Nothing was saved." in response.content.decode()


def test_poisoned_host_reaches_no_mail(act, settings):
    settings.ALLOWED_HOSTS = ["*"]

    preview = act.client.post(act.url, act.data, headers={"host": "evil.example", "x-forwarded-host": "evil.example"})

    assert "evil.example" not in " ".join(preview.context["done"].lines)
    assert "https://members.example.org" in preview.context["done"].letters[0].mail
