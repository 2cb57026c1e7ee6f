"""Rows of every table that the back office shows, with what belongs to them."""

from datetime import UTC, date, datetime

from django.contrib.auth.models import Group
from django_tasks_db.models import DBTaskResult

from fees.models import Adjustment, Assessment, DuesException, DuesRun, FeeSchedule, NotAssessed
from fees.services.schedules import enter_schedule
from fees.services.settlements import propose_settlement
from members.letters import LetterKind
from members.models import (
    Activity,
    Benefit,
    Contact,
    Country,
    Delivery,
    DestructionRecord,
    EconomyFigure,
    Explanation,
    Kind,
    LetterText,
    Member,
    MemberFigure,
    OfficerCity,
    Partner,
    Region,
    RegionalOffice,
    StatedTotal,
)
from members.services.applications import record_application, request_completion
from members.services.certificates import issue_certificate
from members.services.decisions import Verdict, decide
from members.services.drafts import keep_attachment
from members.services.duplicates import dismiss_pair, merge_records
from members.services.leaving import merge_member, split_member
from members.services.members import MemberFacts
from members.services.papers import PaperDraft, issue_paper
from members.services.published import Source, explain_findings, record_list
from tests.factories import ApplicationFactory, MeetingFactory, make_associate, make_full, make_opened
from tests.fees.printed import PRINTED_TABLES
from tests.members.applying.writing import PDF
from wego.api.keys import issue_key
from wego.models import AccessEntry, AccessReview, SentMail, User
from wego.webhooks.endpoints import add_endpoint
from wego.webhooks.repeating import send_test_event
from wego.webhooks.types import EVENT_TYPES

COUNTRIES = ("KOR", "NPL", "FRA", "BRA", "KEN", "FJI", "OMN", "DEU", "USA")


def make_rows(turn: int, *, by) -> None:
    """One round of rows of every table; different rounds differ in everything that is unique."""
    region = Region.objects.create(code=f"r{turn}", name_en=f"Region {turn}", name_ko=f"지역 {turn}")
    country = Country.objects.create(
        iso3=COUNTRIES[turn], iso2=f"A{turn}", name_en=f"Country {turn}", name_ko=f"나라 {turn}", region=region
    )
    year = 2020 + turn
    city = make_full(
        country=country,
        accepted_on=date(year, 1, 7),
        approved_on=date(year, 2, 3),
        by=by,
        name_ko=f"시 {turn}",
        population=1_000 + turn,
        figure_year=2019,
        figure_source="census",
        liaison_name=f"Person {turn}",
        liaison_email=f"person{turn}@example.org",
        billing_name=f"Payer {turn}",
    )
    successor = make_associate(country=country, accepted_on=date(year, 1, 8), by=by)
    make_associate(country=country, accepted_on=date(year, 1, 8), by=by, kind=Kind.COMPANY)
    [leaver, parting, twice] = make_opened(1000 * turn, 1000 * turn + 1, 1000 * turn + 2)
    dismiss_pair(leaver, parting, reason="two towns", by=by)
    merge_records(leaver, duplicate=twice, reason="entered twice", by=by)
    meeting = MeetingFactory(held_from=date(year, 5, 3), host=city, title_en=f"Meeting {turn}")
    meeting.results.create(text_en="A result")
    decide(meeting, verdicts=[Verdict(successor, "deferred", "later")], decided_on=meeting.held_from, by=by)
    facts = {"meeting": meeting, "decided_on": meeting.held_from, "last_day": date(year, 5, 31), "by": by}
    merge_member(leaver, into=successor, **facts)
    parts = [MemberFacts(kind=Kind.CITY, country=country, name_en=f"Part {one} of {turn}") for one in (1, 2)]
    split_member(parting, into=parts, **facts)
    waiting = record_application(ApplicationFactory.build(country=country), by=by)
    request_completion(waiting, missing="seal", requested_on=waiting.received_on, due_on=date(2019, 4, 1), by=by)
    keep_attachment(PDF, purpose="letter", application=waiting)
    Contact.objects.create(member=city, role="other", name=f"Former {turn}", ends_on=date(2015, 1, 1))
    issue_certificate(city, compose=lambda facts: (facts.number, [_draft(facts.code)]), by=by)
    MemberFigure(
        member=city, indicator="population", value=2_000 + turn, reference_year=2020, source="census", recorded_by=by
    ).save()
    OfficerCity.objects.create(member=city, office="vice_president", starts_on=date(year, 9, 1), elected_at=meeting)
    office = RegionalOffice.objects.create(name_en=f"Office {turn}", host=city)
    office.countries.add(country)
    Partner.objects.create(name_en=f"Partner {turn}", member=city)
    Benefit.objects.create(number=turn, text_en="Training")
    Activity.objects.create(kind="event", title_en=f"Event {turn}").members.add(city)
    total = StatedTotal.objects.create(as_of=date(2019, 12, 31), where_en=f"line {turn}", stated=1, country=country)
    Explanation(total=total, counted=0, text="misprint", signed_by=by).save()
    EconomyFigure(
        economy=country, reference_year=2018, value=12_300 + turn, vintage=date(2020, 1, turn), source="file"
    ).save()
    schedule = enter_schedule(
        FeeSchedule(title_en=f"Tables {turn}", first_dues_year=year), tables=PRINTED_TABLES, by=by, reason="typed"
    )
    run = _make_run(schedule, by)
    assessment = _make_assessment(run, city, by)
    Adjustment(
        assessment=assessment, ground="waiver", amount=-turn, reason="hardship", document=f"Item {turn}", recorded_by=by
    ).save()
    NotAssessed.objects.create(run=run, member=successor, reason="associate")
    exception = DuesException.objects.create(run=run, member=leaver, reason="no_population", owner=by)
    propose_settlement(
        exception, way="other_source", value=turn, reference_year=2019, source="census", reason="newer", by=by
    )
    _make_paper(turn, city, waiting, by)
    _make_list(turn, by)
    _make_system_rows(turn)
    _make_webhooks(turn, by)
    issue_key(partner=f"Partner {turn}", scopes=["register:history"], expires_on=date(2100, 1, turn), by=by)


