"""Applications and members to write to, and what happens to their mail, in a few words."""

from datetime import date

from django.conf import settings
from django_tasks_db.models import DBTaskResult

from members.models import Paper
from members.papers.letters import Sending
from members.services.applications import record_application, request_completion
from tests.factories import ApplicationFactory, CountryFactory
from wego.running import alive, run, take

PEOPLE = {
    "head_name": "Kim Min",
    "head_title": "Mayor",
    "head_email": "mayor@suwon.example",
    "liaison_name": "Lee Seo",
    "liaison_title": "International Relations",
    "liaison_email": "lee@suwon.example",
}


def make_application(*, by, **given):
    """A letter of Suwon City that arrived on 7 March 2019."""
    country = CountryFactory(name_en="Republic of Korea", name_ko="대한민국")
    about = {"name_en": "Suwon City", "name_ko": "수원시", "country": country} | PEOPLE | given
    return record_application(ApplicationFactory.build(**about), by=by)


def make_incomplete(*, by, missing="Letter signed by the mayor\nCensus table", due_on=date(2019, 4, 1), **given):
    application = make_application(by=by, **given)
    return request_completion(application, missing=missing, requested_on=date(2019, 3, 10), due_on=due_on, by=by)


def sending(language="en", *, to=("mayor@suwon.example",), office="Mayor", issued_on=date(2019, 4, 2)) -> Sending:
    return Sending(language, issued_on, office, tuple(to))


def run_jobs() -> list[DBTaskResult]:
    """Every job that is ready now, once."""
    rows = []
    with alive("test") as worker_id:
        for key in list(DBTaskResult.objects.ready().values_list("pk", flat=True)):
            row = take(worker_id, str(key))
            run(row)
            row.refresh_from_db()
            rows.append(row)
    return rows


def pdf_of(paper: Paper) -> bytes:
    digest = paper.files.get().digest
    return (settings.PAPERS_DIR / digest[:2] / digest).read_bytes()
