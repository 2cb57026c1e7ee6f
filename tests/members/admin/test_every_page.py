"""What holds for every model of the back office, found from what is registered there."""

from collections import Counter

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.utils import quote, unquote
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse

from members.models import Application, Member
from tests.members.admin.rows import make_rows
from wego.acts import ActView
from wego.admin import MasterDataAdmin
from wego.exports import ExportAdmin

ADMINS = sorted(admin.site._registry.values(), key=lambda one: one.opts.label)
every_model = pytest.mark.parametrize("model_admin", ADMINS, ids=lambda one: one.opts.label_lower)

SESSION = 2  # the session and its person
LIST = 3  # count for the page, count of all, the rows
LISTS = {
    "auth.group": SESSION + LIST,
    "django_tasks_database.dbtaskresult": SESSION + LIST + 2,  # queues and priorities of the filters
    "fees.adjustment": SESSION + LIST + 2,  # members; runs of the filter
    "fees.assessment": SESSION + LIST + 3,  # members; runs and regions of the filters
    "fees.duesexception": SESSION + LIST + 4,  # members and proposals; owners and years of the filters
    "fees.duesrun": SESSION + LIST,
    "fees.feeschedule": SESSION + LIST,
    "fees.notassessed": SESSION + LIST + 3,  # members; runs and regions of the filters
    "fees.settlement": SESSION + LIST + 1,  # years of the filter
    "members.activity": SESSION + LIST,
    "members.application": SESSION + LIST + 1,  # countries of the filter
    "members.benefit": SESSION + LIST,
    "members.body": SESSION + LIST,
    "members.certificate": SESSION + LIST,
    "members.contact": SESSION + LIST + 1,  # its entry in the access log
    "members.country": SESSION + LIST + 1,  # regions of the filter
    "members.decision": SESSION + LIST + 1,  # meetings of the filter
    "members.destructionrecord": SESSION + LIST,
    "members.delivery": SESSION + LIST + 1,  # its entry in the access log
    "members.economyfigure": SESSION + LIST + 3,  # editions, years and regions of the filters
    "members.explanation": SESSION + LIST,
    "members.lettertext": SESSION + LIST,
    "members.listexplanation": SESSION + LIST + 1,  # lists of the filter
    "members.meeting": SESSION + LIST + 1,  # bodies of the filter
    "members.member": SESSION + LIST + 2,  # regions and countries of the filters
    "members.memberfigure": SESSION + LIST + 1,  # years of the filter
    "members.memberlink": SESSION + LIST,
    "members.membername": SESSION + LIST,
    "members.notduplicate": SESSION + LIST,
    "members.officercity": SESSION + LIST,
    "members.paper": SESSION + LIST,
    "members.partner": SESSION + LIST,
    "members.publishedlist": SESSION + LIST,
    "members.recordmerge": SESSION + LIST,
    "members.region": SESSION + LIST,
    "members.regionaloffice": SESSION + LIST,
    "members.statedtotal": SESSION + LIST + 1,  # regions of the filter
    "members.statuschange": SESSION + LIST,
    "wego.accessentry": SESSION + LIST + 1,  # kinds of data of the filter
    "wego.accessreview": SESSION + LIST,
    "wego.apikey": SESSION + LIST,
    "wego.auditentry": SESSION + LIST,
    "wego.sentmail": SESSION + LIST,
    "wego.webhookdelivery": SESSION + LIST + 1,  # endpoints of the filter
    "wego.webhookendpoint": SESSION + LIST,
    "wego.user": SESSION + LIST + 1,  # groups of the filter
}
"""Queries of each list, whatever the number of its rows."""


def address(model_admin, page: str, *args) -> str:
    return reverse(f"admin:{model_admin.opts.app_label}_{model_admin.opts.model_name}_{page}", args=args)


def queries_of(client, url: str) -> int:
    client.get(url)  # what is kept for a whole process, like content types
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(url)

    assert response.status_code == 200
    return len(captured)


@pytest.mark.usefixtures("db")
@every_model
def test_list_can_be_searched_and_exported(model_admin):
    assert model_admin.search_fields
    assert isinstance(model_admin, ExportAdmin)


def test_list_queries_do_not_grow(office, chief):
    make_rows(1, by=chief)
    with_one = {one.opts.label_lower: queries_of(office, address(one, "changelist")) for one in ADMINS}
    make_rows(2, by=chief)
    make_rows(3, by=chief)
    with_three = {one.opts.label_lower: queries_of(office, address(one, "changelist")) for one in ADMINS}

    assert with_one == with_three == LISTS


@pytest.mark.sqlite
def test_member_list_has_at_most_ten_queries(office, real_register):
    url = reverse("admin:members_member_changelist")

    assert queries_of(office, f"{url}?standing=members&region=asia&o=3") == 7
    assert queries_of(office, f"{url}?q=Seoul") == 8


@pytest.mark.sqlite
def test_page_of_a_row_has_the_same_queries_with_more_rows(office, chief):
    make_rows(1, by=chief)
    pages = {
        one: address(one, "change", quote(one.model.objects.order_by("pk").first().pk))
        for one in ADMINS
        if one.model is not Member
    }
    before = {one.opts.label_lower: queries_of(office, url) for one, url in pages.items()}
    make_rows(2, by=chief)
    make_rows(3, by=chief)
    after = {one.opts.label_lower: queries_of(office, url) for one, url in pages.items()}

    assert {name: count - before[name] for name, count in after.items() if count != before[name]} == {}


