"""The fee quotation (paper 1, 연회비 산정 안내): what an applicant would pay first, until when that holds, and that
it is not an invoice (R8, R23)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from fees.papers.applicant_fee import ApplicantFee
from fees.papers.fee_table import table_labels
from fees.papers.figures import money
from fees.papers.first_fee import final_words
from members.lifecycle import Status
from members.models import Application, Kind, Member, Paper
from members.papers.composed import ComposedPaper
from members.papers.names import other_names
from members.reports import name_of
from wego.pdf import Letterhead, render_pdf


def can_be_quoted(application: Application) -> bool:
    """Whether the first dues year of who applied still lies ahead: it waits, or is an associate."""
    if application.is_open:
        return True
    if application.state != Application.State.ACCEPTED:
        return False
    return Member.objects.with_status().get(pk=application.member_id).status == Status.ASSOCIATE


@dataclass(frozen=True)
class FeeQuotation(ComposedPaper):
    """An applicant with what it would pay first. The application may be a draft that is kept nowhere: then the
    quotation has no number (`unnumbered`). Names no person.
    """

    kind = Paper.Kind.QUOTATION
    template = "quotation"
    has_workbook = False

    application: Application
    subject: Application | Member
    fee: ApplicantFee
    issued_on: date

    @classmethod
    def of_application(
        cls, application: Application, *, issued_on: date, approved_in: int | None = None
    ) -> "FeeQuotation":
        """For an approval in a year, without one in that of issue. Of who was accepted the register's names and
        figures count, as in a dues run. ValidationError where no schedule is in force."""
        year = approved_in or issued_on.year
        if application.state != Application.State.ACCEPTED:
            fee = ApplicantFee.of_application(application, approved_in=year)
            return cls(application, application, fee, issued_on)
        member = Member.objects.with_names().select_related("country").get(pk=application.member_id)
        return cls(application, member, ApplicantFee.of_member(member, approved_in=year), issued_on)

    def about(self) -> Mapping:
        return {"application": self.application, "member": self.application.member}

    def title(self) -> str:
        name = name_of(self.subject)
        return _("Membership fee quotation: %s") % name if name else _("Membership fee quotation")

    def summary(self) -> list[str]:
        return [self.fee.when(), self._amount() or " ".join(self.fee.reasons())]

    def data(self) -> dict:
        fee = self.fee
        return {
            "about": {"title": _("Applicant"), "rows": self._about()},
            "fee": {
                "label": self._fee_label(),
                "amount": self._amount(),
                "place": fee.place() if fee.amount is not None else "",
                "when": "" if not fee.has_table else fee.when(),
                "not_invoice": _("NOT AN INVOICE"),
            },
            "reasons": fee.reasons(),
            "figures": list(map(asdict, fee.figures())),
            "warnings": fee.warnings(),
            "rule": fee.rule(),
            **fee.table(),
            "schedule": str(fee.run.schedule),
            "terms": {"title": pgettext("of a quotation", "What it means"), "lines": self._terms()},
            "labels": table_labels(),
        }

    def unnumbered(self, language: str) -> bytes:
        """The PDF for the applicant's own use, marked as an estimate, without number and space to sign."""
        with override(language):
            letterhead = Letterhead(self.title(), self.issued_on, mark=_("ESTIMATE"), numbered=False)
            data = self.data()
        return render_pdf(self.template, data, letterhead=letterhead, language=language)

    def valid_until(self) -> date:
        """The last day of the year of issue: the year after may have other figures and tables (R8, R23)."""
        return date(self.issued_on.year, 12, 31)

    def _about(self) -> list[tuple[str, str]]:
        """Labels and values, without those that nobody stated."""
        subject = self.subject
        name = name_of(subject)
        given = [
            (_("Name"), name),
            ("", "; ".join(other_names(name, subject.name_en, subject.name_ko, subject.name_local))),
            (_("Kind"), capfirst(str(Kind(subject.kind).label)) if subject.kind in Kind.values else ""),
            (_("Country"), str(subject.country) if subject.country_id else ""),
            (_("Application"), self.application.number),
        ]
        return [(label, value) for label, value in given if value]

    def _amount(self) -> str:
        return money(self.fee.amount) if self.fee.amount is not None else ""

    def _fee_label(self) -> str:
        if self.fee.amount is None:
            return _("No membership fee") if not self.fee.has_table and not self.fee.lacking else _("No amount yet")
        if self.fee.is_decided:
            return _("Membership fee a year")
        return _("By the last GDP figure on record, not decided")

    def _terms(self) -> list[str]:
        not_invoice = _("This is a quotation, not an invoice: please do not pay on it.")
        if not self.fee.has_table:
            return [_("Fee schedule: %s") % self.fee.run.schedule, not_invoice]
        said = [
            _("Nothing is due before: not for applying, not as an associate member, not for earlier years."),
            final_words(self.fee.run),
            not_invoice,
        ]
        if self.fee.amount is not None:
            said.append(_("Valid until %s.") % date_format(self.valid_until()))
        return said
