"""The queue of exceptions of a dues run, and the pages of the acts on each."""

from django.test import Client
from django.urls import reverse

from fees.models import Settlement
from fees.services.settlements import propose_settlement
from tests.factories import rights, rights_to_look
from tests.members.admin.act_pages import ActPage

QUEUE = reverse("admin:fees_duesexception_changelist")
STATED = {"way": "other_source", "value": "7 300", "reference_year": "2018", "source": "IMF", "reason": "newer"}
CONFIRMED = {"outcome": "confirmed", "note": ""}


def allowed(person, *codenames) -> Client:
    """A browser of the person, who may see the dues and do this."""
    person.user_permissions.set([*rights_to_look(), *rights(*codenames)])
    browser = Client()
    browser.force_login(person)
    return browser


def page(exception, name="change") -> str:
    return reverse(f"admin:fees_duesexception_{name}", args=[exception.pk])


def act(browser, exception, name, /, **data) -> ActPage:
    return ActPage(browser, page(exception, name), data)


def said(response) -> list[str]:
    return [response.context["done"].message, *response.context["done"].lines]


def offered(browser, exception) -> list[str]:
    return [one["title"] for one in browser.get(page(exception)).context["acts"]]


def propose(exception, by, **given) -> Settlement:
    stated = {"way": "other_source", "value": "7300", "reference_year": 2018, "source": "IMF", "reason": "newer"}
    return propose_settlement(exception, by=by, **{**stated, **given})