@pytest.mark.sqlite
def test_page_of_a_member_has_the_same_queries_with_more_of_its_rows(office, chief):
    make_rows(1, by=chief)
    member = Member.objects.get(contacts__name="Payer 1")
    url = reverse("admin:members_member_change", args=[member.pk])
    before = queries_of(office, url)
    for turn in range(3):
        member.contacts.create(role="other", name=f"Person of turn {turn}")
        member.names.create(language="en", text=f"Alias {turn}", alias=True)
        member.figures.model(
            member=member, indicator="population", value=5 + turn, reference_year=2020, source="census"
        ).save()

    assert queries_of(office, url) == before
    assert before <= 30


@pytest.mark.sqlite
def test_history_has_the_same_queries_with_more_changes(office, chief):
    make_rows(1, by=chief)
    pages = {
        one: address(one, "history", quote(one.model.objects.order_by("pk").first().pk))
        for one in ADMINS
        if isinstance(one, MasterDataAdmin)
    }
    before = {one.opts.label_lower: queries_of(office, url) for one, url in pages.items()}
    for one in pages:
        row = one.model.objects.order_by("pk").first()
        field = "remarks" if one.model is Member else "source" if hasattr(row, "source") else None
        for turn in range(3):
            if field:
                setattr(row, field, f"Source {turn}")
            row.save()
    after = {one.opts.label_lower: queries_of(office, url) for one, url in pages.items()}

    assert after == before


def pages_of(row_of) -> list[str]:
    """The address of every page of every model that is read, with a row where it needs one."""
    found = []
    for one in ADMINS:
        for url in one.urls:
            if url.name is None:
                continue
            pattern = str(url.pattern)
            if "<str:extension>" in pattern:
                arguments = [("csv",), ("xlsx",)]
            else:
                arguments = [(quote(row_of(one.model).pk),)] if "<" in pattern else [()]
            found += [reverse(f"admin:{url.name}", args=args) for args in arguments]
    return found


def sites_own_pages() -> list[str]:
    return [
        reverse(f"admin:{name}")
        for name in (
            *("index", "report", "reconciliation", "provisional", "import_gdp", "dues_preview", "data_refresh"),
            *("annual_report", "annual_report_issue", "report_issue", "contact_list"),
            *("add_colleague", "duplicates"),
        )
    ]


def expected(url: str, request) -> int:
    """What the page answers to a person with all rights: some things nobody may do here."""
    match = resolve(url)
    model_admin = getattr(match.func, "model_admin", None)
    if model_admin is None:
        return 200
    action = match.url_name.rsplit("_", 1)[1]
    key = match.kwargs.get("object_id")
    row = model_admin.get_object(request, unquote(key)) if key else None
    if action == "add" and not model_admin.has_add_permission(request):
        return 403
    if action == "delete" and not model_admin.has_delete_permission(request, row):
        return 403
    return 200


@pytest.fixture
def all_pages(chief):
    make_rows(1, by=chief)
    rows = {one.model: one.model.objects.order_by("-pk").first() for one in ADMINS}
    return [*sites_own_pages(), *pages_of(rows.get)]


ONLY_POST = ("import/confirm/", "import/report/")


@pytest.mark.sqlite
@pytest.mark.parametrize("language", ["en", pytest.param("ko", marks=pytest.mark.proof)])
def test_every_page_answers(office, chief, rf, all_pages, language):
    office.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    request = rf.get("/")
    request.user = chief

    wrong = Counter()
    for url in all_pages:
        if url.endswith(ONLY_POST):
            continue
        response = office.get(url)
        if response.status_code != expected(url, request):
            wrong[url] = response.status_code
        elif response.status_code == 200 and "text/html" in response["Content-Type"]:
            assert f'<html lang="{language}"' in response.content.decode(), url

    assert wrong == {}
    assert len(all_pages) > 150


def act_pages() -> list[tuple[str, type]]:
    return [
        (f"admin:{one.opts.app_label}_{one.opts.model_name}_{name}", view)
        for one in ADMINS
        for name, view in getattr(one, "acts", {}).items()
    ]


@pytest.mark.sqlite
def test_there_are_acts():
    assert len(act_pages()) == 46
    assert all(issubclass(view, ActView) and view.permission for _url, view in act_pages())


@pytest.mark.sqlite
@pytest.mark.parametrize(("name", "view"), act_pages(), ids=lambda one: one if isinstance(one, str) else "")
@pytest.mark.parametrize("key", ["999999", "abc", "_5F", "0"])
def test_act_on_a_row_that_is_not_there(office, name, view, key):
    assert office.get(reverse(name, args=[key])).status_code == 404


@pytest.mark.sqlite
def test_a_recorded_application_cannot_be_changed_or_deleted(office, chief):
    make_rows(1, by=chief)
    application = Application.objects.order_by("pk").first()
    before = Application.objects.filter(pk=application.pk).values().get()

    changed = office.post(
        reverse("admin:members_application_change", args=[application.pk]), {"name_en": "Other", "_save": "1"}
    )
    deleted = office.post(reverse("admin:members_application_delete", args=[application.pk]), {"post": "yes"})

    assert (changed.status_code, deleted.status_code) == (403, 403)
    assert Application.objects.filter(pk=application.pk).values().get() == before
