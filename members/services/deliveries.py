"""Mail that takes papers to their recipients."""

import re

from django.core.mail import EmailMessage
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import Delivery
from members.services.papers import read_file

State = Delivery.State
TOLD = ("to_address", "subject", "body", "error")
"""Where an address may stand."""


class DeliveryError(Exception):
    """A mail could not be sent. Says which and why, and no address: it ends up in logs."""


def deliver(key: int, *, is_last_try: bool) -> str:
    """Send a delivery that waits; its state afterwards. One that was sent, failed or withdrawn is left alone.

    A crash between the mail server's answer and our note of it sends twice, with the same Message-ID.
    """
    waiting = Delivery.objects.filter(pk=key, state=State.WAITING)
    if not waiting.update(tries=F("tries") + 1):
        return Delivery.objects.values_list("state", flat=True).get(pk=key)
    try:
        message_of(Delivery.objects.select_related("paper").get(pk=key)).send()
    except Exception as error:
        state = State.FAILED if is_last_try else State.WAITING
        waiting.update(state=state, error=f"{type(error).__name__}: {error}"[:1000])
        raise DeliveryError(f"delivery {key}: {type(error).__name__}") from None
    waiting.update(state=State.SENT, sent_at=timezone.now(), error="")
    return State.SENT


def message_of(delivery: Delivery) -> EmailMessage:
    """The mail as it is sent each time, with the files of the paper."""
    message = EmailMessage(
        subject=delivery.subject,
        body=delivery.body,
        to=[delivery.to_address],
        headers={"Message-ID": delivery.message_id},
    )
    for file in delivery.paper.files.all():
        message.attach(file.name, read_file(file), file.content_type)
    return message


def erase_address(address: str) -> int:
    """Take a person's address out of all deliveries (S21); in how many it stood.

    What was sent stays on record without it; what still waits is not sent any more.
    """
    stands = Q()
    for name in TOLD:
        stands |= Q(**{f"{name}__icontains": address})
    anywhere = re.compile(re.escape(address), re.IGNORECASE)
    found = list(Delivery.objects.filter(stands))
    for delivery in found:
        for name in TOLD:
            setattr(delivery, name, anywhere.sub("", getattr(delivery, name)))
        if delivery.state == State.WAITING and not delivery.to_address:
            delivery.state, delivery.error = State.FAILED, _("The address was erased.")
        delivery.save(update_fields=[*TOLD, "state"])
    return len(found)
