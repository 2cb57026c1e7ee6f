"""When a delivery is tried again: a table, no clock, no database."""

from datetime import timedelta
from random import uniform

PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
    timedelta(hours=24),
    timedelta(hours=36),
)
"""The pause after the first try, the second, ... The first comes at once, so there are eight within three days."""
TRIES = len(PAUSES) + 1
PATIENCE = timedelta(days=3)
"""An endpoint to which nothing could be delivered for this long is switched off."""
SPREAD = 0.1


def pause_after(tries: int) -> timedelta | None:
    """How long after the `tries`-th try the next one comes, up to a tenth shorter than the table says, so that what
    failed together does not come back together. None after the last."""
    return None if tries >= TRIES else PAUSES[tries - 1] * uniform(1 - SPREAD, 1)
