"""What the review desk shows beside an application: what comes next, checklist, documents, who may be the same body."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from members.known_bodies import known_lines
from members.models import ITEMS, Application, ApplicationCheck, ApplicationStep
from members.words import day

Act, State = ApplicationStep.Act, Application.State


def next_action(application: Application, on: date) -> str:
    """What somebody of the Secretariat does next; '-' where nothing. Of a row `with_last_step`."""
    match application.state:
        case State.INCOMPLETE:
            return _completion_due(application.last_due, on)
        case State.RECEIVED if application.last_act == Act.COMPLETED:
            return _("check what was sent")
        case State.RECEIVED if application.owner_id is None:
            return _("take over and check")
        case State.RECEIVED:
            return _("check")
    return "-"


def _completion_due(due: date | None, on: date) -> str:
    if due is None:
        return _("wait for the applicant")
    if due < on:
        return _("overdue since %(day)s: ask again, or return") % {"day": day(due)}
    return _("wait for the applicant until %(day)s") % {"day": day(due)}


def checklist(application: Application) -> list[dict]:
    """Each item with what was found last, by whom and when."""
    rows = ApplicationCheck.objects.select_related("recorded_by").latest(application)
    return [{"label": item.label, "row": rows.get(item)} for item in ITEMS[application.kind]]


def documents(application: Application) -> list[dict]:
    """The files that were sent, with where staff download them."""
    url = reverse("admin:members_application_file", args=[application.pk])
    return [{"file": file, "url": f"{url}?key={file.key}"} for file in application.attachments.all()]


def desk(application: Application, user, on: date) -> dict:
    """Everything for templates/admin/members/application.html."""
    sees_all = user.has_perm("members.see_all_countries")
    return {
        "next_action": next_action(application, on),
        "checklist": checklist(application),
        "documents": documents(application),
        "known": known_lines(application) if application.is_open and sees_all else [],
        "knows": application.is_open and sees_all,
    }
