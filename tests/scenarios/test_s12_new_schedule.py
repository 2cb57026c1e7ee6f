"""S12 New schedule: compared before it is adopted, in force from its first dues year on, the old one stands (R23)."""

from datetime import date

import pytest
from django.urls import reverse

from fees.models import Assessment, FeeSchedule
from fees.services.loading import load_fees
from fees.services.schedules import adopt_schedule, copy_schedule, write_tables
from fees.services.verification import verify_assessments
from tests.factories import MeetingFactory, UserFactory
from tests.fees.drafts import with_cell
from tests.fees.dues import add_gdp, assess_dues, dues_of, make_city, make_company, refusal_of

pytestmark = pytest.mark.django_db

GA_DAY = date(2021, 10, 18)


def test_cell_is_raised_from_2022_on(officer, client, time_machine):
    # 2020 and 2021 by the printed tables: 12,300 $ per head and 1,250,000 inhabitants make 5,000.
    load_fees()
    printed = FeeSchedule.objects.get()
    time_machine.move_to("2020-01-10T10:00+09:00")
    add_gdp(12_300, vintage=date(2019, 10, 28))
    city, smaller, company = make_city(by=officer), make_city(985_000, by=officer), make_company(by=officer)
    assess_dues(2020, by=officer)
    time_machine.move_to("2021-01-08T10:00+09:00")
    assess_dues(2021, by=officer)
    issued = list(Assessment.objects.order_by("pk").values())

    # A draft for 2022 raises the cell to 5,500. The committee sees the total effect before it is adopted.
    time_machine.move_to("2021-09-01T10:00+09:00")
    draft = copy_schedule(printed, title_en="Fee tables of 2022", first_dues_year=2022, by=officer)
    write_tables(draft, tables=with_cell(6, 3, 5500), by=officer, reason="proposal")
    client.force_login(UserFactory(is_superuser=True))
    screen = client.get(reverse("admin:fees_feeschedule_what_if", args=[draft.pk])).content.decode()
    assert "11,500 USD -&gt; 12,000 USD (+500 USD)" in screen
    assert "Pays more: 1 (+500 USD)" in screen
    assert "Pays the same: 2" in screen

    # The GA decides. The run of 2022 gives 5,500; who is in another cell pays as before.
    time_machine.move_to("2021-10-20T10:00+09:00")
    adopt_schedule(draft, decision="GA 2021, item 5", meeting=MeetingFactory(held_from=GA_DAY), by=officer)
    time_machine.move_to("2022-01-07T10:00+09:00")
    assess_dues(2022, by=officer)
    assert [dues_of(member, 2022) for member in (city, smaller, company)] == [5500, 4500, 2000]

    # 2020 and 2021 are as they were assessed, and their explanations still give 5,000.
    assert list(Assessment.objects.exclude(run__year=2022).order_by("pk").values()) == issued
    assert [dues_of(city, year) for year in (2020, 2021)] == [5000, 5000]
    assert {row["basis"]["schedule"]["title"] for row in issued} == {"Fee tables of January 2020"}
    assert list(verify_assessments()) == []

    # Neither version can be edited.
    for schedule in (printed, draft):
        refused = refusal_of(
            lambda schedule=schedule: write_tables(schedule, tables=with_cell(0, 0, 1), by=officer, reason="x")
        )
        assert refused.code == "adopted"
        schedule.title_en = "Other"
        assert refusal_of(schedule.save).code == "locked"
        assert refusal_of(schedule.cells.update).code == "locked"
