"""What the events are called that partners can be told of. Each app names its own in AppConfig.ready."""

from django.utils.translation import gettext_lazy as _

TEST = "webhook.test"
EVENT_TYPES: dict[str, str] = {}
"""Name in the messages -> words for those who choose. TEST is not chosen: it is sent by an act."""


def name_event_types(names: dict[str, str]) -> None:
    EVENT_TYPES.update(names)


def words_of(event_type: str) -> str:
    """The type in the reader's language."""
    return str(_("test event") if event_type == TEST else EVENT_TYPES.get(event_type, event_type))
