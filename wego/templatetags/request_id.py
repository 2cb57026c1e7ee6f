import structlog
from django import template

register = template.Library()


@register.simple_tag
def request_id() -> str:
    """The id under which the log tells about the request at hand; '' outside of one. Needs no context."""
    return structlog.contextvars.get_contextvars().get("request_id", "")
