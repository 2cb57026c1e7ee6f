"""An operation that is going to end says so in every answer."""

from datetime import date

import pytest
from django.urls import path
from rest_framework.response import Response

from tests.asking import Program
from wego import urls
from wego.api.deprecation import Deprecation
from wego.api.views import PublicOperation

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]


class Old(PublicOperation):
    deprecation = Deprecation(since=date(2027, 1, 1), ends_on=date(2028, 1, 1), instead="/api/v2/members/")

    def get(self, request):
        self.asked()
        return Response({})


urlpatterns = [path("api/v1/old/", Old.as_view()), *urls.urlpatterns]


@pytest.mark.parametrize("query", [{}, {"x": "1"}])
def test_headers_tell_since_when_until_when_and_what_instead(settings, query):
    settings.ROOT_URLCONF = __name__
    response = Program().get("old/", **query)

    assert response["Deprecation"] == "@1798761600"
    assert response["Sunset"] == "Sat, 01 Jan 2028 00:00:00 GMT"
    assert response["Link"] == f'<{settings.SITE_URL}/api/v2/members/>; rel="successor-version"'


def test_what_has_not_changed_tells_it_too(settings):
    settings.ROOT_URLCONF = __name__
    program = Program()
    again = program.get("old/", headers={"If-None-Match": program.get("old/")["ETag"]})

    assert (again.status_code, again["Deprecation"]) == (304, "@1798761600")


def test_what_does_not_end_says_nothing():
    assert "Deprecation" not in Program().get("statistics/")
