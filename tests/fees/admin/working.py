"""The dues run in a browser, and the worker that does what was asked for."""

from django.contrib.messages import get_messages
from django.urls import reverse

from tests.members.admin.act_pages import ActPage
from wego.running import alive, run, take


def assess_page(client, url="") -> ActPage:
    """The page "Assess dues", filled in for 2020; with `url` another act of a run, which takes of it what it asks."""
    typed = {"year": "2020", "due_on": "2020-04-15", "vintage": ""}
    return ActPage(client, url or reverse("admin:fees_duesrun_add"), typed)


def page_of_run(run) -> str:
    return reverse("admin:fees_duesrun_change", args=[run.pk])


def said(response) -> list[str]:
    """What the confirmation page says will happen."""
    return [response.context["done"].message, *response.context["done"].lines]


def refusals(response) -> list[str]:
    return [error for errors in response.context["form"].errors.values() for error in errors]


def messages(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def work() -> None:
    """A worker takes what waits, and ends."""
    with alive("test") as worker:
        while row := take(worker):
            run(row)
