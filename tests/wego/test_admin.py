"""Users, groups, jobs and mails of the back office, its header and its pages of errors."""

import re

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404
from django.test import Client
from django.urls import path, reverse
from django_tasks_db.models import DBTaskResult

from tests.factories import UserFactory, rights
from wego import urls
from wego.models import User

pytestmark = pytest.mark.sqlite  # pages and words: once is enough


@pytest.fixture
def office(client, db):
    client.force_login(UserFactory(username="chief", is_superuser=True))
    return client


def test_a_user_is_made_inactive_not_deleted(office):
    user = UserFactory(username="lee")

    assert office.post(reverse("admin:wego_user_delete", args=[user.pk]), {"post": "yes"}).status_code == 403
    assert "delete_selected" not in office.get(reverse("admin:wego_user_changelist")).content.decode()
    assert User.objects.filter(pk=user.pk).exists()


def test_export_of_users_has_no_passwords(office):
    UserFactory(username="lee")
    url = reverse("admin:wego_user_export")
    columns = {field.html_name: "on" for field in office.get(url).context["form"] if field.widget_type == "checkbox"}

    response = office.post(url, {"format": "1", "resource": "0", **columns})

    text = response.content.decode()
    assert response["Content-Type"].startswith("text/csv")
    assert "lee" in text
    assert "password" not in text


def test_groups_are_exported(office):
    Group.objects.create(name="Finance")

    assert "Finance" in office.get(reverse("admin:auth_group_changelist")).content.decode()
    assert office.get(reverse("admin:auth_group_export")).status_code == 200


def test_jobs_are_read_only(office):
    job = DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}}, task_path="wego.housekeeping.prune", backend_name="default"
    )
    url = reverse("admin:django_tasks_database_dbtaskresult_change", args=[job.pk])

    assert office.get(url).status_code == 200
    assert office.post(url, {"_save": "1"}).status_code == 403


def test_pages_of_the_header_follow_the_rights(client, db):
    clerk = UserFactory(username="clerk", is_staff=True)
    clerk.user_permissions.set(rights("view_member", "view_statedtotal"))
    client.force_login(clerk)

    pages = client.get(reverse("admin:index")).context["pages"]

    assert [str(page["title"]) for page in pages] == ["Members", "Status report", "Annual report", "Reconciliation"]


def test_a_page_without_an_order_is_named_nowhere(client, db):
    client.force_login(UserFactory(username="chief", is_superuser=True))

    named = {page["url"] for page in client.get(reverse("admin:index")).context["pages"]}

    assert reverse("admin:report") in named
    assert reverse("admin:report_issue") not in named
    assert client.get(reverse("admin:report_issue")).status_code == 200


def test_languages_are_named_in_themselves(client):
    for language in ("en", "ko"):
        client.cookies["django_language"] = language
        text = client.get(reverse("admin:login"), follow=True).content.decode()

        assert re.findall(r'<button type="submit" name="language" [^>]*>(\S+)</button>', text) == ["English", "한국어"]


def test_language_is_switched(client):
    response = client.post(reverse("set_language"), {"language": "ko", "next": "/admin/login/"}, follow=True)

    assert '<html lang="ko"' in response.content.decode()


# --- pages of errors --------------------------------------------------------------------------


def raising(error):
    def view(request):
        raise error

    return view


urlpatterns = [
    path("400/", raising(BadRequest("x"))),
    path("403/", raising(PermissionDenied("x"))),
    path("404/", raising(Http404("x"))),
    path("500/", raising(RuntimeError("x"))),
    *urls.urlpatterns,
]
PAGES = {
    400: "This request cannot be read",
    403: "You may not do this",
    404: "There is no such page",
    500: "Something went wrong on our side",
}


@pytest.fixture
def strangers(settings):
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(("status", "title"), PAGES.items())
@pytest.mark.parametrize("language", ["en", "ko"])
def test_page_of_an_error_works_without_a_database(strangers, status, title, language):
    strangers.cookies["django_language"] = language

    response = strangers.get(f"/{status}/")

    text = response.content.decode()
    assert response.status_code == status
    assert f'<html lang="{language}">' in text
    assert text.count("<h1>") == 1
    assert (f"<h1>{title}</h1>" in text) == (language == "en")
    assert response["X-Request-ID"] in text
    assert len(response["X-Request-ID"]) == 36
    assert "default-src 'self'" in response["Content-Security-Policy"]


@pytest.mark.parametrize("status", PAGES)
def test_page_of_an_error_keeps_the_security_policy(strangers, status):
    text = strangers.get(f"/{status}/").content.decode()

    assert not re.search(r"<style|<script|style=|onclick|javascript:|https?://", text)


def test_a_form_from_a_stale_page_is_refused_in_plain_words(strangers):
    strict = Client(enforce_csrf_checks=True)

    response = strict.post("/i18n/setlang/", {"language": "ko"})

    text = response.content.decode()
    assert response.status_code == 403
    assert "<h1>Please send the form again</h1>" in text
    assert response["X-Request-ID"] in text


def test_unknown_address_in_the_back_office(office):
    response = office.get("/admin/nonsense/")

    assert response.status_code == 404
    assert "<h1>There is no such page</h1>" in response.content.decode()
