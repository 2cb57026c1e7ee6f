"""What a register without a cached status costs: counts on a past day, and the staff list."""

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from members.register import Totals, count_groups
from tests.benchmarks.conftest import A_PAST_DAY, median_seconds

pytestmark = [pytest.mark.bench, pytest.mark.django_db]

PLAIN = """
    SELECT member.kind, member.country_id, country.region_id, city.capital, member.status, member.provisional,
           COUNT(*)
    FROM plain_member member
    JOIN members_country country ON country.iso3 = member.country_id
    LEFT JOIN members_city city ON city.member_id = member.id
    WHERE member.status IN ('associate', 'full')
    GROUP BY 1, 2, 3, 4, 5, 6
"""


@pytest.fixture
def plain_members(many_members, db):
    """The same members with their status of the day as a plain column, as a register without history has it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE plain_member AS SELECT member.*, "
            "(SELECT row.status FROM members_statuschange row WHERE row.member_id = member.id "
            "AND row.effective_on <= %s ORDER BY row.effective_on DESC, row.id DESC LIMIT 1) AS status, "
            "%s AS provisional FROM members_member member",
            [A_PAST_DAY.isoformat(), False],
        )
        cursor.execute("CREATE INDEX plain_member_status ON plain_member (status)")
        cursor.execute("ANALYZE plain_member")
        yield
        cursor.execute("DROP TABLE plain_member")


def _plain_counts() -> list:
    with connection.cursor() as cursor:
        cursor.execute(PLAIN)
        return cursor.fetchall()


def test_counts_on_a_past_day_against_a_plain_column(plain_members, report):
    from_events = sorted(group.count for group in count_groups(A_PAST_DAY))
    from_column = sorted(row[-1] for row in _plain_counts())

    events = median_seconds(lambda: count_groups(A_PAST_DAY))
    column = median_seconds(_plain_counts)

    assert from_events == from_column
    report("counts of 100,000 members on a past day", events, column, at_most=6.0)


def test_counts_with_known_at_against_a_plain_column(plain_members, report):
    instant = "2020-06-01T00:00:00+00:00"
    from_events = sorted(group.count for group in count_groups(A_PAST_DAY, instant))
    from_column = sorted(row[-1] for row in _plain_counts())

    events = median_seconds(lambda: count_groups(A_PAST_DAY, instant))
    column = median_seconds(_plain_counts)

    assert from_events == from_column
    report("the same as known at an instant", events, column)


def test_staff_list_takes_few_queries_whatever_the_size(many_members, report):
    officer = get_user_model().objects.create_superuser("bench")
    client = Client()
    client.force_login(officer)

    with CaptureQueriesContext(connection) as queries:
        response = client.get("/admin/members/member/")
    count = len(queries)
    seconds = median_seconds(lambda: client.get("/admin/members/member/"), times=3)
    bare = median_seconds(lambda: Totals.on(A_PAST_DAY), times=3)
    officer.delete()

    assert response.status_code == 200
    assert count <= 10
    report(f"staff list, {count} queries, against the counts", seconds, bare)
