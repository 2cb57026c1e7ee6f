"""The signature of a message, after Standard Webhooks (docs/webhooks.md)."""

from collections.abc import Sequence
from datetime import datetime

from standardwebhooks import Webhook


def signed_headers(webhook_id: str, body: str, *, secrets: Sequence[str], at: datetime) -> dict[str, str]:
    """The three headers of the standard; one signature for each secret, the newest first.

    `at` is the moment of sending in UTC: each try has its own.
    """
    signatures = [Webhook(secret).sign(webhook_id, at, body) for secret in secrets]
    if not signatures:
        raise ValueError("a message is signed with at least one secret")
    return {
        "webhook-id": webhook_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
