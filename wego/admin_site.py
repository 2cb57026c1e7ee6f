"""The back office: Django's admin with pages of our own beside the models' (A12)."""

from collections import defaultdict
from dataclasses import dataclass
from functools import wraps

from allauth.account.utils import get_next_redirect_url
from allauth.account.views import logout
from django.apps import apps
from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from wego import slots
from wego.accounts import second_factor
from wego.permissions import Rights, allows

RARE = 40
"""Pages from this order on stand in the header under "More"."""


@dataclass(frozen=True)
class Entry:
    """A link in the header, for those who have the permission."""

    title: str
    name: str
    permission: Rights
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
        self.acts: dict[str, dict[str, type]] = defaultdict(dict)

    def register_list(self, model: str, *, title: str, order: int) -> None:
        """Name the list of a model ("members.member") among the pages of the header."""
        app_label, model_name = model.split(".")
        self.lists[model] = Entry(
            title, f"{app_label}_{model_name}_changelist", f"{app_label}.view_{model_name}", order
        )

    def register_link(self, name: str, *, title: str, permission: Rights, order: int) -> None:
        """Name a page of a model's admin among the pages of the header; it asks for the right itself."""
        self.lists[name] = Entry(title, name, permission, order)

    def register_act(self, model: str, name: str, view: type) -> None:
        """Put an act (wego/acts.py) on the page of a row of `model` ("members.meeting"), beside the acts that the
        model's own admin names: how an upper app acts on what belongs to a lower one."""
        self.acts[model][name] = view

    def register_page(self, route: str, *, name: str, title: str, permission: Rights, order: int | None):
        """Class decorator: mount a view at `route`, named in the header for those who may see it.

        Without an `order` it is named nowhere: another page leads to it.
        """

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
            if not allows(request.user, page.permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    def has_permission(self, request):
        """Every page asks this: active staff, in a session that was made with a second factor."""
        return super().has_permission(request) and second_factor.suffices(request)

    def login(self, request, extra_context=None):
        """Where those are sent who may not enter: to sign in, to their second factor, or back where they came from."""
        next_page = get_next_redirect_url(request) or reverse(f"{self.name}:index")
        if not request.user.is_authenticated:
            return redirect_to_login(next_page)
        if not super().has_permission(request):
            raise PermissionDenied
        if not second_factor.suffices(request):
            return HttpResponseRedirect(second_factor.next_step(request.user, next_page))
        return HttpResponseRedirect(next_page)

    def logout(self, request, extra_context=None):
        return logout(request)

    def password_change(self, request, extra_context=None):
        return HttpResponseRedirect(reverse("account_change_password"))

    def password_change_done(self, request, extra_context=None):
        return HttpResponseRedirect(reverse(f"{self.name}:index"))

    def each_context(self, request):
        context = super().each_context(request)
        if context["has_permission"]:
            entries = [entry for entry in (*self.pages.values(), *self.lists.values()) if entry.order is not None]
            context["pages"] = [
                {"title": entry.title, "url": reverse(f"{self.name}:{entry.name}"), "rare": entry.order >= RARE}
                for entry in sorted(entries, key=lambda entry: entry.order)
                if allows(request.user, entry.permission)
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
