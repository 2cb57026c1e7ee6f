"""A wrong assessment is assessed anew by its page (R28)."""

from datetime import date

import pytest
from django.contrib import admin
from django.urls import reverse

from fees.models import Adjustment, Assessment
from members.services.leaving import withdraw_member
from members.services.members import change_economy
from tests.fees.admin.exception_pages import allowed, said
from tests.fees.dues import add_figure, add_gdp, assess_dues, make_city
from tests.members.admin.act_pages import ActPage
from wego.acts import CONFIRM

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]  # pages and words are the same on both

GROUNDS = {"reason": "the census counts fewer", "document": "Secretary General, 2020-05-06"}


@pytest.fixture
def assessment(data_2020, officer) -> Assessment:
    """5,000 USD by 1,020,000 persons in the declaration of 2017."""
    city = make_city(None, name_en="Suwon", by=officer)
    add_figure(city, 1_020_000, 2017, source="declaration")
    return assess_dues(2020, by=officer).assessments.get()


def page(assessment, name="change") -> str:
    return reverse(f"admin:fees_assessment_{name}", args=[assessment.pk])


@pytest.fixture
def anew(office, assessment) -> ActPage:
    return ActPage(office, page(assessment, "anew"), GROUNDS)


def offered(browser, assessment) -> list[str]:
    return [act["title"] for act in browser.get(page(assessment)).context["acts"]]


def test_assessments_change_by_this_act_only():
    assert set(admin.site._registry[Assessment].acts) == {"anew"}


def test_old_and_new_amount_and_what_differs(anew, assessment, chief):
    add_figure(assessment.member, 985_000, 2018)

    preview = anew.preview()
    response = anew.confirm(preview)

    new = Assessment.objects.standing().get()
    assert said(preview) == [
        "The dues of 2020 of Suwon (1) are assessed anew.",
        "Amount: 5,000 → 4,500 USD",
        "Population: 1,020,000 persons (2017; declaration) → 985,000 persons (2018; census)",
        "Reason: the census counts fewer",
    ]
    assert '<p class="subject">Dues 2020: Suwon (1)</p>' in preview.content.decode()
    assert response["Location"] == page(new)
    assert (new.amount, new.supersedes, new.recorded_by) == (4500, assessment, chief)
    assert (offered(anew.client, new), offered(anew.client, assessment)) == (["Assess anew"], [])


def test_another_economy_is_named(anew, assessment, officer):
    add_gdp(62_000, economy="HKG")
    change_economy(assessment.member, economy_code="HKG", reason="a series of its own", by=officer)

    assert said(anew.preview())[1:3] == [
        "Amount: 5,000 → 7,500 USD",
        "GDP per head (PPP), KOR → GDP per head (PPP), HKG: 12,300 international $ (2018; World Bank, file of "
        "2019-12-18) → 62,000 international $ (2018; World Bank, file of 2019-12-18)",
    ]


def test_what_was_waived_stays_waived(anew, assessment, officer):
    Adjustment(assessment=assessment, ground="waiver", amount=-5000, reason="fire", document="ExCom").save()
    add_figure(assessment.member, 985_000, 2018)

    assert said(anew.preview())[1:3] == ["Amount: 5,000 → 4,500 USD", "Left to pay: 0 → 0 USD"]


def test_who_is_no_member_of_that_year_is_adjusted_to_nothing(anew, assessment, officer):
    withdraw_member(assessment.member, notice_on=date(2019, 12, 2), last_day=date(2019, 12, 31), by=officer)

    preview = anew.preview()
    response = anew.confirm(preview)

    assert said(preview) == [
        "The dues of 2020 of Suwon (1) are assessed anew.",
        "By the register as it is now it is not assessed for this year. The amount of 5,000 USD stays on record.",
        "Adjustment: -5,000 USD",
        "Left to pay: 5,000 → 0 USD",
        "Reason: the census counts fewer",
    ]
    assert response["Location"] == page(assessment)
    assert Adjustment.objects.get().amount == -5000


def test_refusals_are_in_the_words_of_the_service(anew, assessment):
    same = anew.preview()
    add_figure(assessment.member, 2_000_000, 2018)
    higher = anew.preview(document="")
    nameless = anew.preview(reason="")
    preview = anew.preview()
    anew.confirm(preview)
    again = anew.preview()

    for response, words in (
        (same, "The figures on record give the same amount by the same explanation. Nothing was saved"),
        (higher, "The amount would be 5,500 USD instead of 5,000 USD."),
        (nameless, "This field is required."),
        (again, "This assessment was replaced by a newer one already. Nothing was saved."),
    ):
        assert words in response.content.decode()
    assert Assessment.objects.count() == 2


def test_act_is_refused_to_who_only_looks(officer, assessment):
    reader = allowed(officer)
    url = page(assessment, "anew")

    answers = [reader.get(url), reader.post(url, GROUNDS | {CONFIRM: "Confirm"})]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert offered(reader, assessment) == []
