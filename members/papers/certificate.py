"""The membership certificate (paper 8): who is a full member since when, and how anybody can check it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from members.codes import grouped
from members.models import Certificate, Member, Paper
from members.papers.composed import ComposedPaper
from members.papers.names import other_names
from members.reports import name_of
from members.services.certificates import CertificateFacts, issue_certificate
from members.services.papers import PaperDraft


@dataclass(frozen=True)
class CertificatePaper(ComposedPaper):
    kind = Paper.Kind.CERTIFICATE
    template = "certificate"
    has_workbook = False

    facts: CertificateFacts

    @property
    def issued_on(self):
        return self.facts.issued_on

    def about(self) -> Mapping:
        return {"member": self.facts.member}

    def title(self) -> str:
        return _("Membership certificate %s") % self.facts.number

    def data(self) -> dict:
        facts, member = self.facts, self.facts.member
        name, code = name_of(member), grouped(facts.code)
        address = settings.SITE_URL + reverse("members:certificate", args=[code])
        since = _("full member by %s") if facts.by_opening else _("full member since %s")
        return {
            "heading": _("Certificate of Membership"),
            "above": _("This is to certify that"),
            "name": name,
            "other_names": other_names(name, member.name_en, member.name_ko, member.name_local),
            "country": str(member.country),
            "below": _("is a full member of the World Smart Sustainable Cities Organization (WeGO)."),
            "facts": [
                (_("Category"), capfirst(member.get_kind_display())),
                (pgettext("on a certificate", "Membership"), capfirst(since % date_format(facts.full_since))),
                (_("Issued on"), date_format(facts.issued_on)),
                (_("Certificate no."), facts.number),
            ],
            "signature": _("Secretary General"),
            "seal": _("Seal"),
            "check": {
                "words": _("Valid while the membership lasts. Check it at this address, or with this code:"),
                "address": address,
                "code": code,
            },
        }


def compose(facts: CertificateFacts) -> tuple[str, list[PaperDraft]]:
    paper = CertificatePaper(facts)
    with override(settings.LANGUAGE_CODE):
        title = f"{paper.title()}: {name_of(facts.member)}"
    return title, paper.drafts()


def issue(member: Member, *, by, reason: str = "") -> Certificate:
    """Issue the certificate of a full member; with a `reason` reissue the one it has."""
    return issue_certificate(member, compose=compose, by=by, reason=reason)
