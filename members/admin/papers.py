"""What was issued: numbered papers with their files and the mail that took them along. Nothing of it is edited."""

from django import forms as django_forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from members import forms
from members.admin.columns import MemberColumn, member_link
from members.admin.filters import NotSentFilter
from members.admin.issuing import ISSUE
from members.models import Delivery, Member, Paper, PaperFile
from members.papers.addressing import Correspondent, of_application, of_member
from members.services.letters import MailText, mail_paper, send_again
from members.services.papers import read_file
from wego.acts import ActView, Done
from wego.admin import ActAdmin, ReadOnly, ReadOnlyInline
from wego.dates import today
from wego.personal import PersonalExport, PersonalList


class PaperInline(ReadOnlyInline):
    """The papers about a member or an application, on its page."""

    model = Paper
    fields = ["number", "kind", "title", "issued_on", "recipient"]


class FileInline(ReadOnlyInline):
    model = PaperFile
    fields = ["download", "language", "bytes", "sha256", "recorded_by", "recorded_at"]
    show_change_link = False

    @admin.display(description=_("file"))
    def download(self, file):
        url = reverse("admin:members_paper_file", args=[file.paper_id])
        return format_html('<a href="{}?language={}&format={}">{}</a>', url, file.language, file.format, file.name)

    @admin.display(description="SHA-256")
    def sha256(self, file):
        return format_html('<code class="digest">{}</code>', file.digest)

    @admin.display(description=_("size (bytes)"))
    def bytes(self, file):
        return number_format(file.size, force_grouping=True)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("paper")


class DeliveryInline(ReadOnlyInline):
    model = Delivery
    fields = ["to_address", "state", "asked_at", "asked_by", "sent_at", "error"]


class MailPaper(ActView):
    """Mails the files of a paper that was issued, once more or for the first time."""

    title = _("Mail")
    explanation = _("Mails the files of this paper as they were issued. The next page shows the very text.")
    permission = ISSUE
    form_class = forms.MailForm

    @classmethod
    def available(cls, obj) -> bool:
        return bool(obj.member_id or obj.application_id)

    def get_queryset(self):
        return Paper.objects.select_related("application__country")

    def correspondent(self) -> Correspondent:
        if not self.available(self.object):
            raise Http404
        if self.object.application_id:
            return of_application(self.object.application, today())
        return of_member(self.object.member, today())

    def get_form_kwargs(self) -> dict:
        last = self.object.deliveries.first()
        initial = {"subject": last.subject if last else self.object.title, "body": last.body if last else ""}
        return {"correspondent": self.correspondent(), "initial": initial}

    def perform(self, form, *, by) -> Done:
        mail = MailText(**form.cleaned_data)
        deliveries = mail_paper(self.object, mail=mail, by=by)
        before = self.object.deliveries.count() - len(deliveries)
        return Done(
            _("The mail is in the queue: %s.") % self.object,
            [
                *(_("Mail to: %s") % one.to_address for one in deliveries),
                *(_("Attached: %s") % file for file in self.object.files.all()),
                _("Subject of the mail: %s") % deliveries[0].subject,
                *mail.body.splitlines(),
                _("Mails with this paper until now: %d") % before,
            ],
        )


@admin.register(Paper)
class PaperAdmin(PersonalExport, MemberColumn, ReadOnly, ActAdmin):
    list_display = ["number", "kind", "title", "issued_on", "member_name", "recipient"]
    list_display_links = ["number", "title"]
    list_filter = ["kind", "issued_on"]
    search_fields = ["number", "title", "recipient", "member__names__text"]
    fields = ["number", "kind", "title", "issued_on", "recipient", "its_member", "application", "meeting"]
    readonly_fields = ["its_member"]
    inlines = [FileInline, DeliveryInline]

    def personal_keys(self, rows):
        """Only the mail holds addresses of people."""
        deliveries = Delivery.objects.filter(paper__in=[row.pk for row in rows])
        return [f"delivery {key}" for key in deliveries.values_list("pk", flat=True)]

    def get_urls(self):
        file = path("<path:object_id>/file/", self.admin_site.admin_view(self.file_view), name="members_paper_file")
        return [file, *super().get_urls()]

    def file_view(self, request, object_id):
        """A file as it was issued: of the `language` and `format` of the query, else the first one."""
        paper = self.get_object(request, object_id)
        if not self.has_view_permission(request, paper):
            raise PermissionDenied
        asked = {name: request.GET[name] for name in ("language", "format") if name in request.GET}
        file = paper.files.filter(**asked).first() if paper else None
        if file is None:
            raise Http404
        try:
            content = read_file(file)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return HttpResponseRedirect(reverse("admin:members_paper_change", args=[paper.pk]))
        response = HttpResponse(content, content_type=file.content_type)
        response["Content-Disposition"] = f'attachment; filename="{file.name}"'
        return response

    @admin.display(description=_("member"), ordering="member_name_en")
    def member_name(self, row):
        return super().member_name(row) if row.member_id else "-"

    @admin.display(description=_("member"))
    def its_member(self, paper):
        member = Member.objects.with_names().filter(pk=paper.member_id).first()
        return member_link(member) if member else "-"


class SendAgain(ActView):
    title = _("Send again")
    explanation = _("The same mail under the same Message-ID goes into the queue again.")
    permission = ISSUE
    form_class = django_forms.Form

    @classmethod
    def available(cls, obj) -> bool:
        return obj.can_be_asked_again

    def perform(self, form, *, by) -> Done:
        delivery = send_again(self.object, by=by)
        return Done(
            _("The mail is in the queue again."),
            [
                _("Mail to: %s") % delivery.to_address,
                _("Subject of the mail: %s") % delivery.subject,
                *delivery.body.splitlines(),
                _("Tries until now: %d") % delivery.tries,
                _("Last error: %s") % (self.object.error or "-"),
            ],
        )


@admin.register(Delivery)
class DeliveryAdmin(PersonalList, ReadOnly, ActAdmin):
    """The log of what was mailed, to whom and how it went."""

    list_display = ["asked_at", "paper", "to_address", "subject", "state", "tries", "sent_at"]
    list_display_links = ["asked_at", "subject"]
    list_filter = ["state", NotSentFilter, "asked_at"]
    list_select_related = ["paper"]
    search_fields = ["paper__number", "to_address", "subject"]
    fields = [
        *("paper", "to_address", "subject", "body", "state", "tries", "message_id"),
        *("asked_by", "asked_at", "sent_at", "error"),
    ]


admin.site.register_list("members.paper", title=_("Papers"), order=16)
admin.site.register_act("members.paper", "mail", MailPaper)
admin.site.register_act("members.delivery", "again", SendAgain)
