"""Pages of the back office that perform one act of a service: fill in, see what will happen, confirm."""

import hashlib
import logging
from dataclasses import dataclass, field

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from wego.permissions import Rights, allows
from wego.visibility import visible_rows

CONFIRM, CHANGE, SEEN = "_confirm", "_change", "_seen"
CONFIRMED = "confirmed_acts"  # in the session: the pages whose act was done, with what was said
REMEMBERED = 20

logger = logging.getLogger(__name__)


@dataclass
class Done:
    """What an act did, in words: one sentence, and a line for each thing it touches.

    The lines state what the act found as well as what it makes: they are how a page that was confirmed
    knows that the situation is still the one it showed.
    """

    message: str
    lines: list[str] = field(default_factory=list)
    url: str = ""

    @property
    def digest(self) -> str:
        said = "\n".join([str(self.message), *map(str, self.lines)])
        return hashlib.sha256(said.encode()).hexdigest()


class ActView(View):
    """One act. The first POST runs it and rolls it back: the confirmation page shows exactly what will
    happen, or the refusal. The second POST, from that page, runs it for good, if the same happens still.

    A subclass names `title`, `form_class`, `permission`, and does its work in `perform`. `fieldsets` groups
    the fields of a long form: (heading, names).
    """

    admin_site = None
    model = None  # the object of the act; None for an act on no single row
    list_of = None  # for such an act the model whose list it belongs to
    title = ""
    explanation = ""
    button = gettext_lazy("Continue")
    form_class: type
    fieldsets: list[tuple[str, list[str]]] = []
    permission: Rights = ""
    template_name = "admin/acts/form.html"
    confirm_template_name = "admin/acts/confirm.html"

    @classmethod
    def available(cls, obj) -> bool:
        """Whether the act makes sense for the object now; its button is shown only then."""
        return True

    def perform(self, form, *, by) -> Done:
        raise NotImplementedError

    def get_form(self, data=None):
        return self.form_class(data, **self.get_form_kwargs())

    def get_form_kwargs(self) -> dict:
        return {}

    def get_object(self):
        if self.model is None:
            return None
        try:
            pk = self.model._meta.pk.to_python(unquote(self.kwargs["object_id"]))
        except ValidationError as error:
            raise Http404 from error
        return get_object_or_404(visible_rows(self.get_queryset(), self.request.user), pk=pk)

    def get_queryset(self):
        return self.model.objects.all()

    def dispatch(self, request, *args, **kwargs):
        if not allows(request.user, self.permission):
            raise PermissionDenied
        self.object = self.get_object()
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs) -> HttpResponse:
        return self.render(self.template_name, form=self.get_form())

    def post(self, request, *args, **kwargs) -> HttpResponse:
        page, _dot, digest = request.POST.get(SEEN, "").partition(".")
        for confirmed, message, url in request.session.get(CONFIRMED, []):
            if CONFIRM in request.POST and page == confirmed:
                said = _("You confirmed this page before; it was saved once, not twice. %(message)s")
                messages.warning(request, said % {"message": message})
                return HttpResponseRedirect(url)
        form = self.get_form(request.POST)
        if CHANGE in request.POST or not form.is_valid():
            return self.render(self.template_name, form=form)
        if CONFIRM in request.POST:
            return self.confirm(form, page, digest)
        done, _kept = self.attempt(form)
        return self.show(form, done)

    def confirm(self, form, page: str, digest: str) -> HttpResponse:
        """Do what the confirmation `page` showed; where something else would happen now, show that."""
        done, kept = self.attempt(form, seen=digest)
        if not kept:
            return self.show(form, done, changed=True)
        url = done.url or self.back_url()
        confirmed = [*self.request.session.get(CONFIRMED, []), (page, str(done.message), url)]
        self.request.session[CONFIRMED] = confirmed[-REMEMBERED:]
        messages.success(self.request, done.message)
        return HttpResponseRedirect(url)

    def attempt(self, form, *, seen: str = "") -> tuple[Done | None, bool]:
        """Run the act; keep it if it does what was `seen`, else roll it back.

        Returns what it did and whether that was kept. A refusal goes to the form, in the service's words.
        """
        try:
            with transaction.atomic():
                done = self.perform(form, by=self.request.user)
                kept = bool(seen) and seen == done.digest
                if not kept:
                    transaction.set_rollback(True)
                return done, kept
        except ValidationError as refusal:
            add_refusal(form, refusal)
        except DatabaseError:
            logger.warning("The database refused an act: %s", type(self).__name__, exc_info=True)
            form.add_error(None, _("The database refused this, perhaps because of somebody else's work. Try again."))
        return None, False

    def show(self, form, done: Done | None, *, changed: bool = False) -> HttpResponse:
        """The confirmation page, or the form with the refusal."""
        if done is None:
            return self.render(self.template_name, form=form)
        return self.render(
            self.confirm_template_name,
            status=409 if changed else 200,
            form=form,
            done=done,
            changed=changed,
            sent=_sent(self.request.POST),
            seen_name=SEEN,
            seen=f"{get_random_string(22)}.{done.digest}",
            confirm_name=CONFIRM,
            change_name=CHANGE,
        )

    def back_url(self) -> str:
        if self.object is None:
            return reverse("admin:index")
        opts = self.object._meta
        return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[self.object.pk])

    def render(self, template: str, *, form, status: int = 200, **context) -> HttpResponse:
        listed = self.object or self.list_of
        context = {
            **self.admin_site.each_context(self.request),
            "title": self.title,
            "explanation": self.explanation,
            "button": self.button,
            "object": self.object,
            "opts": listed._meta if listed else None,
            "form": form,
            "groups": self.groups(form),
            "back_url": self.back_url(),
            "media": form.media,
            **context,
            **self.extra_context(form),
        }
        self.request.current_app = self.admin_site.name
        return TemplateResponse(self.request, template, context, status=status)

    def groups(self, form) -> list[tuple[str, list]]:
        """The fields of the form under their headings."""
        fieldsets = self.fieldsets or [("", list(form.fields))]
        return [(heading, [form[name] for name in names if name in form.fields]) for heading, names in fieldsets]

    def extra_context(self, form) -> dict:
        return {}


def add_refusal(form, refusal: ValidationError) -> None:
    """Show a service's refusal in the form: beside the field where the form has it, else on top."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for name, errors in refusal.error_dict.items():
        form.add_error(name if name in form.fields and name != NON_FIELD_ERRORS else None, errors)


def _sent(data) -> list[tuple[str, str]]:
    """What was typed, for the confirmation page to send again."""
    return [
        (name, value)
        for name, values in data.lists()
        for value in values
        if name not in ("csrfmiddlewaretoken", CONFIRM, CHANGE, SEEN)
    ]
