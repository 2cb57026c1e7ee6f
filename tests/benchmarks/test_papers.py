"""What a paper takes from the rows to the PDF, against bare typst on the very data of its template: at most 3 times."""

from dataclasses import dataclass
from datetime import date

import pytest
import typst
from django.db.models import F

from fees.papers.annual_report import AnnualReport
from fees.papers.committee_paper import CommitteePaper
from fees.papers.suitability_sheet import SuitabilitySheet
from fees.services.loading import load_fees
from members.models import City, Contact, Decision, Meeting, Member
from members.papers.certificate import CertificatePaper
from members.papers.contacts import FEWEST, labels_pdf, select_contacts
from members.papers.decision_record import DecisionRecord
from members.papers.status_report import StatusReport
from members.services.certificates import CertificateFacts
from members.services.decisions import Verdict, decide
from members.services.status import confirm_provisional
from tests.benchmarks.conftest import median_seconds
from tests.factories import MeetingFactory, UserFactory, make_associate
from tests.pdfs import read
from wego import pdf

pytestmark = [pytest.mark.bench, pytest.mark.django_db]

DAY = date(2020, 11, 17)
AT_MOST = 3.0
SHEET_AT_MOST = 4.0
"""One page that asks two dozen questions about one member: 3.2 times on PostgreSQL."""
ASSOCIATES = 12


@dataclass
class Inputs:
    """What reached typst."""

    given: dict | None = None


class Recording:
    """A compiler that remembers what it was given."""

    def __init__(self, compiler: typst.Compiler, inputs: Inputs):
        self.compiler, self.inputs = compiler, inputs

    def compile(self, **given):
        if "pdf_standards" in given:
            self.inputs.given = given
        return self.compiler.compile(**given)


@pytest.fixture
def office(real_register, time_machine):
    """The real register with an office's autumn: twelve associates, a meeting that decides on half of them."""
    time_machine.move_to("2020-11-20T12:00+09:00")
    load_fees()
    by = UserFactory()
    confirm_provisional(members=Member.objects.all(), associates=[], reason="list", by=by)
    country = Member.objects.first().country
    joined = [
        make_associate(by=by, name_en=f"City {place}", country=country, accepted_on=date(2020, 3, 2))
        for place in range(ASSOCIATES)
    ]
    meeting = MeetingFactory(held_from=DAY)
    verdicts = [Verdict(member, "approved") for member in joined[: ASSOCIATES // 2]]
    decide(meeting, verdicts=verdicts, decided_on=DAY, by=by)
    Contact.objects.bulk_create(
        Contact(member=member, role="head", name=f"Head {member.number}", title="Mayor", address="1 Main Road\n1000 X")
        for member in Member.objects.all()
    )
    City.objects.filter(latitude=None).update(latitude=10, longitude=F("member_id") % 90)
    return meeting


def status_report() -> bytes:
    return StatusReport.of(DAY, since=date(2019, 12, 31), issued_on=DAY).render("pdf", "ko")


def annual_report() -> bytes:
    return AnnualReport.of(2020, issued_on=DAY).render("pdf", "ko")


def committee_paper() -> bytes:
    planned = Meeting.objects.filter(held_from__gt=DAY, body__admits=True).first()
    return CommitteePaper.of(planned, issued_on=DAY).render("pdf", "ko")


def decision_record() -> bytes:
    return DecisionRecord.of(Decision.objects.latest("pk").meeting, issued_on=DAY).render("pdf", "ko")


def suitability_sheet() -> bytes:
    return SuitabilitySheet.of_member(Member.objects.associates().first(), issued_on=DAY).render("pdf", "ko")


def certificate() -> bytes:
    member = Member.objects.with_names().get(number=1)
    facts = CertificateFacts(member, "C-2020-0001", "7KQ2MX9D4TPA0HVCR3WZ", DAY, by_opening=False, issued_on=DAY)
    return CertificatePaper(facts).render("pdf", "ko")


def labels() -> bytes:
    return labels_pdf(select_contacts(Contact.objects.all()), [*FEWEST, "address"], on=DAY, language="ko")


PAPERS = [status_report, annual_report, committee_paper, decision_record, suitability_sheet, certificate, labels]


@pytest.mark.parametrize("make", PAPERS, ids=lambda make: make.__name__)
def test_a_paper_against_bare_typst(office, make, report, monkeypatch):
    inputs, compiler = Inputs(), pdf._compiler(pdf.TEMPLATES)
    with monkeypatch.context() as recording:
        recording.setattr(pdf, "_compiler", lambda folder: Recording(compiler, inputs))
        pages = len(read(make()).pages)

    bare = median_seconds(lambda: _bare(compiler, inputs))
    ours = median_seconds(make)

    report(
        f"{make.__name__}, {pages} pages, per page",
        ours / pages,
        bare / pages,
        at_most=SHEET_AT_MOST if make is suitability_sheet else AT_MOST,
    )


def _bare(compiler: typst.Compiler, inputs: Inputs) -> bytes:
    """typst without what it remembers of the paper before."""
    made = compiler.compile(**inputs.given)
    pdf._forget(compiler)
    return made
