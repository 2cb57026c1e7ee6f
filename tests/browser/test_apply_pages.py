"""Every page of the online application in each of its states: for everyone, on every width, light."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from members.models import Application
from members.services.applications import (
    accept_application,
    request_completion,
    return_application,
    take_application,
)
from members.services.decisions import Verdict, decide
from members.services.links import make_link
from members.views.apply_base import MAILS_TO_ADDRESS
from tests.browser.applying import (
    CITY,
    COMPANY,
    EMAIL,
    INSTITUTION,
    answer,
    begin,
    declare,
    link_in_mail,
    send,
    upload,
    write,
)
from tests.browser.axe import BEST
from tests.browser.judging import PREFIX, cramped, judged, overflow
from tests.browser.weighing import Scale
from tests.factories import MeetingFactory
from tests.members.applying.writing import sent
from wego.dates import today

pytestmark = [pytest.mark.browser, pytest.mark.axe, pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]

WIDE, NARROW = 1200, 375  # pixels, at which axe judges
PROBLEM = {"en": "Error: ", "ko": "오류: "}
REFUSED = {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": b"<script>alert(1)</script>"}


@dataclass
class Judge:
    """Looks at a page from every side; `wrong` is what it found, by the name of the state."""

    visit: object
    language: str
    widths: tuple[int, ...]
    wrong: dict[str, list] = field(default_factory=dict)

    def __post_init__(self):
        self.scale = Scale(self.visit.page)

    def look(self, name: str, path: str = "", *, status: int = 200, problem: bool = False) -> None:
        """At the page that is shown, or at `path`."""
        page = self.visit.page
        if path:
            assert self.visit.go(path).status == status, name
        found = [
            *self.scale.too_heavy(self.visit.address),
            *(lost(page, PROBLEM[self.language]) if problem else []),
            *overflow(page, (1280, 375, 320)).items(),
            *sorted(judged(self.visit, BEST, self.widths)),
            *cramped(page),
        ]
        if page.locator("html").get_attribute("lang") != self.language:
            found.append("in another language")
        if found:
            self.wrong[name] = found

    def send(self, name: str, **expected) -> None:
        """Press the button that goes on, and look at what comes of it."""
        send(self.visit)
        self.look(name, **expected)


def lost(page, beginning: str) -> list[str]:
    """Why somebody who made a mistake would not find it (U6)."""
    targets = page.eval_on_selector_all(".error-summary a", "links => links.map(link => link.hash)")
    said = page.locator(".error-summary li").all_inner_texts()
    beside = page.locator(".field .error").all_inner_texts()
    return [
        *([] if page.title().startswith(beginning) else [f"title {page.title()}"]),
        *([] if page.evaluate("document.activeElement.className") == "error-summary" else ["summary not focused"]),
        *([] if said else ["no summary"]),
        *(f"{target} is not there" for target in targets if page.locator(target).count() != 1),
        *(f"said in one place only: {text}" for text in beside if not any(line in text for line in said)),
    ]


def test_every_page_is_for_everyone(reader, joining, letter, officer):
    judge = Judge(reader, "en", (NARROW,))
    walk(judge, letter, officer)

    assert judge.wrong == {}
    assert [one for one in reader.complaints if "Content Security Policy" in one] == []


@pytest.mark.proof
@pytest.mark.parametrize("language", PREFIX)
def test_every_page_of_every_kind_at_both_widths(reader, joining, letter, officer, language):
    judge = Judge(reader, language, (WIDE, NARROW))
    walk(judge, letter, officer, thorough=True)

    assert judge.wrong == {}


def walk(judge: Judge, letter: bytes, officer, *, thorough: bool = False) -> None:
    """All that a city can meet; `thorough`: also institutions and companies."""
    door(judge)
    city(judge, letter)
    states(judge, officer)
    for kind, parts in ((1, INSTITUTION), (2, COMPANY)) if thorough else ():
        other_kind(judge, kind, parts)
    closed(judge)


def door(judge: Judge) -> None:
    """From the start page to the overview."""
    visit, prefix = judge.visit, PREFIX[judge.language]
    judge.look("start", f"{prefix}/apply/")
    judge.look("privacy", f"{prefix}/apply/privacy/")
    judge.look("nobody's applications", f"{prefix}/apply/mine/", status=403)
    judge.look("wrong link", f"{prefix}/apply/link/nonsense/", status=404)
    judge.look("return", f"{prefix}/apply/return/")
    judge.send("return, no address", problem=True)
    judge.look("begin", f"{prefix}/apply/begin/")
    judge.send("begin, nothing typed", problem=True)
    answer(visit, {"kind": 0, "email": "lee@"})
    judge.send("begin, half an address", problem=True)
    answer(visit, {"email": EMAIL})
    judge.send("mail sent")
    link = link_in_mail(visit)
    judge.look("link", link)
    judge.send("overview, empty")
    judge.hub = visit.page.url.removeprefix(visit.address)
    judge.look("spent link", link)


def city(judge: Judge, letter: bytes) -> None:
    """Every page of a city, empty, with errors and in order, until the application is sent."""
    visit, hub = judge.visit, judge.hub
    judge.look("check, nothing there", f"{hub}check/")
    judge.look("fee, nothing there", f"{hub}fee/")
    every_part(judge, CITY)
    answers = {"political": {"political_title": "Deputy Mayor"}, "population": {"population": "107만"}}
    for part, wrong in answers.items():
        visit.go(f"{hub}{part}/")
        answer(visit, wrong)
        judge.send(f"{part}, half", problem=True)
    judge.look("overview, half", hub)
    judge.look("letter, no file", f"{hub}letter/")
    judge.send("letter, nothing chosen", problem=True)
    visit.page.set_input_files("#id_file", REFUSED)
    judge.send("letter, refused", problem=True)
    judge.look("resolution", f"{hub}resolution/")
    write(visit, hub, CITY | {"political": {"political_title": ""}})
    upload(visit, hub, "letter", letter)
    judge.look("letter, with a file")
    judge.look("fee", f"{hub}fee/")
    judge.look("overview, ready", hub)
    judge.look("delete", f"{hub}delete/")
    judge.look("check", f"{hub}check/")
    judge.send("check, not declared", problem=True)
    declare(visit, hub)
    judge.look("sent")


def every_part(judge: Judge, parts: Iterable[str]) -> None:
    """Each page of questions as it is found, and after it was sent empty."""
    for part in parts:
        judge.look(part, f"{judge.hub}{part}/")
        if part != "political":
            judge.send(f"{part}, empty", problem=True)


def states(judge: Judge, officer) -> None:
    """The status page from the arrival to full membership, and of who was returned or rejected."""
    visit, hub = judge.visit, judge.hub
    application = Application.objects.get()
    judge.look("status, arrived", hub)
    take_application(application, by=officer)
    judge.look("status, being checked", hub)
    due_on = today() + timedelta(days=9)
    request_completion(application, missing="Seal\nCensus", requested_on=today(), due_on=due_on, by=officer)
    judge.look("status, something needed", hub)
    judge.send("status, empty answer", problem=True)
    visit.page.fill("#id_note", "Here it is.")
    judge.send("status, answered")
    member = accept_application(application, accepted_on=today(), by=officer)
    judge.look("status, accepted", hub)
    meeting = MeetingFactory(held_from=today())
    decide(meeting, verdicts=[Verdict(member, "approved")], decided_on=today(), by=officer)
    judge.look("status, full", hub)

    returned = return_application(sent("institution", email=EMAIL), reason="x", returned_on=today(), by=officer)
    enter(judge, returned)
    judge.look("status, returned")
    rejected = accept_application(sent("company", email=EMAIL), accepted_on=today(), by=officer)
    decide(meeting, verdicts=[Verdict(rejected, "rejected", "no seat")], decided_on=today(), by=officer)
    enter(judge, Application.objects.get(member=rejected))
    judge.look("status, rejected")
    judge.look("mine", f"{PREFIX[judge.language]}/apply/mine/")


def enter(judge: Judge, application: Application) -> None:
    """By a new link."""
    token = make_link(email=EMAIL, language=judge.language, key=application.key)
    judge.visit.go(f"{PREFIX[judge.language]}/apply/link/{token}/")
    send(judge.visit)


def other_kind(judge: Judge, kind: int, parts: dict) -> None:
    """The pages of an institution or a company."""
    judge.hub = begin(judge.visit, PREFIX[judge.language], kind, f"kind{kind}@body.example")
    judge.look(f"overview of kind {kind}")
    every_part(judge, parts)
    for part in ("founding-act",) if kind == 1 else ("registration", "fee"):
        judge.look(part, f"{judge.hub}{part}/")
    write(judge.visit, judge.hub, parts)
    judge.look(f"check of kind {kind}", f"{judge.hub}check/")


def closed(judge: Judge) -> None:
    """Without a pass, and for who asks too often."""
    visit, prefix = judge.visit, PREFIX[judge.language]
    judge.hub = begin(visit, prefix, 0, "late@body.example")
    visit.go(f"{judge.hub}head/")
    visit.page.context.clear_cookies(name="sid")
    judge.send("closed, answers kept")
    visit.follow(visit.page.locator("main a.button"))
    for _mail in range(MAILS_TO_ADDRESS.times):
        MAILS_TO_ADDRESS.take("often@body.example")
    answer(visit, {"email": "often@body.example"})
    judge.send("too often")
    judge.look("closed", judge.hub, status=403)
    enter(judge, Application.objects.latest("pk"))
    visit.follow(visit.page.locator("form[action$='/leave/'] button"))
    judge.look("left")
    assert visit.go(f"{prefix}/apply/mine/").status == 403
