"""What the public pages of 10,000 members cost, against a bare view and bare SQL over a table made for just that.

The flat table knows one day only, and no map, no counts at the filters: the ratios say what those and any day cost.
"""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.template import Context, Engine
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import path

from directory.register import Listing, Wanted
from members.models import City, Member, MemberName
from members.register import Totals
from tests.benchmarks.conftest import A_PAST_DAY, FIRST, add_members, analyze, clear, median_seconds
from wego import urls
from wego.spreadsheets import write_csv

pytestmark = [pytest.mark.bench, pytest.mark.django_db]

MANY = 10_000
DAY = A_PAST_DAY.isoformat()
COLUMNS = "name, country, region, since, status, capital"
PAGE = f"SELECT {COLUMNS} FROM plain_directory ORDER BY number LIMIT 20 OFFSET %s"
ROWS = Engine().from_string(
    "<!DOCTYPE html><title>Members</title><p>{{ count }} in {{ countries }}</p><table>{% for row in rows %}<tr>"
    "{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</table>"
)


@pytest.fixture(scope="module")
def directory(django_db_setup, django_db_blocker):
    """10,000 members with four standings each, eight of ten of them cities with a position, all with their history."""
    with django_db_blocker.unblock():
        numbers = range(FIRST, FIRST + MANY)
        add_members(numbers)
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE members_city SET latitude = (member_id * 7919 % 110) - 45, "
                "longitude = (member_id * 104729 % 340) - 170"
            )
        for model in (Member, MemberName, City):
            history = model.history.model
            fields = [field.attname for field in model._meta.concrete_fields if hasattr(history, field.attname)]
            rows = model.objects.order_by("pk").values(*fields)
            history.objects.bulk_create(
                [history(**row, history_date="2020-01-01T00:00:00Z", history_type="+") for row in rows], batch_size=5000
            )
        analyze()
        yield MANY
        clear()


@pytest.fixture
def plain(directory, db):
    """The listed members of the day in one flat table."""
    listing = Listing(Wanted(on=A_PAST_DAY))
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE plain_directory (number integer PRIMARY KEY, name text, country text, region text, "
            "since date, status text, capital integer)"
        )
        cursor.executemany(
            "INSERT INTO plain_directory VALUES (%s, %s, %s, %s, %s, %s, %s)",
            [
                (
                    *(place, member.name_en, str(member.country), str(member.country.region)),
                    *(member.since, member.status, int(member.kind == "city" and member.city.capital)),
                )
                for place, member in enumerate(listing.all())
            ],
        )
        yield listing.count
        cursor.execute("DROP TABLE plain_directory")


def bare_rows(offset: int) -> tuple[list, int, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*), COUNT(DISTINCT country) FROM plain_directory")
        count, countries = cursor.fetchone()
        cursor.execute(PAGE, [offset])
        return cursor.fetchall(), count, countries


def bare_view(request):
    rows, count, countries = bare_rows(int(request.GET["offset"]))
    return HttpResponse(ROWS.render(Context({"rows": rows, "count": count, "countries": countries})))


urlpatterns = [path("bare/", bare_view), *urls.urlpatterns]


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize("page", [1, 200])
def test_a_page_of_the_directory(plain, report, page):
    client, address, offset = Client(), f"/members/?on={DAY}&page={page}", 20 * (page - 1)

    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
        count = len(queries)
    listed = [member.name_en for member in response.context["page"]]
    assert listed == [row[0] for row in bare_rows(offset)[0]]
    assert response.context["page"].paginator.count == plain
    assert 5 < count <= 12

    seconds = median_seconds(lambda: client.get(address))
    what = f"page {page} of the directory of {plain} members, {count} queries, against"
    report(f"{what} a bare view", seconds, median_seconds(lambda: client.get(f"/bare/?offset={offset}")))
    report(f"{what} bare SQL", seconds, median_seconds(lambda: bare_rows(offset)))
    report(
        f"304 instead of page {page}, against the page", median_seconds(lambda: ask_again(client, response)), seconds
    )


def ask_again(client: Client, response) -> None:
    asked = f"{response.request['PATH_INFO']}?{response.request['QUERY_STRING']}"
    assert client.get(asked, headers={"If-None-Match": response.headers["ETag"]}).status_code == 304


def test_statistics_against_the_counts(directory, report):
    client = Client()
    seconds = median_seconds(lambda: client.get("/statistics/", {"on": DAY}), times=3)

    report("statistics with map and growth, against the counts", seconds, median_seconds(lambda: Totals.on(A_PAST_DAY)))


def test_file_against_the_same_rows_of_a_flat_table(plain, report):
    client, header = Client(), COLUMNS.split(", ")

    def bare() -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {COLUMNS} FROM plain_directory")
            write_csv(cursor.fetchall(), header)

    seconds = median_seconds(lambda: client.get("/data/members.csv", {"on": DAY}), times=3)
    report(f"CSV of {plain} members in 24 columns, against 6 columns of a flat table", seconds, median_seconds(bare))
