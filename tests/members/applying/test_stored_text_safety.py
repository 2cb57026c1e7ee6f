"""What applicants type is shown as text: no page has an element or attribute more because of it."""

from html import escape
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse

from members.forms.questionnaire import PARTS, Part
from members.models import Application, Kind
from members.services.applications import request_completion
from tests.factories import UserFactory
from tests.members.applying.applicant import EVERY_KIND, Person
from tests.wego.upload_corpus import pdf, upload
from wego.dates import today

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

LONG = (
    "jaVasCript:/*-/*`/*\\`/*'/*\"/**/(/* */oNcliCk=alert() )//%0D%0A//</stYle/</titLe/</teXtarEa/</scRipt/--!>"
    "<sVg/<sVg/oNloAd=alert()//><img src=x onerror=alert(1)>{{7*7}}{% debug %}&lt;b&gt;"
)
SHORT = "'\"></a><svg/onload=alert(1)>"
FILE = "\"'><svg onload=alert(1)>&lt;.pdf"
TAME = str.maketrans(dict.fromkeys("<>\"'&=/{}%`\\", "_"))
"""The same text without what means anything in HTML."""
VALID = ("country", "level", "population", "figure_year", "language", "legal_form", "employees", "employees_scope")


class Structure(HTMLParser):
    """Every element of a page with the names of its attributes, and the values that a browser may run or follow."""

    FOLLOWED = ("href", "src", "action", "formaction", "style", "srcdoc")

    def __init__(self, html: str):
        super().__init__()
        self.found: list[tuple] = []
        self.followed: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, *sorted(name for name, _value in attrs)))
        self.followed += [value or "" for name, value in attrs if name in self.FOLLOWED or name.startswith("on")]


def typed(part: Part, text: str, *, is_valid: bool) -> dict:
    """The text in every field of a page; where the page has to be in order, in those that take any."""
    if not is_valid:
        return dict.fromkeys(part.form.base_fields, text)
    keeps = ("email", "website", "phone", "areas", "capital")
    return {
        name: value if name in VALID or any(kept in name for kept in keeps) else text
        for name, value in EVERY_KIND[part.name].items()
    }


def fill(person: Person, kind: str, text: str, name: str, *, is_valid: bool):
    key = person.begin(kind)
    for part in PARTS[kind]:
        if part.form:
            person.post("apply_part", key, part.name, data=typed(part, text, is_valid=is_valid))
        else:
            person.upload(key, part.name, upload(pdf(), name))
    return key


def draft_pages(person: Person, kind: str, key) -> dict[str, str]:
    names = [("apply_hub", key), ("apply_check", key), ("apply_fee", key), ("apply_delete", key), ("apply_mine",)]
    names += [("apply_part", key, part.name) for part in PARTS[kind]]
    return {" ".join(map(str, [one[0], *one[2:]])): person.get(*one).content.decode() for one in names}


def sent_pages(person: Person, application: Application, chief: Client) -> dict[str, str]:
    pages = {name: person.get(name, application.key) for name in ("apply_sent", "apply_hub")}
    pages["apply_mine"] = person.get("apply_mine")
    desk = reverse("admin:members_application_change", args=[application.pk])
    pages |= {"desk": chief.get(desk), "list": chief.get(reverse("admin:members_application_changelist"))}
    for act in ("accept", "complete", "completed", "return", "checklist", "take"):
        pages[act] = chief.get(reverse(f"admin:members_application_{act}", args=[application.pk]))
    return {name: page.content.decode() for name, page in pages.items()}


def assert_same_structure(hostile: dict[str, str], tame: dict[str, str]) -> None:
    for name, html in hostile.items():
        found, expected = Structure(html), Structure(tame[name])
        assert found.found == expected.found, name
        assert not [one for one in found.followed if "script:" in one.lower() or "onload" in one.lower()], name


@pytest.fixture
def chief(db):
    browser = Client()
    browser.force_login(UserFactory(is_superuser=True))
    return browser


@pytest.mark.parametrize("kind", Kind.values)
def test_draft_shows_everything_typed_as_text(anna, boris, kind):
    hostile = draft_pages(anna, kind, fill(anna, kind, LONG, FILE, is_valid=False))
    tame = draft_pages(boris, kind, fill(boris, kind, LONG.translate(TAME), FILE.translate(TAME), is_valid=False))

    assert_same_structure(hostile, tame)
    asks = [f"apply_part {part.name}" for part in PARTS[kind] if part.form]
    assert all(escape(LONG) in hostile[name] for name in asks)
    assert not [name for name, html in hostile.items() if "<svg/" in html.lower() or "<img" in html.lower()]


@pytest.mark.parametrize("kind", Kind.values)
def test_answer_that_is_refused_is_shown_as_text(anna, boris, kind):
    pages = []
    for person, text in ((anna, LONG), (boris, LONG.translate(TAME))):
        key = person.begin(kind)
        posts = [
            person.post("apply_part", key, part.name, data=typed(part, text, is_valid=False))
            for part in PARTS[kind]
            if part.form and not part.optional
        ]
        posts.append(person.post("apply_check", key, data={"declared_name": text, "declared_title": text}))
        posts.append(person.post("apply_begin", data={"kind": text, "email": text, "fax": text}))
        posts.append(person.post("apply_return", data={"email": text}))
        posts.append(person.post("apply_mine", data={"kind": text}))
        pages.append({str(turn): one.content.decode() for turn, one in enumerate(posts) if one.status_code != 302})

    assert len(pages[0]) == len(pages[1]) >= 8
    assert_same_structure(*pages)


@pytest.mark.parametrize("kind", Kind.values)
def test_application_shows_everything_typed_as_text(anna, boris, chief, officer, kind):
    pages = []
    for person, text, name in ((anna, SHORT, FILE), (boris, SHORT.translate(TAME), FILE.translate(TAME))):
        key = fill(person, kind, text, name, is_valid=True)
        checked = {"check": person.get("apply_check", key).content.decode()}
        person.send(key, declared_name=text, declared_title=text)
        application = Application.objects.get(key=key)
        request_completion(application, missing=text, requested_on=today(), by=officer)
        checked["asked"] = person.get("apply_hub", key).content.decode()
        checked["refused"] = person.post("apply_hub", key, data={"note": text * 100}).content.decode()
        person.post("apply_hub", key, data={"note": text, "file": upload(pdf(), name)})
        pages.append({**checked, **sent_pages(person, application, chief)})

    hostile, tame = pages
    listed = ("list", "desk", "accept")  # name both applications, or warn of one alike
    assert_same_structure({name: html for name, html in hostile.items() if name not in listed}, tame)
    assert "<svg/" not in "".join(hostile.values())
    assert all(escape(SHORT, quote=False)[-20:] in hostile[name] for name in ("check", "asked", "apply_hub", "desk"))
    assert not [tag for name in listed for tag in Structure(hostile[name]).found if "onload" in tag]
    assert len(Structure(hostile["desk"]).found) > 100
