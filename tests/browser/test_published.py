"""A published list from its file to the signature, in a browser without scripts; its pages usable by everyone."""

import pytest
from django.urls import reverse

from members.models import ListSignOff, PublishedList
from tests.browser.judging import STAFF, wrong_with
from tests.members.published.lists import SPELLED, record_spelled, table

pytestmark = [pytest.mark.browser, pytest.mark.axe, pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "partner.csv"
    path.write_bytes(table(SPELLED))
    return path


@pytest.fixture
def without_scripts(visit, browser):
    """The same visit in a browser that runs no scripts."""
    context = browser.new_context(locale="en-GB", java_script_enabled=False)
    visit.take(context.new_page())
    visit.sign_in()
    yield visit
    context.close()


def send(visit) -> None:
    visit.follow(visit.page.locator("#content .submit-row input.default").last)


def upload(visit, file) -> None:
    page = visit.page
    visit.go(reverse("admin:members_publishedlist_add"))
    page.set_input_files("#id_file", file)
    page.fill("#id_title", "Partner")
    page.fill("#id_publisher", "https://example.org/members")
    page.fill("#id_as_of", "2019-12-31")
    send(visit)


def test_a_list_without_scripts(without_scripts, file):
    visit, page = without_scripts, without_scripts.page
    upload(visit, file)
    visit.says("9 rows were read.")
    assert page.input_value("#id_name") == "name"
    send(visit)
    visit.says("Missing: 186", within=".lines")
    visit.press("Confirm")
    visit.says("192 lines are open", within=".state")

    # Two rows may mean a member.
    visit.follow(page.get_by_role("link", name="Choose members"))
    page.get_by_label("Kathmandu Metropolitan City (12) by").check()
    page.locator("#id_choice_6 label", has_text="Dhaka North City Corporation (33)").click()
    send(visit)
    visit.says("Row 6, “Dhaka”: Dhaka North City Corporation (33)", within=".lines")
    visit.press("Confirm")
    visit.says("188 lines are open", within=".state")

    # What is left is explained: two lines, then all that are missing, then the rest.
    page.get_by_label("Row 9, “Atlantis”").check()
    page.get_by_label("Row 8, “Москва”").check()
    visit.press("Explain the ticked lines")
    visit.says("2 lines get this explanation:")
    page.fill("#id_text", "The partner corrects its list.")
    send(visit)
    visit.press("Confirm")
    visit.says("2 of 188 explained", within="#content")
    visit.follow(page.locator(".card", has_text="in the register, not in the list"))
    visit.says("Page 1 of 4")
    visit.follow(page.get_by_role("link", name="Explain all open lines that these filters leave"))
    page.fill("#id_text", "Not partners of theirs.")
    send(visit)
    visit.press("Confirm")
    visit.follow(page.get_by_role("link", name="Explain and sign"))
    page.fill("#id_text", "To be looked at with the members.")
    send(visit)
    visit.press("Confirm")

    visit.says("Everything is matched or explained", within=".state")
    visit.follow(page.get_by_role("link", name="Sign off the list"))
    send(visit)
    visit.press("Confirm")
    visit.says("Signed off", within=".state")
    assert ListSignOff.objects.get().counts == {"extra": 2, "missing": 184, "different": 2, "matched": 5}
    assert visit.complaints == []


@pytest.mark.parametrize(("language", "judged_at"), STAFF)
def test_pages_are_usable_by_everyone(visit, file, language, judged_at):
    visit.speak(language)
    wrong = {}

    def look(name):
        if found := wrong_with(visit, judged_at=judged_at):
            wrong[name] = found

    visit.go(reverse("admin:members_publishedlist_add"))
    look("file")
    send(visit)
    look("file with errors")
    upload(visit, file)
    look("columns")
    visit.page.select_option("#id_country", "name")
    send(visit)
    look("columns with errors")
    visit.page.select_option("#id_country", "country")
    send(visit)
    look("what will come out")
    send(visit)
    published = PublishedList.objects.get()
    base = reverse("admin:members_publishedlist_change", args=[published.pk])
    for group in ("extra", "missing", "different", "matched"):
        visit.go(f"{base}?group={group}")
        look(group)
    visit.go(f"{base}?group=extra&q=nobody")
    look("nothing fits")
    visit.go(reverse("admin:members_publishedlist_choose", args=[published.pk]))
    look("choice")
    send(visit)
    look("choice with errors")
    visit.go(reverse("admin:members_publishedlist_explain", args=[published.pk]) + "?finding=r8&finding=r9")
    look("explanation")
    visit.page.fill("#id_text", "x")
    send(visit)
    send(visit)
    look("one explained")
    visit.go(reverse("admin:members_publishedlist_changelist"))
    look("lists")
    visit.go(reverse("admin:members_listexplanation_changelist"))
    look("explanations")

    assert wrong == {}
    assert visit.complaints == []


def test_the_page_while_a_worker_has_the_list(visit, monkeypatch):
    monkeypatch.setattr("members.services.list_comparison.QUICK", 0)
    published = record_spelled(by=visit.person)

    page = reverse("admin:members_publishedlist_change", args=[published.pk])
    visit.go(f"{page}?refresh=off")  # whoever reads it slowly stops the page from asking again

    visit.says("0 of 9 rows settled", within=".progress")
    assert wrong_with(visit) == []
