"""The years after the register was opened, brought in by one sheet: report and change list agree with it (R25)."""

from datetime import date

import pytest
from django.db import connection

from members.changes import list_changes
from members.models import Application, Decision, Member, MemberFigure, MemberName, StatusChange
from members.register import Report
from members.services.decisions import Verdict, decide
from tests.factories import MeetingFactory, make_associate, make_opened
from tests.members.imports.past import EXCOM, SOURCE, accepted, decided, left, renamed, save, show
from tests.members.imports.tables import counts, errors, post_confirmation
from wego.dates import today

STORY = [
    decided("Testburg (invented)", "approved", document="2020-EC-1"),
    decided("Test Institute (invented)", "approved"),
    decided("Test Works (invented)", "deferred", reason="papers incomplete"),
    decided("Testdorf (invented)", "rejected", reason="not a local government"),
    accepted("Testburg (invented)", "2020-03-20", name_ko="시험시", document="2020-17"),
    accepted("Test Institute (invented)", "2020-04-01", kind="기관"),
    accepted("Test Works (invented)", "2020-05-01", kind="company", country="FRA"),
    accepted("Testdorf (invented)", "2020-05-02", country="DEU"),
    left(191, "withdrawn", "2020-05-12", last_day="2020-06-30", document="letter of 2020-05-12"),
    left(190, "dissolved", "2021-02-28", reason="merged by law"),
    EXCOM | {"on": "2021-10-18", "meeting": "제5차 총회", "event": "승인", "name_en": "Test Works (invented)"},
    renamed(),
    renamed(language="ko", new_name="아스타나"),
    SOURCE
    | {"on": "2021-02-01", "event": "figure", "name_en": "Testburg (invented)", "value": "1,070,000"}
    | {"reference_year": 2019},
    accepted("Testopolis (invented)", "2023-06-01"),
]
"""In no order of days, as it is typed from minutes first and letters then."""


def names(changes) -> set[str]:
    return {change.member.name_en for change in changes}


def tables() -> dict[str, list]:
    """Every row of every table."""
    rows = {}
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")
            rows[name] = sorted(map(str, cursor.fetchall()))
    return rows


# --- the whole story ---------------------------------------------------------------------------
@pytest.fixture
def told(real_register, client, officer):
    """The register with the story brought in."""
    answer = save(client, *STORY)
    assert answer.status_code == 302, list(answer.context["plan"].error_lines())
    return answer


def test_reports_of_2019_2022_and_today_agree_with_the_change_list(told, client):
    opening, begun = date(2019, 12, 31), Report.of(date(2019, 12, 31))
    until_2022, until_now = list_changes(opening, date(2022, 12, 31)), list_changes(opening, today())
    gone = set(Member.objects.filter(number__in=[190, 191]).with_names().values_list("name_en", flat=True))
    came = {"Testburg (invented)", "Test Institute (invented)", "Test Works (invented)", "Testdorf (invented)"}

    assert begun.totals.by_kind == {"city": 144, "institution": 17, "company": 30}
    assert (until_2022.opening, len(until_2022.joined), len(until_2022.left), until_2022.closing) == (191, 4, 3, 192)
    assert names(until_2022.joined) == came
    assert names(until_2022.left) == gone | {"Testdorf (invented)"}
    assert names(until_2022.approved) == came - {"Testdorf (invented)"}
    assert [change.words for change in until_2022.renamed] == ["English: Astana", "Korean: 아스타나"]
    assert until_2022.adds_up
    assert until_now.adds_up
    assert Report.of(today()).totals.total == until_now.closing == 193
    assert {m.name_en for m in Report.of(date(2022, 12, 31)).members} - {m.name_en for m in begun.members} == (
        came - {"Testdorf (invented)"} | {"Astana"}
    )
    assert b"The status report with the changes of these years" in client.get(told.url).content

    again = show(client, *STORY)
    assert counts(again) == {"same": len(STORY)}


# --- what is recorded, and how it is marked ----------------------------------------------------
@pytest.fixture
def excom(officer):
    return MeetingFactory(held_from=date(2020, 11, 17), title_en="Executive Committee 2020")


def test_preview_says_what_will_be_and_writes_nothing(client, officer, excom):
    make_opened(7)
    before = tables()

    preview = show(
        client,
        accepted("Testburg", "2020-03-20"),
        decided("Testburg", "approved"),
        left(7, "withdrawn", "2020-05-12", last_day="2020-06-30"),
        left(7, "figure", "2020-06-01", value=5, reference_year=2019),
        left(7, "renamed", "2020-06-02", new_name="Newtown"),
    )

    assert tables() == before
    assert counts(preview) == {"add": 5}
    said = {row.identity: row.changes.get("status") for row in preview.context["plan"].rows}
    opened = "full member, 2019-12-31 (provisional)"
    assert said == {
        "2020-03-20 accepted 8 Testburg": ("", "associate member, 2020-03-20"),
        "2020-11-17 approved 8 Testburg": ("associate member, 2020-03-20", "full member, 2020-11-17"),
        "2020-05-12 withdrawn 7 Opened 7": (opened, "former member, 2020-07-01"),
        "2020-06-01 figure 7 Opened 7": None,
        "2020-06-02 renamed 7 Opened 7": None,
    }
    assert opened in preview.content.decode()


