"""Programs that ask the API, each with its key or with none."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client

from tests.factories import UserFactory
from wego.api.keys import issue_key
from wego.dates import today
from wego.models import ApiKey, User

V1 = "/api/v1/"
FORM = {"code", "message", "param", "doc_url", "request_id"}


def make_key(*scopes: str, user: User | None = None, partner: str = "Partner") -> tuple[ApiKey, str]:
    """A key that is valid for a month, and its text."""
    chief = User.objects.filter(username="issuer").first() or UserFactory(username="issuer", is_superuser=True)
    return issue_key(partner=partner, scopes=scopes, expires_on=today() + timedelta(days=30), by=chief, user=user)


class Program:
    """Asks under /api/v1/. `key` is the row of its key, None without one."""

    def __init__(self, *scopes: str, user: User | None = None, text: str = ""):
        self.key, self.text = make_key(*scopes, user=user) if scopes else (None, text)
        self.client = Client(raise_request_exception=False)

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.text}"} if self.text else {}

    def get(self, path: str = "", headers: dict | None = None, **query):
        return self.client.get(V1 + path, query, headers=self.headers | (headers or {}))

    def follow(self, address: str):
        """An address out of an answer, which is the site's public one."""
        assert address.startswith(f"{settings.SITE_URL}/")
        parts = urlsplit(address)
        return self.client.get(f"{parts.path}?{parts.query}", headers=self.headers)

    def pages(self, path: str, **query) -> list[dict]:
        """The rows of all pages."""
        answer = self.get(path, **query).json()
        rows = answer["results"]
        while answer["next"]:
            answer = self.follow(answer["next"]).json()
            rows += answer["results"]
        return rows

    def post(self, path: str, body: object, once: str = "", **kwargs):
        headers = self.headers | ({"Idempotency-Key": once} if once else {})
        return self.client.post(V1 + path, body, content_type="application/json", headers=headers, **kwargs)


def refused(response, status: int, code: str, param: str | None = None) -> str:
    """The words of an error that has the one form, this status and this code, and is about `param`."""
    error = response.json()["error"]
    assert (response.status_code, error["code"], error["param"]) == (status, code, param), response.content
    assert set(error) == FORM
    assert error["message"]
    assert error["request_id"] == response["X-Request-ID"] != ""
    assert error["doc_url"].startswith(f"{settings.SITE_URL}/api/docs/errors/#")
    return error["message"]
