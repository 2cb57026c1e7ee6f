"""The page of a run while a worker has it, and when the worker fails: all of it is done, or nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from fees.models import Assessment, DuesException, DuesRun
from fees.services.asking import Stage, ask_for_assessment, progress_of
from fees.services.dues import open_run
from tests.fees.admin.working import page_of_run, work
from tests.fees.dues import assess_dues, make_city, make_company
from wego.running import reap, take

pytestmark = pytest.mark.django_db

REFRESH = '<meta http-equiv="refresh" content="3">'


@pytest.fixture
def asked(data_2020, officer):
    """The run of 2020 in the queue; one member to assess, one that needs a decision."""
    make_city(by=officer)
    make_company(None, by=officer)
    return ask_for_assessment(open_run(2020, by=officer), by=officer)


def try_again_now() -> None:
    DBTaskResult.objects.update(run_after=timezone.now() - timedelta(seconds=1))


def saved() -> tuple[int, int]:
    return Assessment.objects.count(), DuesException.objects.count()


def test_waits_for_a_worker(asked):
    progress = progress_of(asked)

    assert (progress.stage, progress.at, progress.is_under_way) == (Stage.WAITING, asked.asked_at, True)


def test_worker_is_at_work(asked):
    row = take("some worker")

    assert (progress_of(asked).stage, progress_of(asked).at) == (Stage.WORKING, row.started_at)


def test_done_with_what_came_out(asked):
    work()
    asked.refresh_from_db()

    assert (progress_of(asked).stage, progress_of(asked).at) == (Stage.DONE, asked.assessed_at)
    assert DBTaskResult.objects.get().return_value == {"assessed": 1, "exception": 1, "not_assessed": 0}


def test_worker_that_ends_while_the_page_is_made_is_done(asked):
    work()

    assert progress_of(asked).stage == Stage.DONE
    assert asked.assessed_at is not None


def test_worker_with_a_slow_clock_is_done_all_the_same(asked):
    work()
    DuesRun.objects.update(assessed_at=asked.asked_at - timedelta(minutes=5))
    asked.refresh_from_db()

    assert progress_of(asked).stage == Stage.DONE


def test_killed_worker_saves_nothing_and_the_next_one_does_it_once(office, asked):
    take("killed worker")
    reap()

    page = office.get(page_of_run(asked))
    assert "The last try ended early and saved nothing. The next one begins at " in page.content.decode()
    assert (progress_of(asked).stage, saved()) == (Stage.AGAIN, (0, 0))

    try_again_now()
    work()
    work()
    asked.refresh_from_db()
    assert (progress_of(asked).stage, saved()) == (Stage.DONE, (1, 1))


def test_job_that_failed_for_good_can_be_asked_for_again(office, officer, asked):
    for _try in range(4):
        take("killed worker")
        reap()
        try_again_now()

    page = office.get(page_of_run(asked))
    assert "The assessment failed. Nothing was saved by it: assess the year again." in page.content.decode()
    assert REFRESH not in page.content.decode()
    assert [act["title"] for act in page.context["acts"]] == ["Assess again", "Change the due date"]
    assert (progress_of(asked).stage, saved()) == (Stage.FAILED, (0, 0))

    ask_for_assessment(asked, by=officer)
    work()
    asked.refresh_from_db()
    assert (progress_of(asked).stage, saved()) == (Stage.DONE, (1, 1))


def test_job_that_is_gone_has_failed(asked):
    DBTaskResult.objects.all().delete()

    assert progress_of(asked).stage == Stage.FAILED


def test_run_that_nobody_asked_for_is_opened_only(data_2020, officer, office):
    run = open_run(2020, by=officer)

    assert progress_of(run).stage == Stage.NEW
    assert "Opened, not assessed yet." in office.get(page_of_run(run)).content.decode()


@pytest.mark.sqlite
def test_page_refreshes_itself_only_while_it_is_under_way(office, asked):
    waiting = office.get(page_of_run(asked)).content.decode()
    work()
    done = office.get(page_of_run(asked)).content.decode()

    assert (waiting.count(REFRESH), waiting.count("<progress")) == (1, 1)
    assert "You can close this page; the work goes on." in waiting
    assert f'<a class="act" href="{page_of_run(asked)}">Refresh now</a>' in waiting
    assert (done.count("http-equiv"), done.count("<progress")) == (0, 0)


@pytest.mark.sqlite
def test_refreshing_can_be_stopped_and_stays_so(office, asked):
    stopped = office.get(page_of_run(asked), {"refresh": "off"}).content.decode()
    later = office.get(page_of_run(asked)).content.decode()
    begun = office.get(page_of_run(asked), {"refresh": "on"}).content.decode()

    assert [text.count(REFRESH) for text in (stopped, later, begun)] == [0, 0, 1]
    assert "Refresh by itself every 3 seconds" in later


@pytest.mark.sqlite
def test_who_assessed_by_command_is_nobody(office, data_2020, officer):
    make_city(by=officer)
    run = assess_dues(2020, by=None)

    assert office.get(page_of_run(run)).context["by"] is None
