"""Logs: one JSON object a line on stderr, or plain lines while developing.

Quiet by default, so that commands print results and nothing else; the site and the worker raise the
level to LOG_LEVEL. Never logged: request bodies, query strings, tokens, cookies.
"""

import logging
import re

import structlog

# Long random parts of an address may open something by themselves (a signed link).
KEY_IN_PATH = re.compile(r"(?<=/)[\w:-]{24,}")
SECRET_NAMES = ("password", "secret", "token", "authorization", "cookie", "api_key", "sessionid")


def hide_secrets(_logger, _method, event: dict) -> dict:
    """Blank the values of fields whose name tells of a secret."""
    for name in event:
        if any(secret in name.lower() for secret in SECRET_NAMES):
            event[name] = "[hidden]"
    return event


def hide_keys(_logger, _method, event: dict) -> dict:
    """Take the keys out of the addresses that a line names: Django writes one where it refuses a request."""
    event["event"] = KEY_IN_PATH.sub("[hidden]", str(event["event"]))
    return event


SHARED = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    hide_secrets,
    hide_keys,
]


def configure(*, plain: bool) -> dict:
    """Set structlog up, and return the setting LOGGING."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": SHARED,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    *(_plain() if plain else _json()),
                ],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            # Replace Django's own handlers; each request has its line from wego.middleware already.
            "django": {"handlers": [], "propagate": True},
            "django.request": {"level": "CRITICAL"},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
            "gunicorn.error": {"handlers": [], "propagate": True},
        },
    }


def _json() -> list:
    # Tracebacks without the values of local variables: those hold what must not be logged.
    return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(default=str)]


def _plain() -> list:
    return [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]


def raise_level(level: str) -> None:
    """From here on this process tells what it does."""
    logging.getLogger().setLevel(level)
