"""The receiver of the documents, run as it stands there against what the site really sends."""

import ast
import runpy
import sys
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from standardwebhooks import Webhook

from tests.wego.webhooks.working import run_jobs, tell
from wego.models import WebhookSecret
from wego.webhooks.endpoints import rotate_secret
from wego.webhooks.signing import signed_headers

EXAMPLE = settings.BASE_DIR / "docs" / "examples" / "webhook.py"
example = runpy.run_path(str(EXAMPLE))
verify, NotFromWegoError = example["verify"], example["NotFromWegoError"]

# The vector of Standard Webhooks.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
ID = "msg_p5jXN8AQM9LWM0D4loKWxJek"
AT = 1614265330
BODY = b'{"test": 2432232314}'
SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
OTHER_SECRET = "whsec_" + "A" * 43 + "="


def headers(**changed) -> dict[str, str]:
    given = {"webhook-id": ID, "webhook-timestamp": str(AT), "webhook-signature": SIGNATURE}
    return given | {name.replace("_", "-"): value for name, value in changed.items()}


def test_the_vector_is_that_of_the_standard():
    assert Webhook(SECRET).sign(ID, datetime.fromtimestamp(AT, UTC), BODY.decode()) == SIGNATURE


def test_we_sign_like_the_standard():
    signed = signed_headers(ID, BODY.decode(), secrets=[SECRET], at=datetime.fromtimestamp(AT, UTC))

    assert signed == headers()


def test_message_without_a_secret_is_not_sent():
    with pytest.raises(ValueError, match="at least one secret"):
        signed_headers(ID, "{}", secrets=[], at=datetime.fromtimestamp(AT, UTC))


def test_example_takes_the_vector():
    assert verify(headers(), BODY, SECRET, now=AT) == {"test": 2432232314}
    assert verify({name.title(): value for name, value in headers().items()}, BODY, SECRET, now=AT)


@pytest.mark.parametrize("seconds", [-300, 0, 300])
def test_example_allows_five_minutes(seconds):
    assert verify(headers(), BODY, SECRET, now=AT + seconds)


@pytest.mark.parametrize("seconds", [-301, 301, 86400])
def test_example_refuses_what_is_too_old_or_too_new(seconds):
    with pytest.raises(NotFromWegoError):
        verify(headers(), BODY, SECRET, now=AT + seconds)


@pytest.mark.parametrize(
    "changed",
    [
        {"webhook_id": ID[:-1] + "x"},
        {"webhook_timestamp": str(AT + 1)},
        {"webhook_timestamp": ""},
        {"webhook_timestamp": "١٦١٤"},
        {"webhook_timestamp": "-5"},
        {"webhook_timestamp": "9" * 400},
        {"webhook_timestamp": "9" * 5000},
        {"webhook_signature": ""},
        {"webhook_signature": SIGNATURE[:-2] + "A="},
        {"webhook_signature": SIGNATURE.replace("v1,", "v2,")},
        {"webhook_signature": SIGNATURE.removeprefix("v1,")},
        {"webhook_signature": "v1, v1 ," + SIGNATURE[:20]},
        {"webhook_signature": "v1,é"},
    ],
)
def test_example_refuses_what_was_tampered_with(changed):
    with pytest.raises(NotFromWegoError):
        verify(headers(**changed), BODY, SECRET, now=float(AT))


@pytest.mark.parametrize("body", [b"", b'{"test":2432232314}', BODY + b"\n", b'{"test": 2432232315}'])
def test_example_refuses_another_body(body):
    with pytest.raises(NotFromWegoError):
        verify(headers(), body, SECRET, now=AT)


def test_example_refuses_another_secret():
    with pytest.raises(NotFromWegoError):
        verify(headers(), BODY, OTHER_SECRET, now=AT)


def test_example_refuses_a_message_without_headers():
    with pytest.raises(NotFromWegoError):
        verify({}, BODY, SECRET, now=AT)


def test_example_takes_one_that_fits_among_several():
    signed = signed_headers(ID, BODY.decode(), secrets=[OTHER_SECRET, SECRET], at=datetime.fromtimestamp(AT, UTC))

    assert verify(signed, BODY, SECRET, now=AT) == verify(signed, BODY, OTHER_SECRET, now=AT)
    assert verify(headers(webhook_signature=f"v1a,xyz {SIGNATURE}"), BODY, SECRET, now=AT)


def test_example_needs_the_standard_library_only():
    tree = ast.parse(EXAMPLE.read_text())
    names = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]

    assert names
    assert set(names) <= sys.stdlib_module_names
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]


# --- against what the site sends -----------------------------------------------------------------
@pytest.mark.django_db
def test_example_takes_what_the_site_sends(partner, endpoint):
    tell(7)
    run_jobs(partner.network)
    [received] = partner.received
    [secret] = endpoint.valid_secrets(timezone.now())

    event = verify(received.headers, received.body, secret)

    assert (event["type"], event["data"]) == ("thing.happened", {"number": 7})
    with pytest.raises(NotFromWegoError):
        verify(received.headers, received.body.replace(b"7", b"8"), secret)
    with pytest.raises(NotFromWegoError):
        verify(received.headers, received.body, OTHER_SECRET)


@pytest.mark.django_db
def test_example_takes_old_and_new_secret_while_it_is_replaced(partner, endpoint, officer, time_machine):
    old = WebhookSecret.objects.get().value
    new = rotate_secret(endpoint, hours=24, by=officer).value
    tell(1)
    run_jobs(partner.network)

    [received] = partner.received
    assert len(received.headers["webhook-signature"].split(" ")) == 2
    assert verify(received.headers, received.body, old) == verify(received.headers, received.body, new)

    time_machine.move_to(timezone.now() + timedelta(hours=25), tick=False)
    tell(2)
    run_jobs(partner.network)

    received = partner.received[1]
    assert verify(received.headers, received.body, new)["data"] == {"number": 2}
    with pytest.raises(NotFromWegoError):
        verify(received.headers, received.body, old)
