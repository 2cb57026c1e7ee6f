"""Acts that are asked for again are done once (Idempotency-Key).

A program that did not hear the answer sends the request again with the same key, and gets the answer of the first.
The answer is kept in the transaction of the act; a refusal is not kept, so the key stays free for the next try.
"""

import hashlib
import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import DatabaseError, IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from wego.api.errors import ApiError, is_locked
from wego.models import KeptAnswer

HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
KEPT_FOR = timedelta(hours=48)
"""At least a day is promised."""
NAME = re.compile(r"[\x21-\x7e]{1,255}")


def answer_once(request, act: Callable[[], Response]) -> Response:
    """Do `act` in one transaction, and for a request with an Idempotency-Key once.

    The same request again is given the first one's answer; another request with that key is refused, and so is one
    that comes while the first is at work for longer than the database waits.
    """
    name = request.headers.get(HEADER)
    if name is not None and not NAME.fullmatch(name):
        raise ApiError(400, "invalid", _("1 to 255 letters, digits and signs, without spaces."), param=HEADER)
    with transaction.atomic():
        return act() if name is None else _kept(request, name, act)


def _kept(request, name: str, act: Callable[[], Response]) -> Response:
    digest = digest_of(request)
    row, is_first = _claim(request.auth, name, digest)
    if not is_first:
        return _replay(row, digest)
    answer = act()
    row.status, row.body = answer.status_code, JSONRenderer().render(answer.data).decode()
    row.save(update_fields=["status", "body"])
    return answer


def _claim(client, name: str, digest: str) -> tuple[KeptAnswer, bool]:
    """The row of the key, and whether it is ours: the unique index has a second request wait for the first."""
    try:
        with transaction.atomic():
            return KeptAnswer.objects.create(client=client, name=name, request_digest=digest), True
    except IntegrityError:
        return KeptAnswer.objects.get(client=client, name=name), False
    except DatabaseError as error:
        if is_locked(error):
            raise ApiError(409, "in_flight", param=HEADER) from error
        raise


def _replay(row: KeptAnswer, digest: str) -> Response:
    if row.request_digest != digest:
        raise ApiError(422, "other_body", param=HEADER)
    return Response(json.loads(row.body), status=row.status, headers={REPLAYED: "true"})


def digest_of(request) -> str:
    """SHA-256 of what makes two requests the same: where they go, and every byte of the body."""
    return hashlib.sha256(f"{request.method} {request.path}\n".encode() + request._request.body).hexdigest()


def forget_old_answers(now: datetime) -> int:
    return KeptAnswer.objects.filter(recorded_at__lt=now - KEPT_FOR).delete()[0]
