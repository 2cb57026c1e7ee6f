"""Public pages of the register: the online application, the check of certificates."""

from django.urls import include, path

from members.views import apply_answers, apply_door, apply_send, apply_status
from members.views.certificates import CertificatePage, CertificateSearch

app_name = "members"
door = [
    path("", apply_door.Start.as_view(), name="apply"),
    path("begin/", apply_door.Begin.as_view(), name="apply_begin"),
    path("return/", apply_door.AskReturn.as_view(), name="apply_return"),
    path("mail/", apply_door.MailSent.as_view(), name="apply_mail_sent"),
    path("link/<str:token>/", apply_door.OpenLink.as_view(), name="apply_link"),
    path("mine/", apply_door.Mine.as_view(), name="apply_mine"),
    path("leave/", apply_door.Leave.as_view(), name="apply_leave"),
    path("privacy/", apply_door.Privacy.as_view(), name="apply_privacy"),
]
inside = [
    path("", apply_status.Hub.as_view(), name="apply_hub"),
    path("check/", apply_send.Check.as_view(), name="apply_check"),
    path("sent/", apply_status.Sent.as_view(), name="apply_sent"),
    path("fee/", apply_answers.Fee.as_view(), name="apply_fee"),
    path("form.pdf", apply_answers.FormPaper.as_view(), name="apply_form_paper"),
    path("delete/", apply_answers.DeleteDraft.as_view(), name="apply_delete"),
    path("links/", apply_answers.RevokeLinks.as_view(), name="apply_links"),
    path("files/<uuid:file>/", apply_status.FileDownload.as_view(), name="apply_file"),
    path("files/<uuid:file>/remove/", apply_answers.RemoveFile.as_view(), name="apply_file_remove"),
    path("letters/<str:number>/", apply_status.PaperDownload.as_view(), name="apply_paper"),
    path("<slug:part>/", apply_answers.PartPage.as_view(), name="apply_part"),
]
urlpatterns = [
    path("apply/", include(door)),
    path("apply/<uuid:key>/", include(inside)),
    path("certificates/", CertificateSearch.as_view(), name="certificates"),
    path("certificates/<str:code>/", CertificatePage.as_view(), name="certificate"),
]
