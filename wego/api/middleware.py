"""Answers under /api/ that no operation gave: an address that is none, a host that is not ours, a fault."""

import uuid

import structlog
from django.http import HttpRequest, JsonResponse

from wego.api.errors import plain_error

log = structlog.get_logger(__name__)
PREFIX = "/api/"
VERSION = "/api/v1/"


class ApiErrorsMiddleware:
    """Gives every error under /api/ the one form. Headers stay, Allow and Retry-After among them."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest):
        if request.path_info.startswith(VERSION) and self._lacks_slash(request):
            return self._answer(404)  # a redirect would lose the body
        response = self.get_response(request)
        is_error = response.status_code >= 400 and request.path_info.startswith(PREFIX)
        if not is_error or response.get("Content-Type", "").startswith("application/json"):
            return response
        plain = self._answer(response.status_code, response.get("X-Request-ID", ""))
        for name, value in response.items():
            if name not in ("Content-Type", "Content-Length"):
                plain[name] = value
        return plain

    @staticmethod
    def _answer(status: int, request_id: str = "") -> JsonResponse:
        """A request that ended before it had its id is given one here, which the log knows too."""
        if not request_id:
            request_id = str(uuid.uuid4())
            log.info("request_refused", request_id=request_id, code=status)
        plain = plain_error(status, request_id)
        plain["X-Request-ID"] = request_id
        return plain

    @staticmethod
    def _lacks_slash(request: HttpRequest) -> bool:
        return request.method not in ("GET", "HEAD") and not request.path_info.endswith(("/", ".json"))
