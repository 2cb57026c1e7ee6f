"""Checks that a message comes from WeGO and was not changed on its way. Standard library only; copy it as it is.

    event = verify(request.headers, request.body, "whsec_...")      # the body as bytes, before anything parses it
    if event["type"] == "member.status_changed": ...

Answer with 2xx once the event is kept, and work on it afterwards. The same event may come twice: remember the ids.
"""

import base64
import hashlib
import hmac
import json
import time

TOLERANCE = 5 * 60  # seconds by which the clocks may differ


class NotFromWegoError(Exception):
    """Do not believe this message. Answer with status 400."""


def verify(headers, body: bytes, secret: str, *, now: float | None = None) -> dict:
    """The event in the body. `headers`: a mapping; upper and lower case make no difference."""
    given = {name.lower(): value for name, value in headers.items()}
    message_id = given.get("webhook-id", "")
    timestamp = given.get("webhook-timestamp", "")
    signatures = given.get("webhook-signature", "")

    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 12):
        raise NotFromWegoError("no timestamp")
    if abs((time.time() if now is None else now) - int(timestamp)) > TOLERANCE:
        raise NotFromWegoError("too old, or from the future: is your clock right?")

    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{message_id}.{timestamp}.".encode() + body
    expected = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    # While a secret is replaced there are two signatures, one of the old and one of the new: one that fits is enough.
    if not any(hmac.compare_digest(expected.encode(), one.encode()) for one in signatures.split(" ")):
        raise NotFromWegoError("no signature fits")
    return json.loads(body)
