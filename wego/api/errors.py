"""Errors of the API in one form, whatever went wrong:

    {"error": {"code": ..., "message": ..., "param": ..., "doc_url": ..., "request_id": ...}}

`code` is for programs and stays the same; `message` is for people, in the language they ask for; `param` names the
parameter, field or header that it is about (null: none).
"""

from collections.abc import Mapping

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, RequestDataTooBig, ValidationError
from django.db import DatabaseError
from django.http import Http404, JsonResponse
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import exception_handler

from wego.requests import current_request_id

GUIDE = "/api/docs/errors/"

CODES = {
    "invalid": _("What was sent is not as the description of the operation says; param names where."),
    "required": _("Something is missing that is needed; param names it."),
    "unknown_parameter": _("The operation has no parameter of this name: a spelling mistake would go unnoticed."),
    "repeated_parameter": _("A parameter is given once: of two values one would go unnoticed."),
    "unknown_field": _("The operation takes no field of this name."),
    "bad_cursor": _("The cursor is not one of this list: take the next one of an answer as it is, or begin without."),
    "malformed": _("The body cannot be read as JSON."),
    "before_register": _("The register begins later than the day that was asked for."),
    "not_authenticated": _("The operation needs a key: Authorization: Bearer wego_..."),
    "bad_key": _("There is no such key. It was shown once, when it was issued."),
    "key_revoked": _("The key was revoked. Ask the Secretariat for another one."),
    "key_expired": _("The last day of the key is over. Ask the Secretariat for another one."),
    "permission_denied": _("The key does not open this, or the person in whose name it acts may not do it."),
    "not_found": _("There is nothing at this address, or the key may not see it."),
    "method_not_allowed": _("The address does not take this method; the header Allow names those it takes."),
    "not_acceptable": _("The API answers in JSON only."),
    "unsupported_media_type": _("The body has to be JSON: Content-Type: application/json."),
    "too_large": _("The body is larger than the API takes."),
    "in_flight": _("The first request with this Idempotency-Key has not ended yet. Send it again in a moment."),
    "other_body": _("This Idempotency-Key was used for another request. Take a new one."),
    "busy": _("Somebody else is at work on the same thing. Nothing was saved: send it again."),
    "throttled": _("Too many requests; the header Retry-After says how many seconds to wait."),
    "bad_request": _("The request cannot be understood."),
    "internal": _("A fault of ours. Nothing was saved; if you report it, quote the request id."),
    "refused": _("A rule of the register or of the dues forbids it: every other code; the message says which."),
}
"""What each code means, for the page that `doc_url` leads to."""


class ApiError(exceptions.APIException):
    """A refusal of the API itself."""

    def __init__(self, status_code: int, code: str, message=None, param: str | None = None):
        super().__init__(message or CODES[code], code)
        self.status_code = status_code
        self.param = param


def body_of(code: str, message, param: str | None = None, request_id: str | None = None) -> dict:
    return {
        "error": {
            "code": code,
            "message": str(message),
            "param": param,
            "doc_url": f"{settings.SITE_URL}{GUIDE}#{code if code in CODES else 'refused'}",
            "request_id": current_request_id() if request_id is None else request_id,
        }
    }


BY_STATUS = {
    400: "bad_request",
    401: "not_authenticated",
    403: "permission_denied",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    429: "throttled",
}


def plain_error(status_code: int, request_id: str) -> JsonResponse:
    """The error for an answer that no operation gave."""
    code = BY_STATUS.get(status_code, "internal" if status_code >= 500 else "bad_request")
    return JsonResponse(body_of(code, CODES[code], request_id=request_id), status=status_code)


KNOWN = {
    Http404: exceptions.NotFound,
    PermissionDenied: exceptions.PermissionDenied,
    RequestDataTooBig: lambda: ApiError(413, "too_large"),
}
"""What Django raises -> what the API calls it."""


def answer_refusal(error: Exception, context: Mapping) -> Response | None:
    """The answer to whatever an operation raised; None for what is a fault of ours."""
    if isinstance(error, ValidationError):
        return _service_refusal(error, context["view"])
    if isinstance(error, DatabaseError) and is_locked(error):
        return Response(body_of("busy", CODES["busy"]), status.HTTP_409_CONFLICT, headers={"Retry-After": "1"})
    error = KNOWN[type(error)]() if type(error) in KNOWN else error
    answer = exception_handler(error, context)
    if answer is not None:
        answer.data = body_of(*_code_and_words(error))
    return answer


def _code_and_words(error: exceptions.APIException) -> tuple[str, object, str | None]:
    if isinstance(error, exceptions.ValidationError):
        return _first(error.detail)
    code = {"authentication_failed": "bad_key", "parse_error": "malformed"}.get(error.detail.code, error.detail.code)
    is_ours = isinstance(error, ApiError | exceptions.AuthenticationFailed)
    return code, error.detail if is_ours or code not in CODES else CODES[code], getattr(error, "param", None)


def _first(detail, path: tuple[str, ...] = ()) -> tuple[str, object, str | None]:
    """The first error of a serializer, with its place like `verdicts.0.member`."""
    while not isinstance(detail, exceptions.ErrorDetail):
        step, detail = next(iter(detail.items())) if isinstance(detail, dict) else _first_of_list(detail)
        path += (str(step),) if step not in (None, "non_field_errors") else ()
    code = detail.code if detail.code in CODES else "invalid"
    return code, detail, ".".join(path) or None


def _first_of_list(details: list) -> tuple[int | None, object]:
    """Of a list of fields its place and errors, of a list of errors the first error."""
    place, found = next((place, one) for place, one in enumerate(details) if one)
    return (None if isinstance(found, exceptions.ErrorDetail) else place), found


def _service_refusal(refusal: ValidationError, view) -> Response:
    """A service's own words. To a question it is 400; to an act 409 where the state of things forbids it and another
    state would not, else 422."""
    field, first = None, refusal
    if hasattr(refusal, "error_dict"):
        name, errors = next(iter(refusal.error_dict.items()))
        field, first = (None if name == NON_FIELD_ERRORS else view.renamed.get(name, name)), errors[0]
    first = first.error_list[0]
    code = first.code or "refused"
    field = field or view.about.get(code)
    if view.request.method in ("GET", "HEAD"):
        status_code = status.HTTP_400_BAD_REQUEST
    else:
        status_code = status.HTTP_409_CONFLICT if code in view.conflicts else status.HTTP_422_UNPROCESSABLE_ENTITY
    return Response(body_of(code, first.messages[0], field), status_code)


LOCKED = {"55P03", "40P01", "40001", "57014"}
"""PostgreSQL: lock not available, deadlock, could not serialize, statement took too long."""


def is_locked(error: DatabaseError) -> bool:
    """Whether the database had something locked for too long, rather than being wrong."""
    return getattr(error.__cause__, "pgcode", None) in LOCKED or "database is locked" in str(error)
