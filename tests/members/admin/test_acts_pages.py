"""Every act through its page: form, what will happen, confirmation. Nothing is saved before the last, nothing twice."""

import pytest
from django.contrib import admin
from django.contrib.messages import get_messages

from tests.factories import UserFactory, rights_to_look
from tests.members.admin.act_cases import CASES
from tests.members.admin.act_pages import fingerprint, page_of
from wego.acts import CHANGE, CONFIRM, ActView

pytestmark = pytest.mark.sqlite  # pages and words are the same on both

every_act = pytest.mark.parametrize("case", CASES.values(), ids=CASES)


@pytest.fixture
def page(case, world, office, officer):
    return page_of(case, world, office, officer)


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


TRIED_ELSEWHERE = {
    "import_gdp",  # test_gdp_page.py
    *("duplicates", "members_member_merge_record", "members_member_undo_merge"),  # test_duplicates_page.py
    *("annual_report_issue", "report_issue"),  # test_paper_acts.py of the dues, test_papers.py
    "members_certificate_reissue",  # tests/members/papers
    "destruction",  # the scenario S21
    "members_application_take",  # tests/members/applying/test_desk.py
    *("access_review", "add_colleague"),  # tests/wego
}
"""Acts that have a test file of their own."""


def test_every_act_is_tried():
    acts = {
        f"{one.opts.app_label}_{one.opts.model_name}_{name}"
        for one in admin.site._registry.values()
        if one.opts.app_label == "members"
        for name in getattr(one, "acts", {})
    }
    pages = {name for name, page in admin.site.pages.items() if issubclass(page.view, ActView)}

    assert {case.url for case in CASES.values()} == (acts | pages) - TRIED_ELSEWHERE | {"members_application_add"}


@every_act
def test_form_is_shown(page):
    response = page.look()

    assert response.status_code == 200
    assert "Nothing is saved before you confirm." in response.content.decode()


@every_act
def test_preview_says_what_will_happen_and_saves_nothing(case, page):
    before = fingerprint()

    response = page.preview()

    assert response.status_code == 200
    assert response.context["form"].errors == {}
    assert [response.context["done"].message, *response.context["done"].lines] == case.says
    assert "Nothing is saved yet." in response.content.decode()
    assert fingerprint() == before


@every_act
def test_change_keeps_what_was_typed(page):
    before = fingerprint()
    sent = dict(page.preview().context["sent"])

    response = page.client.post(page.url, sent | {CHANGE: "Change"})

    form = response.context["form"]
    assert response.status_code == 200
    assert response.templates[0].name != "admin/acts/confirm.html"
    assert {name: form.data[name] for name in page.data} == page.data
    assert fingerprint() == before


@every_act
def test_confirmation_saves_and_says_so(case, page):
    before = fingerprint()

    response = page.confirm(page.preview())

    assert response.status_code == 302
    assert said(response) == [case.says[0]]
    assert fingerprint() != before
    assert page.client.get(response["Location"]).status_code == 200


@every_act
def test_second_confirmation_says_that_it_was_saved_once(case, page):
    preview = page.preview()
    page.confirm(preview)
    after_one = fingerprint()

    response = page.confirm(preview)

    assert response.status_code == 302
    assert f"You confirmed this page before; it was saved once, not twice. {case.says[0]}" in said(response)
    assert fingerprint() == after_one


@every_act
def test_second_confirmation_from_elsewhere_is_refused(page, chief):
    preview = page.preview()
    page.confirm(preview)
    after_one = fingerprint()
    page.client.logout()
    page.client.force_login(chief)

    response = page.confirm(preview)

    text = response.content.decode()
    assert response.status_code in (200, 409)
    assert "There is a problem" in text or "this was not saved" in text
    assert fingerprint() == after_one


@every_act
def test_confirmation_without_its_page_saves_nothing(page):
    before = fingerprint()

    response = page.client.post(page.url, page.data | {CONFIRM: "Confirm"})

    assert response.status_code == 409
    assert fingerprint() == before


@every_act
def test_act_is_refused_to_staff_without_the_right(case, world, client, officer):
    reader = UserFactory(username="reader", is_staff=True)
    reader.user_permissions.set(rights_to_look())
    client.force_login(reader)
    page = page_of(case, world, client, officer)
    before = fingerprint()

    answers = [page.look(), page.preview(), client.post(page.url, page.data | {CONFIRM: "Confirm"})]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert fingerprint() == before
