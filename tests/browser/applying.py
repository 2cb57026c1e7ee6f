"""The online application in a browser, driven by ids: the same in every language."""

import re

from django.core import mail

from tests.members.letters import run_jobs

CITY = {
    "name": {"country": "KOR", "name_en": "Suwon City", "name_local": "수원시", "name_ko": "수원시"},
    "population": {"level": 0, "population": "1 250 000", "figure_year": "2025", "figure_source": "KOSIS"},
    "interest": {"reason": "Digital twin", "website": "suwon.example"},
    "head": {"head_name": "Hong Gildong", "head_title": "Mayor"},
    "political": {},
    "liaison": {
        "liaison_name": "Lee Seoyeon",
        "liaison_title": "Officer",
        "liaison_email": "seoyeon@suwon.example",
        "liaison_phone": "+82 31 228 2114",
        "language": 1,
    },
    "billing": {"billing_same": True},
}
"""By part what is typed; a number chooses a radio, True ticks a box."""
EMAIL = "seoyeon@suwon.example"


def link_in_mail(visit) -> str:
    """The path of the newest mailed link."""
    run_jobs()
    address = re.search(r"https?://[^/\s]+(/\S*apply/link/\S+)", mail.outbox[-1].body)
    return address[1]


def send(visit) -> None:
    """Press the button that goes on."""
    visit.follow(visit.page.locator("main form.questions button[type=submit]").first)


def answer(visit, values: dict) -> None:
    for name, value in values.items():
        if value is True:
            visit.page.check(f"#id_{name}")
        elif isinstance(value, int):
            visit.page.check(f"#id_{name}_{value}")
        elif name == "country":
            visit.page.select_option(f"#id_{name}", value)
        else:
            visit.page.fill(f"#id_{name}", value)


def begin(visit, prefix: str, kind: int = 0) -> str:
    """From the start page over the mailed link to the overview; its path."""
    visit.go(f"{prefix}/apply/")
    visit.follow(visit.page.locator("main a.button"))
    answer(visit, {"kind": kind, "email": EMAIL})
    send(visit)
    visit.go(link_in_mail(visit))
    send(visit)
    return visit.page.url.removeprefix(visit.address)


def write(visit, hub: str, parts: dict = CITY) -> None:
    for part, values in parts.items():
        visit.go(f"{hub}{part}/")
        answer(visit, values)
        send(visit)


def upload(visit, hub: str, part: str, content: bytes) -> None:
    visit.go(f"{hub}{part}/")
    visit.page.set_input_files("#id_file", {"name": "letter.png", "mimeType": "image/png", "buffer": content})
    send(visit)


def declare(visit, hub: str) -> None:
    visit.go(f"{hub}check/")
    answer(visit, {"declared_name": "Lee Seoyeon", "declared_title": "Officer", "authorised": True, "notice": True})
    send(visit)
