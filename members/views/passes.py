"""The pass of an applicant, kept in the session; and what was typed when there was none (A15)."""

import time
from collections.abc import Mapping
from uuid import UUID

from members.models import Applicant

PASS, HELD = "applicant", "held_answers"
HOURS = 8
HELD_PAGES = 3  # pages of answers that are held for somebody whose session is over


def give_pass(request, applicant: Applicant) -> None:
    """From here on the browser may see what the applicant wrote or sent; under a new session key."""
    request.session.cycle_key()
    only = str(applicant.only) if applicant.only else ""
    request.session[PASS] = {"email": applicant.email, "only": only, "at": time.time()}


def applicant_of(request) -> Applicant | None:
    """Who applies in this browser; None after HOURS, or where no link was opened."""
    found = request.session.get(PASS)
    if not found or time.time() - found["at"] > HOURS * 3600:
        return None
    return Applicant(found["email"], UUID(found["only"]) if found["only"] else None)


def take_pass(request) -> None:
    request.session.pop(PASS, None)
    request.session.pop(HELD, None)


def hold(request, key: UUID, part: str, typed: Mapping) -> None:
    """Keep what was typed after the pass ran out; it comes back when the link is opened in this browser."""
    held = request.session.get(HELD, {})
    held[f"{key} {part}"] = dict(typed)
    request.session[HELD] = dict(list(held.items())[-HELD_PAGES:])


def held_for(request, key: UUID, part: str) -> dict | None:
    """What was held for this page, once."""
    held = request.session.get(HELD, {})
    found = held.pop(f"{key} {part}", None)
    if found is not None:
        request.session[HELD] = held
    return found
