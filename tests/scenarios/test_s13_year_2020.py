"""S13 Dated report and full cycle: from 191 members at the end of 2019 to 193 a year later, and the dues of both."""

import json
from collections import Counter
from datetime import date

import pytest
from django.core.management import call_command

from fees.reports import DuesReport
from members.changes import list_changes
from members.models import Country, Kind, Meeting, Member, MemberFigure, Region
from members.register import Totals
from members.services.decisions import Verdict, candidates, decide
from members.services.leaving import withdraw_member
from members.services.reconciliation import reconcile
from members.services.status import confirm_provisional
from tests.factories import make_associate
from tests.fees.dues import add_gdp, assess_dues

pytestmark = pytest.mark.django_db

END_2019, EXCOM_DAY, END_2020 = date(2019, 12, 31), date(2020, 11, 17), date(2020, 12, 31)


@pytest.fixture
def seven_associates(real_register, officer):
    """The officers found the blue ones: five cities, an institution, a company. All rows are confirmed."""
    found = [
        *Member.objects.filter(kind="city").order_by("-number")[:5],
        *Member.objects.filter(kind="institution").order_by("number")[:1],
        *Member.objects.filter(kind="company").order_by("number")[:1],
    ]
    others = Member.objects.exclude(pk__in=[member.pk for member in found])
    confirm_provisional(members=others, associates=found, reason="coloured print of January 2020", by=officer)
    return found


@pytest.fixture
def known_figures(printed, real_register):
    """What dues follow from, for every member and its economy. The amounts are no matter here."""
    for economy in {member.economy for member in Member.objects.all()}:
        add_gdp(12_300, economy=economy)
    indicators = {Kind.CITY: "population", Kind.COMPANY: "employees"}
    MemberFigure.objects.bulk_create(
        MemberFigure(member=member, indicator=indicators[member.kind], value=480, reference_year=2018, source="x")
        for member in Member.objects.filter(kind__in=indicators)
    )


def dues(report):
    """Assessed by kind; not assessed by reason."""
    reasons = Counter(line.outcome.reason for line in report.not_assessed)
    return {kind.value: total.assessed for kind, total in report.by_kind.items()}, reasons


def by_kind(totals, **wanted):
    return tuple(totals.count(kind=kind, **wanted) for kind in ("city", "institution", "company"))


def by_region(totals, kind):
    """Asia, Oceania, Americas, Europe, Middle East, Africa."""
    return [totals.count(kind=kind, region=region.pk) for region in Region.objects.order_by("order")]


def print_report(capsys, day, *arguments):
    capsys.readouterr()
    call_command("membership_report", "--on", day.isoformat(), *arguments)
    return capsys.readouterr().out


def test_the_import_gives_the_numbers_of_the_document(real_register):
    totals = Totals.on(END_2019)

    assert (totals.total, by_kind(totals)) == (191, (144, 17, 30))
    assert by_region(totals, "city") == [63, 1, 10, 18, 6, 46]
    assert len(totals.by(lambda group: group.country, kind="city")) == 54
    assert (totals.count(capital=True), totals.count(capital=False)) == (39, 105)
    assert by_region(totals, "institution") == [7, 0, 1, 1, 0, 8]  # the heading of the document prints 6 for Asia
    assert by_region(totals, "company") == [26, 0, 1, 3, 0, 0]


def test_the_seven_associates_leave_184_full_members(seven_associates):
    totals = Totals.on(END_2019)

    assert (totals.total, totals.by_status) == (191, {"associate": 7, "full": 184})
    assert by_kind(totals, status="full") == (139, 16, 29)
    assert by_kind(totals, status="associate") == (5, 1, 1)
    assert totals.count(provisional=True) == 0
    (stated,) = [line for line in reconcile(END_2019) if line.total.status == "associate"]
    assert (stated.stated, stated.counted, stated.state) == (7, 7, "equal")


def test_the_year_2020(seven_associates, known_figures, officer, time_machine, capsys):
    report_2019 = print_report(capsys, END_2019)
    json_2019 = print_report(capsys, END_2019, "--format", "json")

    # Run 2020: 139 cities and 29 companies are assessed, 16 institutions and the seven associates are not.
    time_machine.move_to("2020-01-06T12:00+09:00")
    run_2020 = DuesReport.of(assess_dues(2020, by=officer))
    assert (run_2020.sum.assessed, run_2020.exceptions) == (168, [])
    assert dues(run_2020) == ({"city": 139, "institution": 0, "company": 29}, {"no_schedule": 16, "associate": 7})

    # Two cities and a company are accepted, a full company leaves at the end of June.
    korea = Country.objects.get(pk="KOR")
    time_machine.move_to("2020-12-31T12:00+09:00")
    for day, kind in ((date(2020, 3, 2), "city"), (date(2020, 9, 1), "city"), (date(2020, 12, 1), "company")):
        make_associate(accepted_on=day, kind=kind, country=korea, name_en=f"Newcomer of {day}", by=officer)
    company = Member.objects.full(END_2019).filter(kind="company").first()
    withdraw_member(company, notice_on=date(2020, 5, 12), last_day=date(2020, 6, 30), by=officer)

    # The ExCom has the seven and the two new cities before it, and approves all seven.
    excom = Meeting.objects.get(body__code="executive_committee", held_from=EXCOM_DAY)
    paper = candidates(excom)
    assert [line.accepted_words for line in paper] == ["by 2019-12-31"] * 7 + ["2020-03-02", "2020-09-01"]
    assert [line.carried_over for line in paper] == [True] * 7 + [False] * 2
    decide(
        excom,
        verdicts=[Verdict(member, "approved") for member in seven_associates],
        decided_on=EXCOM_DAY,
        by=officer,
    )

    # At the end of 2020: 193 members, 190 full, 3 associates.
    totals = Totals.on(END_2020)
    assert (totals.total, by_kind(totals)) == (193, (146, 17, 30))
    assert totals.by_status == {"associate": 3, "full": 190}
    assert (by_kind(totals, status="full"), by_kind(totals, status="associate")) == ((144, 17, 29), (2, 0, 1))
    data = json.loads(print_report(capsys, END_2020, "--format", "json", "--since", "2019-12-31"))
    assert (data["total"], data["by_status"]) == (193, {"associate": 3, "full": 190})

    # What changed adds up: 191 + 3 joined - 1 left = 193, and seven were approved.
    changes = list_changes(END_2019, END_2020)
    assert (changes.opening, len(changes.joined), len(changes.left), changes.closing) == (191, 3, 1, 193)
    assert {change.member for change in changes.approved} == set(seven_associates)
    assert [(change.member, change.on) for change in changes.left] == [(company, date(2020, 7, 1))]

    # Run 2021: 144 cities and 29 companies are assessed, 17 institutions and the three associates are not.
    time_machine.move_to("2021-01-04T12:00+09:00")
    run_2021 = DuesReport.of(assess_dues(2021, by=officer))
    assert (run_2021.sum.assessed, run_2021.exceptions) == (173, [])
    assert dues(run_2021) == ({"city": 144, "institution": 0, "company": 29}, {"no_schedule": 17, "associate": 3})
    assert DuesReport.of(run_2020.run).sum == run_2020.sum

    # The report of 2019, printed again, has not changed.
    assert print_report(capsys, END_2019) == report_2019
    assert print_report(capsys, END_2019, "--format", "json") == json_2019
