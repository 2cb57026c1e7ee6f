"""The front page: what WeGO is, and where to go."""

from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from django.views.generic import TemplateView

from members.register import Totals
from wego.dates import today

FRESH = 300  # seconds for which a cache may keep a page


@method_decorator(cache_control(public=True, max_age=FRESH), name="dispatch")
class FrontPage(TemplateView):
    template_name = "directory/front.html"

    def get_context_data(self, **kwargs):
        on = today()
        return super().get_context_data(on=on, totals=Totals.on(on), **kwargs)
