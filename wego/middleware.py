"""Gives each request its id and its line in the log."""

import re

import structlog
from django_structlog.middlewares import RequestMiddleware

# Long random parts of an address may open something by themselves (a signed link).
KEY_IN_PATH = re.compile(r"[\w:-]{24,}")


class RequestLogMiddleware(RequestMiddleware):
    """Logs the path without its query string and keys, and tells the caller the request's id."""

    @staticmethod
    def format_request(request) -> str:
        return f"{request.method} {KEY_IN_PATH.sub('[hidden]', request.path)}"

    def handle_response(self, request, response) -> None:
        response["X-Request-ID"] = structlog.contextvars.get_contextvars().get("request_id", "")
        super().handle_response(request, response)
