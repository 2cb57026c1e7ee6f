"""Membership certificates: issued, reissued, and the register of both (paper 8)."""

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db.models import F, Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.admin.columns import MemberColumn, member_link
from members.admin.filters import ChoiceFilter
from members.admin.issuing import ISSUE
from members.forms.fields import reason_field
from members.lifecycle import Status
from members.models import Certificate, Decision, Meeting, Member, Outcome
from members.papers.certificate import issue
from members.services.certificates import invalid_from, members_without, valid_certificate
from members.words import day
from wego.acts import ActView, Done
from wego.admin import ActAdmin, ReadOnly

EXPLANATION = gettext_lazy(
    "Numbered, in English and Korean, with a code by which anybody can check it. It becomes invalid by itself when "
    "the membership ends, and when it is reissued."
)


class ReissueForm(forms.Form):
    reason = reason_field()


class IssueCertificate(ActView):
    """A full member without a valid certificate gets one."""

    title = gettext_lazy("Issue the certificate")
    explanation = EXPLANATION
    form_class = forms.Form
    permission = ISSUE

    @classmethod
    def available(cls, obj) -> bool:
        return obj.status == Status.FULL and not obj.provisional and valid_certificate(obj) is None

    def get_queryset(self):
        return Member.objects.with_names().with_status()

    def perform(self, form, *, by) -> Done:
        certificate = issue(self.object, by=by)
        return Done(_("Certificate %s is issued.") % certificate, lines(certificate), url=page_of(certificate))


class ReissueCertificate(ActView):
    """The valid certificate is replaced: lost, damaged, another name."""

    title = gettext_lazy("Reissue")
    explanation = gettext_lazy("The new certificate has a number and a code of its own; this one becomes invalid.")
    form_class = ReissueForm
    permission = ISSUE

    @classmethod
    def available(cls, obj) -> bool:
        return Certificate.objects.valid().filter(pk=obj.pk).exists()

    def perform(self, form, *, by) -> Done:
        member = Member.objects.with_names().get(pk=self.object.member_id)
        certificate = issue(member, reason=form.cleaned_data["reason"], by=by)
        words = {"number": certificate, "before": certificate.replaces}
        return Done(
            _("Certificate %(number)s is issued in place of %(before)s.") % words,
            lines(certificate),
            url=page_of(certificate),
        )


class IssueForMeeting(ActView):
    """Everybody whom the meeting approved and who has none gets a certificate."""

    title = gettext_lazy("Certificates for those approved")
    explanation = gettext_lazy("For all full members whom this meeting approved and who have no valid certificate.")
    form_class = forms.Form
    permission = ISSUE

    @classmethod
    def available(cls, obj) -> bool:
        return bool(members_without(approved_by(obj)))

    def perform(self, form, *, by) -> Done:
        certificates = [issue(member, by=by) for member in members_without(approved_by(self.object))]
        return Done(
            _("Certificates issued: %d.") % len(certificates),
            [line for certificate in certificates for line in lines(certificate)[:1]],
            url=f"{reverse('admin:members_certificate_changelist')}?validity=valid",
        )


def approved_by(meeting: Meeting) -> list[int]:
    """Keys of the members whose full membership the meeting approved."""
    decisions = Decision.objects.standing().filter(meeting=meeting, outcome=Outcome.APPROVED)
    questions = (Decision.Question.ADMISSION, Decision.Question.FOUNDING)
    return list(decisions.filter(question__in=questions).values_list("member", flat=True))


def lines(certificate: Certificate) -> list[str]:
    """Who holds it, and since when it says that it is a full member."""
    member = Member.objects.with_names().get(pk=certificate.member_id)
    since = _("full member by %s") if certificate.by_opening else _("full member since %s")
    return [
        f"{certificate}: {member}, {since % day(certificate.full_since)}",
        _("Files: %d, in English and Korean") % certificate.paper.files.count(),
    ]


def page_of(certificate: Certificate) -> str:
    return reverse("admin:members_certificate_change", args=[certificate.pk])


class ValidityFilter(ChoiceFilter):
    title = gettext_lazy("validity today")
    parameter_name = "validity"

    def cases(self):
        holds = Q(standing=Status.FULL, standing_since__lte=F("full_since"))
        return {
            "valid": (_("valid"), holds & Q(replaced_by=None)),
            "replaced": (_("replaced"), Q(replaced_by__isnull=False)),
            "ended": (_("not valid by the register"), ~holds & Q(replaced_by=None)),
        }


admin.site.register_list("members.certificate", title=gettext_lazy("Certificates"), order=15)
admin.site.register_act("members.member", "certificate", IssueCertificate)
admin.site.register_act("members.meeting", "certificates", IssueForMeeting)


@admin.register(Certificate)
class CertificateAdmin(MemberColumn, ReadOnly, ActAdmin):
    """The register of certificates and of their reissues."""

    acts = {"reissue": ReissueCertificate}
    list_display = ["number", "member_name", "issued_on", "full_since", "validity", "replaces", "reason"]
    list_filter = [ValidityFilter, "issued_on"]
    list_select_related = ["replaces", "replaced_by"]
    search_fields = ["number", "member__names__text", "paper__number"]
    fields = [
        *("number", "its_member", "issued_on", "full_since", "by_opening", "validity", "ended_on"),
        *("replaces", "reason", "check_code", "its_paper", "recorded_by", "recorded_at"),
    ]
    readonly_fields = ["its_member", "validity", "ended_on", "check_code", "its_paper"]

    def get_queryset(self, request):
        return super().get_queryset(request).with_standing()

    @admin.display(description=gettext_lazy("validity today"))
    def validity(self, certificate):
        if hasattr(certificate, "replaced_by"):
            return _("replaced by %s") % certificate.replaced_by
        since = certificate.standing_since
        if certificate.standing == Status.FULL and since <= certificate.full_since:
            return _("valid")
        return _("not valid by the register")

    @admin.display(description=gettext_lazy("member"))
    def its_member(self, certificate):
        return member_link(Member.objects.with_names().get(pk=certificate.member_id))

    @admin.display(description=gettext_lazy("check code"))
    def check_code(self, certificate):
        address = settings.SITE_URL + reverse("members:certificate", args=[certificate.printed_code])
        return format_html('{}<br><a href="{}">{}</a>', certificate.printed_code, address, address)

    @admin.display(description=gettext_lazy("paper"))
    def its_paper(self, certificate):
        address = reverse("admin:members_paper_change", args=[certificate.paper_id])
        return format_html('<a href="{}">{}</a>', address, certificate.paper)

    @admin.display(description=gettext_lazy("certificate invalid from"))
    def ended_on(self, certificate):
        return day(invalid_from(certificate))
