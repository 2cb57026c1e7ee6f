"""The base of every operation."""

from collections.abc import Callable

from django.middleware.http import ConditionalGetMiddleware
from django.utils.cache import patch_cache_control, patch_vary_headers
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated, PermissionDenied, Throttled
from rest_framework.response import Response
from rest_framework.views import APIView

from wego.api.authentication import KeyAuthentication, opens
from wego.api.deprecation import Deprecation
from wego.api.errors import ApiError
from wego.api.limits import Limit, count_request
from wego.api.once import answer_once
from wego.api.serializers import Query
from wego.permissions import Rights


class Operation(APIView):
    """What is asked with GET and done with POST at one address.

    `scopes` names by method what a key needs; a method without one is for everybody. `rights` are those that the
    person of a key of staff needs besides. `query` reads the parameters of GET, `body` what is sent with POST.
    """

    http_method_names = ["get", "head", "post"]
    authentication_classes = [KeyAuthentication]
    scopes: dict[str, str] = {}
    rights: dict[str, Rights] = {}
    query: type[Query] = Query
    body: type[Query]
    conflicts = frozenset({"busy"})  # codes of refusals that another state of things would not bring
    renamed: dict[str, str] = {}  # field of a service -> what it is called here
    about: dict[str, str] = {}  # code of a refusal that names no field -> the parameter that it is about
    deprecation: Deprecation | None = None
    limit: Limit | None = None
    format_kwarg = None

    def initial(self, request, *args, **kwargs):
        """Who asks is counted before anything else is done, also who comes with a false key."""
        answered_in = self.perform_content_negotiation(request, force=True)  # an error can be told from here on
        request.accepted_renderer, request.accepted_media_type = answered_in
        try:
            request.user  # noqa: B018 (reading it authenticates)
        except AuthenticationFailed:
            self.count(request, None)
            raise
        self.count(request, request.auth)
        self.perform_content_negotiation(request)
        self.check_scope(request)

    def count(self, request, key) -> None:
        self.limit = count_request(request, key)
        if self.limit.is_passed:
            raise Throttled(wait=self.limit.reset)

    def check_scope(self, request) -> None:
        method = "GET" if request.method == "HEAD" else request.method
        if method in self.scopes:
            need(request, self.scopes[method], self.rights.get(method, ()))

    def finalize_response(self, request, response, *args, **kwargs):
        response = super().finalize_response(request, response, *args, **kwargs)
        self.say_who_may_keep(response)
        return self.with_headers(response)

    def say_who_may_keep(self, response) -> None:
        patch_cache_control(response, no_store=True)

    def with_headers(self, response):
        for told in (self.limit, self.deprecation):
            for name, value in told.headers.items() if told else ():
                response[name] = value
        return response

    def asked(self) -> dict:
        """The parameters; ValidationError for those that are wrong or have no meaning here."""
        return self.read_parameters(self.query)

    def read_parameters(self, query: type[Query]) -> dict:
        given = self.request.query_params
        for name, values in given.lists():
            if len(values) > 1:
                raise ApiError(400, "repeated_parameter", param=name)
        read = query(data=given.dict())
        read.is_valid(raise_exception=True)
        return read.validated_data

    def once(self, act: Callable[[dict], Response]) -> Response:
        """What was sent, read, and given to `act` in one transaction (wego/api/once.py)."""
        self.request._request.body  # noqa: B018 (read whole, within Django's limit, before the parser reads it)
        self.read_parameters(Query)
        body = self.body(data=self.request.data)
        body.is_valid(raise_exception=True)
        return answer_once(self.request, lambda: act(body.validated_data))


def need(request, scope: str, rights: Rights = (), param: str | None = None) -> None:
    """Refuse who has no key with the scope; `param` names the parameter that takes it."""
    if opens(request.auth, scope, rights):
        return
    refusal = PermissionDenied() if request.auth else NotAuthenticated()
    refusal.param = param
    raise refusal


class PublicOperation(Operation):
    """Read by everybody: an answer that has not changed since (ETag) is not sent again."""

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        if not hasattr(response, "add_post_render_callback"):
            return self.unless_known(response)
        response.add_post_render_callback(self.unless_known)
        return response

    def unless_known(self, response):
        """The answer, or 304 with the same headers where the reader has it."""
        return self.with_headers(ConditionalGetMiddleware(lambda request: response)(self.request))

    def say_who_may_keep(self, response) -> None:
        """What a key opens is for its holder alone."""
        patch_vary_headers(response, ["Authorization"])
        if self.request.headers.get("Authorization"):
            patch_cache_control(response, private=True)
