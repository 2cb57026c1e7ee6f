"""Webhooks in the back office: every act through its page, the secret once, trouble on the overview."""

import json

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests.factories import UserFactory
from tests.wego.tls import URL
from tests.wego.webhooks.working import CONTACT, HAPPENED, add, run_jobs, states, tell
from wego.acts import CONFIRM, SEEN
from wego.models import AuditEntry, WebhookDelivery, WebhookEndpoint, WebhookSecret
from wego.roles import Role
from wego.webhooks.endpoints import pause_endpoint, show_secret

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

NEW = {
    "partner": "Smart Partner",
    "url": URL,
    "event_types": [HAPPENED],
    "contact_email": CONTACT,
    "contact_language": "en",
}


@pytest.fixture
def administrator():
    person = UserFactory(username="adm")
    person.groups.add(Group.objects.get(name=Role.ADMINISTRATOR))
    return person


@pytest.fixture
def office(client, administrator):
    client.force_login(administrator)
    return client


def address(row, act: str) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{act}", args=[row.pk])


ADD = reverse("admin:wego_webhookendpoint_add")


def preview(office, url: str, data: dict | None = None) -> list[str]:
    """What is said will happen."""
    response = office.post(url, data or {})
    done = response.context["done"]
    return [str(done.message), *map(str, done.lines)]


def confirm(office, url: str, data: dict | None = None):
    """The act, done; the page that follows."""
    seen = office.post(url, data or {}).context["seen"]
    response = office.post(url, {**(data or {}), CONFIRM: "1", SEEN: seen})
    assert response.status_code == 302
    return response


# --- endpoints -----------------------------------------------------------------------------------
def test_endpoint_is_added_after_a_preview_and_shows_its_secret_once(office):
    assert preview(office, ADD, NEW) == [
        "Smart Partner is told of events from now on.",
        f"Address: {URL}",
        "Events: something happened",
        "Mail about trouble goes to ops@partner.example (English).",
        "The next page shows the secret, once.",
    ]
    assert not WebhookEndpoint.objects.exists()

    follows = confirm(office, ADD, NEW)["Location"]

    endpoint, secret = WebhookEndpoint.objects.get(), WebhookSecret.objects.get().value
    assert follows == address(endpoint, "show-secret")
    assert secret not in office.get(follows).content.decode()
    shown = office.post(follows)
    assert secret in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    again = office.post(follows).content.decode()
    assert secret not in again
    assert "is shown once only. Make a new one." in again


def exported(office) -> str:
    url = reverse("admin:wego_webhookendpoint_export")
    columns = {field.html_name: "on" for field in office.get(url).context["form"] if field.widget_type == "checkbox"}
    return office.post(url, {"format": "1", "resource": "0", "purpose": "check", **columns}).content.decode()


def test_secret_stands_nowhere_else(office, administrator):
    confirm(office, ADD, NEW)
    endpoint, secret = WebhookEndpoint.objects.get(), WebhookSecret.objects.get().value
    told = [
        office.get(address(endpoint, "change")).content.decode(),
        office.get(reverse("admin:wego_webhookendpoint_changelist")).content.decode(),
        exported(office),
        json.dumps(list(AuditEntry.objects.values_list("facts", flat=True))),
        json.dumps(dict(office.session), default=str),
    ]

    assert "Smart Partner" in told[2]
    assert [text for text in told if secret in text or secret.removeprefix("whsec_") in text] == []


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://127.0.0.1/", "a number is no name."),
        ("http://hooks.partner.example/", "The address must begin with https://."),
        ("https://user@hooks.partner.example/", "The address must not hold a user name or password."),
    ],
)
def test_bad_address_is_refused_beside_its_field(office, url, words):
    response = office.post(ADD, NEW | {"url": url})

    assert words in str(response.context["form"].errors["url"])
    assert '<a href="#id_url">' in response.content.decode()


def test_same_address_twice_is_refused_beside_its_field(office, officer):
    add(by=officer)

    response = office.post(ADD, NEW)

    assert "This address is an endpoint already. Change that one." in response.content.decode()


def test_endpoint_is_changed(office, endpoint):
    confirm(office, address(endpoint, "change-endpoint"), NEW | {"url": "https://new.example.org/"})

    endpoint.refresh_from_db()
    assert endpoint.url == "https://new.example.org/"


def test_new_secret_says_what_becomes_of_the_old(office, endpoint, administrator):
    show_secret(endpoint, by=administrator)
    url = address(endpoint, "rotate-secret")

    assert preview(office, url, {"hours": 1})[1] == "The secret until now signs for 1 more hour."
    assert preview(office, url, {"hours": 48})[1] == "The secret until now signs for 48 more hours."
    assert preview(office, url, {"hours": 0})[1] == "The secret until now is void at once."
    assert confirm(office, url, {"hours": 48})["Location"] == address(endpoint, "show-secret")
    assert len(endpoint.valid_secrets(timezone.now())) == 2


