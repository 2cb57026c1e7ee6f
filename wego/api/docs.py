"""The description of the API as a file, as pages to try it on, and what its errors mean."""

from functools import cache

from django.http import HttpResponse
from django.utils.decorators import method_decorator
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.vary import vary_on_cookie
from django.views.generic import TemplateView
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularSwaggerSplitView

from wego.api.errors import CODES
from wego.api.views import PublicOperation

FRESH = 300  # seconds for which a cache may keep a page


@cache
def description() -> bytes:
    """The description; it changes with a release only."""
    with override("en"):
        return OpenApiJsonRenderer().render(SchemaGenerator().get_schema(request=None, public=True))


class Description(PublicOperation):
    """The OpenAPI description of the API."""

    @extend_schema(exclude=True)
    def get(self, request):
        self.asked()
        return HttpResponse(
            description(),
            content_type="application/json",
            headers={"Content-Disposition": 'inline; filename="wego-openapi.json"'},
        )


class TryItOut(SpectacularSwaggerSplitView):
    """Swagger from our own files; its script is a file too, as the content security policy wants it."""

    url_name = "api:description"
    authentication_classes = []


@method_decorator([cache_control(public=True, max_age=FRESH), vary_on_cookie], name="dispatch")
class Errors(TemplateView):
    """What each code of an error means: where `doc_url` leads to. The language may come from a cookie."""

    template_name = "api/errors.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(codes=CODES, **kwargs)