def test_each_row_is_marked_with_its_source(client, officer, excom):
    make_opened(1)
    save(
        client,
        accepted("Testburg", "2020-03-20", document="2020-17", reason="by post"),
        accepted("Testdorf", "2020-03-20"),
        decided("Testburg", "approved", document="EC-1"),
        decided("Testdorf", "deferred", reason="late"),
        left(1, "withdrawn", "2020-05-12", last_day="2020-06-30", document="letter"),
        left(1, "figure", "2020-06-01", value=5, reference_year=2019),
        left(1, "renamed", "2020-06-02", new_name="Newtown"),
    )

    application = Application.objects.get(name_en="Testburg")
    opening = StatusChange.objects.get(ground="opening")
    assert (application.channel, application.document, application.remarks) == ("import", "2020-17", SOURCE["source"])
    assert [step.note for step in application.steps.all()] == ["", "by post"]
    assert {row.source for row in StatusChange.objects.exclude(pk=opening.pk)} == {SOURCE["source"]}
    assert {row.recorded_by for row in StatusChange.objects.exclude(pk=opening.pk)} == {officer}
    assert [row.minute for row in Decision.objects.order_by("pk")] == [f"EC-1; {SOURCE['source']}", SOURCE["source"]]
    assert StatusChange.objects.get(ground="withdrawn").document == "letter"
    assert MemberFigure.objects.get().source == MemberName.objects.get(text="Newtown").source == SOURCE["source"]
    assert MemberName.objects.get(text="Newtown").history.get().history_user == officer


def test_decision_by_sheet_is_the_decision_of_the_meetings_page(client, officer, excom):
    by_hand = make_associate(accepted_on=date(2020, 3, 20), by=officer, name_en="By hand")
    make_associate(accepted_on=date(2020, 3, 20), by=officer, name_en="By sheet")
    decide(excom, verdicts=[Verdict(by_hand, "approved")], decided_on=excom.held_from, by=officer)

    save(client, decided("By sheet", "approved"))

    kept = ("meeting", "question", "outcome", "decided_on", "reason", "reopened", "recorded_by")
    assert len(set(Decision.objects.values_list(*kept))) == 1
    kept = ("status", "ground", "effective_on", "notice_on", "provisional", "reason", "document", "recorded_by")
    assert len(set(StatusChange.objects.filter(status="full").values_list(*kept))) == 1


def test_last_day_is_a_day_of_membership(client, officer):
    make_opened(1)

    save(client, left(1, "withdrawn", "2020-05-12", last_day="2020-06-30"))

    assert Report.of(date(2020, 6, 30)).totals.total == 1
    assert Report.of(date(2020, 7, 1)).totals.total == 0
    assert StatusChange.objects.get(ground="withdrawn").notice_on == date(2020, 5, 12)


def test_former_member_that_applies_again_is_named_by_its_number(client, officer):
    make_opened(1)
    leaving = left(1, "withdrawn", "2020-05-12", last_day="2020-06-30")
    anew = {"submitted_on": "2021-02-01", "received_on": "2021-02-02", **left(1, "accepted", "2021-03-01")}

    preview = show(client, anew, leaving)
    post_confirmation(client, preview, model="statuschange")

    assert preview.context["plan"].rows[0].identity == "2021-03-01 accepted 1 Opened 1"
    assert StatusChange.objects.get(ground="readmission").effective_on == date(2021, 3, 1)
    assert Member.objects.count() == 1


def test_expulsion_rests_on_the_decision_of_its_meeting(client, officer, excom):
    make_opened(1)
    row = EXCOM | {"member": 1, "event": "expelled", "last_day": "2020-12-31", "reason": "left the purpose"}

    save(client, row)

    change = StatusChange.objects.get(ground="expelled")
    assert (change.decision.meeting, change.effective_on, change.source) == (excom, date(2021, 1, 1), SOURCE["source"])
    assert counts(show(client, row)) == {"same": 1}


def test_returned_application_leaves_no_status(client, officer):
    row = accepted("Testburg", "2020-03-20", event="returned", reason="no signature")

    save(client, row)

    assert Application.objects.get().state == "returned"
    assert not Member.objects.exists()
    assert counts(show(client, row)) == {"same": 1}


def test_text_that_looks_like_a_formula_is_kept_as_text(client, officer):
    name = '=HYPERLINK("http://x","y")'

    save(client, accepted(name, "2020-03-20", reason="@cmd"))

    assert Member.objects.with_names().get().name_en == name
    assert Application.objects.get().steps.last().note == "@cmd"


def test_same_row_twice_in_a_file_is_entered_once(client, officer):
    row = accepted("Testburg", "2020-03-20")

    preview = show(client, row, row)

    assert counts(preview) == {"add": 1, "same": 1}
    assert errors(preview) == []
