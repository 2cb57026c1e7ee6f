"""The pages of published lists in a browser."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.members.admin.act_pages import ActPage

ADD = "/admin/members/publishedlist/add/"
FACTS = {"title": "Partner", "publisher": "https://example.org", "as_of": "2019-12-31"}


def upload(client, content: bytes = b"", name: str = "list.csv", **changed):
    file = {"file": SimpleUploadedFile(name, content)} if content else {}
    return client.post(ADD, FACTS | file | changed)


def columns_page(client, content: bytes) -> ActPage:
    """The second page, as it was proposed."""
    form = upload(client, content).context["form"]
    typed = {name: form[name].value() for name in form.fields}
    return ActPage(client, ADD, {name: value for name, value in typed.items() if value is not None})


def page_of(published, **query) -> str:
    return reverse("admin:members_publishedlist_change", args=[published.pk]) + query_of(query)


def act(client, published, name: str, query: str = "", **data) -> ActPage:
    url = reverse(f"admin:members_publishedlist_{name}", args=[published.pk])
    return ActPage(client, f"{url}?{query}" if query else url, data)


def query_of(query: dict) -> str:
    return "?" + "&".join(f"{name}={value}" for name, value in query.items()) if query else ""


def text(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def shown(response) -> list[str]:
    return [line.finding.key for line in response.context["lines"]]
