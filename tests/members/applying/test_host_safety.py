"""Whatever host a request names, links in mail begin with SITE_URL; and no page leads to another site."""

import re
from urllib.parse import urlencode, urljoin, urlsplit

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from members.models import Paper
from members.services.loading_letters import load_letter_texts
from tests.factories import UserFactory
from tests.members.admin.letter_pages import act_page
from tests.members.applying.applicant import DECLARATION, EVERY_KIND, LINK, Person, last_link
from tests.members.letters import run_jobs
from wego.dates import today

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

EVIL = "evil.example"
POISONED = {
    "Host": {"HTTP_HOST": EVIL},
    "Host with a port": {"HTTP_HOST": f"{EVIL}:8443"},
    "Host with a name before it": {"HTTP_HOST": f"testserver@{EVIL}"},
    "Host with a port that is none": {"HTTP_HOST": f"testserver:80@{EVIL}"},
    "Host below our own": {"HTTP_HOST": f"testserver.{EVIL}"},
    "Host with a space": {"HTTP_HOST": f"testserver {EVIL}"},
    "X-Forwarded-Host": {"HTTP_X_FORWARDED_HOST": EVIL},
    "X-Forwarded-Host, two": {"HTTP_X_FORWARDED_HOST": f"testserver, {EVIL}"},
    "X-Host": {"HTTP_X_HOST": EVIL, "HTTP_X_FORWARDED_SERVER": EVIL},
    "Forwarded": {"HTTP_FORWARDED": f"for=1.1.1.1;host={EVIL};proto=http"},
    "absolute address": {"REQUEST_URI": f"http://{EVIL}/apply/begin/", "RAW_URI": f"http://{EVIL}/apply/begin/"},
    "name of the server": {"SERVER_NAME": EVIL, "SERVER_PORT": "80"},
}
ADDRESS = re.compile(r"\w+://\S+")
PAYLOADS = [
    *("https://evil.example", "http://evil.example/apply/", "//evil.example", "///evil.example", "////evil.example"),
    *("https:evil.example", "https:/evil.example", "https:///evil.example", "http:\\\\evil.example"),
    *(
        "\\\\evil.example",
        "/\\evil.example",
        "\\/evil.example",
        "/\\/evil.example",
        "/%2fevil.example",
        "/%5cevil.example",
    ),
    *("%2f%2fevil.example", "//evil%2eexample", "//evil.example%2f..", "/\t/evil.example", "/\n/evil.example"),
    *("\r\nLocation: https://evil.example", "%0d%0aLocation:%20https://evil.example", "\x00//evil.example"),
    *(" //evil.example", "\u00a0//evil.example", "//evil\u3002example", "／／evil.example", "//ⓔvil.example"),
    *("javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)", "data:text/html,x", "vbscript:x"),
    *("//testserver@evil.example", "https://testserver:443@evil.example", "https://testserver.evil.example"),
    *("//evil.example#check", "//evil.example?check", "check//evil.example", ".evil.example", "@evil.example"),
]
NAMES = ("next", "back", "return", "url", "redirect", "redirect_to", "continue", "goto")


def leaves_the_site(location: str) -> bool:
    """As browsers read it: backslashes are slashes, and what is not seen is not there."""
    seen = "".join(one for one in location.strip() if one not in "\t\r\n\0").replace("\\", "/")
    whole = urlsplit(urljoin("https://testserver/apply/", seen))
    return seen.startswith("//") or (whole.scheme, whole.netloc) != ("https", "testserver")


# --- hosts ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("hosts", [["*"], ["testserver"]], ids=["any host comes in", "our host alone"])
@pytest.mark.parametrize("variant", POISONED, ids=str)
def test_links_in_mail_begin_with_our_own_address(korea, officer, settings, variant, hosts):
    settings.ALLOWED_HOSTS = hosts
    person = Person("anna@goyang.example", **POISONED[variant])

    went = [person.ask("begin", kind="city").status_code]
    if went == [302]:
        key = Person("anna@goyang.example", **POISONED[variant]).begin()
        went.append(person.ask("return").status_code)
        person.open()
        person.fill(key)
        went.append(person.send(key).status_code)

    named = [address for message in mail.outbox for address in ADDRESS.findall(message.subject + message.body)]
    assert [one for one in named if not one.startswith(settings.SITE_URL)] == []
    assert not [message for message in mail.outbox if EVIL in message.message().as_string()]
    assert went in ([400], [302] * 3)
    if went != [400]:
        assert len(mail.outbox) == 5
        assert all(LINK.search(message.body) for message in mail.outbox)


def test_letter_of_an_act_leads_to_our_own_address(anna, settings):
    settings.ALLOWED_HOSTS = ["*"]
    load_letter_texts()
    application = anna.apply()
    office = Client(HTTP_HOST=EVIL, HTTP_X_FORWARDED_HOST=EVIL)
    office.force_login(UserFactory(is_superuser=True))
    count = len(mail.outbox)
    act = act_page(office, application, "acknowledgement", issued_on=str(today()), to=[anna.email])

    act.confirm(act.preview())
    run_jobs()

    [letter] = mail.outbox[count:]
    assert Paper.objects.get().application == application
    assert ADDRESS.findall(letter.body) == [
        settings.SITE_URL,
        settings.SITE_URL + reverse("members:apply_hub", args=[application.key]),
    ]


# --- redirects -----------------------------------------------------------------------------------
def test_payloads_are_many_and_read_as_browsers_do():
    assert len(set(PAYLOADS)) >= 40
    assert sum(map(leaves_the_site, PAYLOADS)) >= 20
    assert not leaves_the_site("/apply/")


@pytest.mark.parametrize("payload", PAYLOADS, ids=ascii)
def test_no_page_leads_to_another_site(anna, draft, payload):
    given = dict.fromkeys(NAMES, payload)
    anna.ask("return")
    link = last_link(anna.email)
    pages = [("apply_begin",), ("apply_return",), ("apply_mine",), ("apply_privacy",), ("apply",), ("apply_mail_sent",)]
    pages += [(name, draft) for name in ("apply_hub", "apply_check", "apply_fee", "apply_delete", "apply_sent")]
    pages += [("apply_part", draft, "name"), ("apply_part", draft, "letter")]
    typed = {**EVERY_KIND["name"], **DECLARATION, "kind": "city", "email": "new@goyang.example", "done": "1", **given}
    acts = [link, *(reverse(f"members:{one[0]}", args=one[1:]) for one in pages), "/i18n/setlang/"]
    acts.remove(reverse("members:apply_delete", args=[draft]))
    acts += [reverse("members:apply_links", args=[draft]), reverse("members:apply_leave")]

    looked = [anna.client.get(reverse(f"members:{one[0]}", args=one[1:]), given) for one in pages]
    acted = [anna.client.post(url, typed, QUERY_STRING=urlencode(given)) for url in acts]

    redirects = [one["Location"] for one in [*looked, *acted] if one.has_header("Location")]
    assert [one for one in redirects if leaves_the_site(one)] == []
    assert len(redirects) >= 8


def test_every_page_of_the_flow_is_served_under_any_path_of_the_site_alone(anna, draft):
    """Two slashes at the beginning would be another host in the answer that adds the last one."""
    for path in (f"//{EVIL}/apply", f"//{EVIL}/%2e%2e/apply/begin", f"/\\{EVIL}/apply"):
        response = Client().get(path)
        assert not response.has_header("Location") or not leaves_the_site(response["Location"])
    assert settings.APPEND_SLASH
