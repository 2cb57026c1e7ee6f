"""The online application without a pointer: from the start page to the reference number (U5)."""

import pytest

from members.models import Application
from tests.browser.applying import EMAIL, link_in_mail

pytestmark = [pytest.mark.browser, pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]

HERE = """wanted => {
    const here = document.activeElement, look = getComputedStyle(here);
    const seen = look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2;
    return [here.matches(wanted), here === document.body, seen, here.outerHTML.slice(0, 80)];
}"""
MOST_STOPS = 60  # on one page
GO_ON = "main form.questions button[type=submit]"
ABOUT = {
    "name": {"country": "Korea, Rep", "name_en": "Suwon City"},
    "population": {"level_0": " ", "population": "1,250,000", "figure_year": "2025", "figure_source": "KOSIS"},
    "interest": {"reason": "Digital twin"},
}
PEOPLE = {
    "head": {"head_name": "Hong Gildong", "head_title": "Mayor"},
    "political": {},
    "liaison": {
        "liaison_name": "Lee Seoyeon",
        "liaison_title": "Officer",
        "liaison_email": EMAIL,
        "language_0": " ",
    },
    "billing": {"billing_same": " "},
}
DECLARATION = {"declared_name": "Lee Seoyeon", "declared_title": "Officer", "authorised": " ", "notice": " "}


class Keyboard:
    """Somebody's only way to use a page."""

    def __init__(self, page):
        self.page, self.unseen = page, set()

    def to(self, wanted: str) -> None:
        """Tab on until the focus is there; where it is not seen on the way is noted."""
        for _stop in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            there, nowhere, seen, element = self.page.evaluate(HERE, wanted)
            if not (seen or nowhere):
                self.unseen.add(element)
            if there:
                return
        raise AssertionError(f"{wanted} cannot be reached on {self.page.url}")

    def type(self, answers: dict) -> None:
        """By field what is typed into it; a space ticks."""
        for name, text in answers.items():
            self.to(f"#id_{name}")
            self.page.keyboard.type(text)

    def enter(self, wanted: str) -> None:
        self.to(wanted)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")


def test_from_the_start_page_to_the_number(reader, joining, letter):
    page, keys = reader.page, Keyboard(reader.page)

    reader.go("/apply/")
    keys.enter("main a.button")
    keys.type({"kind_0": " ", "email": EMAIL})
    keys.enter(GO_ON)
    reader.go(link_in_mail(reader))
    keys.enter(GO_ON)
    for first, parts in (("name", ABOUT), ("head", PEOPLE)):
        keys.enter(f".tasks a[href$='/{first}/']")
        for part, answers in parts.items():
            assert page.url.endswith(f"/{part}/")
            keys.type(answers)
            keys.enter(GO_ON)
    keys.enter(".tasks a[href$='/letter/']")
    keys.to("#id_file")
    # The window in which a file is chosen is the system's own.
    page.set_input_files("#id_file", {"name": "letter.png", "mimeType": "image/png", "buffer": letter})
    keys.enter(GO_ON)
    keys.enter("button[name=done]")
    keys.enter("p.back a")
    keys.enter(".tasks a[href$='/check/']")
    keys.type(DECLARATION)
    keys.enter(GO_ON)

    reader.says(Application.objects.get().number, within=".answer")
    assert keys.unseen == set()
    assert reader.complaints == []
