"""Decides in which language a request is answered, gives it its id and its line in the log."""

from django.conf import settings
from django.urls import translate_url
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django_structlog.middlewares import RequestMiddleware

from wego.logs import KEY_IN_PATH
from wego.requests import current_request_id

OTHER_LANGUAGE = next(code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE)


class LanguageMiddleware:
    """Public pages are in the language of their address, whoever asks: they can be shared and cached.

    Every other page is in the reader's language: by cookie, else by what the browser asks for. Django's own
    LocaleMiddleware would answer every address without a prefix in the default language, the back office too.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        by_address = language_of_address(request.path_info)
        translation.activate(by_address or translation.get_language_from_request(request))
        request.LANGUAGE_CODE = translation.get_language()
        response = self.get_response(request)
        if not by_address and "Content-Language" not in response.headers:  # else it is the same for every reader
            patch_vary_headers(response, ("Accept-Language",))
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        return response


def language_of_address(path: str) -> str | None:
    """The language of the public page at a path, with or without its last slash; None: the address says none."""
    if prefix := translation.get_language_from_path(path):
        return prefix
    page = path.removesuffix("/") + "/"
    with translation.override(settings.LANGUAGE_CODE):
        return settings.LANGUAGE_CODE if translate_url(page, OTHER_LANGUAGE) != page else None


class RequestLogMiddleware(RequestMiddleware):
    """Logs the path without its query string and keys, and tells the caller the request's id."""

    @staticmethod
    def format_request(request) -> str:
        return f"{request.method} {KEY_IN_PATH.sub('[hidden]', request.path)}"

    def handle_response(self, request, response) -> None:
        response["X-Request-ID"] = current_request_id()
        super().handle_response(request, response)
