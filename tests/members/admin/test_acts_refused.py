"""What an act refuses is said on its page, in the service's own words."""

import pytest

from tests.members.admin.act_cases import CASES
from tests.members.admin.act_pages import fingerprint, page_of

pytestmark = pytest.mark.sqlite  # pages and words: once is enough

REFUSALS = {
    "record": ({"received_on": "2099-01-01"}, "2099-01-01 has not come yet. Record it on or after that day."),
    "accept": (
        {"accepted_on": "2019-03-01"},
        "The application was received on 2019-03-07; 2019-03-01 is before that. Nothing was saved.",
    ),
    "completion received": (
        {"received_on": "2099-01-01"},
        "2099-01-01 has not come yet. Record it on or after that day.",
    ),
    "rename": ({"name": "Opened 1"}, "The member has this name on 2020-09-17 already. Nothing was saved."),
    "figure": ({"value": "0"}, "Population 0 is a missing figure, not a number of persons."),
    "economy": ({"economy_code": "H1"}, "Three capital letters, like KOR."),
    "withdraw": (
        {"last_day": "2018-05-12"},
        "Out of order: “withdrawal” on 2018-05-13. Standing on that day: not a member yet. "
        "Needed first: associate member / full member. Nothing was saved.",
    ),
    "expel": (
        {"decided_on": "2020-02-04"},
        "The meeting was held 2020-02-03 to 2020-02-03; 2020-02-04 is not among its days. Nothing was saved.",
    ),
    "split": ({"names": "North"}, "A split names at least two successors."),
    "decide": ({"decided_on": "2020-02-04"}, "2020-02-04 is not among its days. Nothing was saved."),
    "correct": ({"status": "former"}, "The ground does not lead to this status."),
    "confirm provisional": ({"reason": ""}, "This field is required."),
}


@pytest.mark.parametrize(("name", "changed", "words"), [(name, *row) for name, row in REFUSALS.items()], ids=REFUSALS)
def test_refusal_is_in_the_words_of_the_service(name, changed, words, world, office, officer):
    page = page_of(CASES[name], world, office, officer)
    before = fingerprint()

    response = page.preview(**changed)

    text = response.content.decode()
    assert response.status_code == 200
    assert words in text
    assert "<title>Error: " in text
    assert "There is a problem" in text
    for key, value in changed.items():
        assert response.context["form"].data[key] == value
    assert fingerprint() == before


def test_error_summary_leads_to_the_fields(world, office, officer):
    page = page_of(CASES["withdraw"], world, office, officer)

    text = page.preview(notice_on="", last_day="").content.decode()

    for field in ("notice_on", "last_day"):
        assert f'<a href="#id_{field}">' in text
        assert f'id="id_{field}"' in text
        assert f'id="id_{field}_error"' in text