def test_endpoint_is_paused_and_resumed(office, endpoint):
    tell(1)
    confirm(office, address(endpoint, "pause"))
    tell(2)
    assert not WebhookEndpoint.objects.get().active

    assert preview(office, address(endpoint, "resume"), {"catch_up": "on"})[1:] == [
        "Events that wait: 1",
        "Events that it missed and that are sent now: 1",
    ]
    confirm(office, address(endpoint, "resume"), {"catch_up": "on"})

    assert WebhookEndpoint.objects.get().active
    assert states() == ["waiting", "waiting"]


def test_test_event_leads_to_the_page_that_shows_its_answer(office, endpoint, partner):
    follows = confirm(office, address(endpoint, "send-test"))["Location"]
    partner.said = b"pong <script>"
    run_jobs(partner.network)

    page = office.get(follows).content.decode()

    assert follows == address(WebhookDelivery.objects.get(), "change")
    assert "test event" in page
    assert "pong &lt;script&gt;" in page


def test_time_is_sent_again_after_a_preview_of_how_many(office, endpoint, partner):
    for number in range(3):
        tell(number)
    run_jobs(partner.network)
    now = timezone.localtime()
    data = {"since": f"{now:%Y-%m-%d}T00:00", "until": f"{now:%Y-%m-%d}T23:59"}
    url = address(endpoint, "replay")

    assert preview(office, url, data)[0] == "3 events are sent to Smart Partner."
    assert states() == ["delivered"] * 3
    confirm(office, url, data)

    assert states() == ["waiting"] * 3


def test_time_in_which_nothing_happened_is_refused(office, endpoint):
    response = office.post(address(endpoint, "replay"), {"since": "2020-01-01T00:00", "until": "2020-01-02T00:00"})

    assert "Nothing happened in this time." in response.content.decode()


def test_delivery_is_sent_again(office, endpoint, partner):
    tell(1)
    run_jobs(partner.network)
    delivery = WebhookDelivery.objects.get()

    said = preview(office, address(delivery, "send-again"))
    assert said[1:] == [f"Under its old id: {delivery.event.webhook_id}", "State until now: delivered"]
    confirm(office, address(delivery, "send-again"))

    assert states() == ["waiting"]


def test_buttons_are_those_that_make_sense(office, endpoint, officer):
    def buttons():
        return [act["url"].split("/")[-2] for act in office.get(address(endpoint, "change")).context["acts"]]

    assert buttons() == ["show-secret", "change-endpoint", "rotate-secret", "pause", "send-test", "replay"]
    show_secret(endpoint, by=officer)
    pause_endpoint(endpoint, by=officer)
    assert buttons() == ["change-endpoint", "rotate-secret", "resume"]


def test_page_of_a_delivery_shows_every_try(office, endpoint, partner):
    partner.status, partner.said = 500, b"database is down"
    tell(1)
    run_jobs(partner.network)

    page = office.get(address(WebhookDelivery.objects.get(), "change")).content.decode()

    for words in ("database is down", "500", "&quot;number&quot;: 1", "waiting"):
        assert words in page


# --- who may -------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SECRETARY_GENERAL])
def test_who_only_looks_has_no_buttons_and_no_acts(client, endpoint, role):
    person = UserFactory(username="looks")
    person.groups.add(Group.objects.get(name=role))
    client.force_login(person)

    assert client.get(address(endpoint, "change")).context["acts"] == []
    assert client.post(address(endpoint, "show-secret")).status_code == 403
    assert client.post(ADD, NEW).status_code == 403
    assert WebhookSecret.objects.get().shown_at is None


# --- the overview --------------------------------------------------------------------------------
def titles(client) -> list[str]:
    return [panel["title"] for panel in client.get(reverse("admin:index")).context["panels"]]


def test_overview_says_nothing_while_all_is_well(office, endpoint, officer):
    pause_endpoint(endpoint, by=officer)

    assert "Webhooks" not in titles(office)


def test_overview_names_who_is_switched_off_and_counts_what_was_given_up(office, endpoint, partner):
    partner.status = 410
    tell(1)
    run_jobs(partner.network)

    page = office.get(reverse("admin:index")).content.decode()

    assert "Webhooks" in titles(office)
    assert f'<a href="{address(endpoint, "change")}">Smart Partner</a>' in page
    assert "it answered that it is gone (410)" in page
    assert "state__exact=failed" in page


def test_overview_costs_two_queries_whatever_is_off(office, officer):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            office.get(reverse("admin:index"))
        return sum("webhook" in query["sql"] for query in captured if query["sql"].startswith("SELECT"))

    off = {"active": False, "disabled_at": timezone.now(), "disabled_reason": "failing"}
    counts = []
    for number in range(3):
        add(by=officer, url=f"https://a{number}.example.org/")
        WebhookEndpoint.objects.update(**off)
        counts.append(queries())

    assert counts == [2, 2, 2]


def test_overview_shows_those_without_the_right_nothing(client, endpoint):
    client.force_login(UserFactory(username="none"))
    WebhookEndpoint.objects.update(active=False, disabled_at=timezone.now(), disabled_reason="gone")

    assert "Webhooks" not in titles(client)


def test_jobs_in_the_queue_hold_no_secret_and_no_payload(endpoint):
    tell(1)

    assert [row.args_kwargs for row in DBTaskResult.objects.all()] == [{"args": [endpoint.pk], "kwargs": {}}]