def _make_run(schedule: FeeSchedule, by) -> DuesRun:
    year = schedule.first_dues_year
    first = date(year, 1, 1)
    return DuesRun.objects.create(
        year=year, schedule=schedule, data_on=first, due_on=first, assessed_at=datetime(year, 1, 1, tzinfo=UTC)
    )


def _make_assessment(run: DuesRun, member: Member, by) -> Assessment:
    quote = PRINTED_TABLES.quote("city", population=5_000, gdp_per_capita=3_450)
    assessment = Assessment(
        run=run,
        member=member,
        amount=quote.amount,
        basis={
            **{"dues_year": run.year, "schedule": run.schedule.version()},
            **quote.basis,
            "population_figure": {"year": 2018, "source": "census"},
            "gdp_figure": {"economy": member.country_id, "year": 2018, "source": "file"},
        },
        recorded_by=by,
    )
    assessment.save()
    return assessment


def _make_paper(turn: int, member: Member, application, by) -> None:
    LetterText.objects.create(kind=LetterKind.values[turn], language="en", subject="s", body="b", mail="m")
    paper = issue_paper(
        kind="acknowledgement",
        title=f"Letter {turn}",
        issued_on=date(2020, 1, turn),
        drafts=[_draft(turn)],
        by=by,
        member=member,
        application=application,
    )
    Delivery.objects.create(
        paper=paper, to_address=f"person{turn}@example.org", subject=paper.title, body="Text", asked_by=by
    )


def _make_list(turn: int, by) -> None:
    published = record_list(
        Source(f"Atlantis {turn}".encode(), f"list{turn}.csv", ["name"], [(2, {"name": f"Atlantis {turn}"})]),
        title=f"List {turn}",
        publisher="a website",
        as_of=date(2020, turn, 1),
        columns={"name": "name"},
        by=by,
    )
    explain_findings(published, keys=["r2"], text=f"Drowned {turn}", by=by)


def _make_system_rows(turn: int) -> None:
    sent_at = datetime(2020, 1, turn, tzinfo=UTC)
    keeper = User.objects.create_user(f"keeper{turn}")
    facts = {"person": keeper, "action": "listed", "what": "contact", "whose": [f"contact {turn}"], "count": 1}
    AccessEntry.objects.create(at=sent_at, **facts)
    AccessReview(month=date(2020, turn, 1), note="nothing odd", entries=1, recorded_by=keeper).save()
    DestructionRecord(
        office=f"no. {turn}: head",
        ground="ended",
        destroyed_on=sent_at.date(),
        items={"contacts": 1},
        recorded_by=keeper,
    ).save()
    SentMail.objects.create(to="a@example.org", subject="Hello", body="Text", file_name=f"{turn}.eml", sent_at=sent_at)
    User.objects.create_user(f"user{turn}", is_staff=True)
    Group.objects.create(name=f"Group {turn}")
    DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}},
        task_path="wego.housekeeping.prune",
        backend_name="default",
        queue_name="default",
    )


def _make_webhooks(turn: int, by) -> None:
    endpoint = add_endpoint(
        partner=f"Partner {turn}",
        contact_email="ops@example.org",
        url=f"https://hooks{turn}.example.org/",
        event_types=list(EVENT_TYPES),
        by=by,
    )
    delivery = send_test_event(endpoint, by=by)
    delivery.attempts.create(at=delivery.event.created_at, status=500, answer="no", milliseconds=5)


def _draft(content: object) -> PaperDraft:
    """A file that needs no typesetting."""
    return PaperDraft("en", "pdf", lambda number: f"{number} {content}".encode())
