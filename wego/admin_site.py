"""The back office: Django's admin with pages of our own beside the models' (A12)."""

from dataclasses import dataclass
from functools import wraps

from django.apps import apps
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from wego import slots


@dataclass(frozen=True)
class Entry:
    """A link in the header, for those who have the permission."""

    title: str
    name: str
    permission: str
    order: int


@dataclass(frozen=True)
class Page(Entry):
    """A page of the back office that is not a model's."""

    route: str
    view: type


class Site(AdminSite):
    site_header = _("WeGO membership")
    site_title = _("WeGO membership")
    index_title = _("Overview")
    site_url = None  # until there is a public face
    enable_nav_sidebar = False  # the pages stand in the header, the tables on the overview

    def __init__(self, name="admin"):
        super().__init__(name)
        self.pages: dict[str, Page] = {}
        self.lists: dict[str, Entry] = {}

    def register_list(self, model: str, *, title: str, order: int) -> None:
        """Name the list of a model ("members.member") among the pages of the header."""
        app_label, model_name = model.split(".")
        self.lists[model] = Entry(
            title, f"{app_label}_{model_name}_changelist", f"{app_label}.view_{model_name}", order
        )

    def register_page(self, route: str, *, name: str, title: str, permission: str, order: int):
        """Class decorator: mount a view at `route`, listed on the overview for those who may see it."""

        def mount(view: type) -> type:
            self.pages[name] = Page(title, name, permission, order, route, view)
            return view

        return mount

    def get_urls(self):
        own = [path(page.route, self.admin_view(self._guarded(page)), name=page.name) for page in self.pages.values()]
        return own + super().get_urls()

    def _guarded(self, page: Page):
        """The page's view, for those who have its permission."""
        view = page.view.as_view(admin_site=self)

        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not request.user.has_perm(page.permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    def each_context(self, request):
        context = super().each_context(request)
        if context["has_permission"]:
            entries = [*self.pages.values(), *self.lists.values()]
            context["pages"] = [
                {"title": entry.title, "url": reverse(f"{self.name}:{entry.name}")}
                for entry in sorted(entries, key=lambda entry: entry.order)
                if request.user.has_perm(entry.permission)
            ]
        return context

    def get_app_list(self, request, app_label=None):
        """The project's own apps first, in the order in which they are installed."""
        order = [config.label for config in apps.get_app_configs()]
        found = super().get_app_list(request, app_label)
        return sorted(found, key=lambda app: order.index(app["app_label"]))

    def index(self, request, extra_context=None):
        panels = slots.panels("dashboard", request=request)
        return super().index(request, {**(extra_context or {}), "panels": panels})
