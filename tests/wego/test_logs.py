import io
import json
import logging

import pytest
import structlog

from tests.processes import run_manage
from tests.wego import sample_jobs
from wego import logs
from wego.middleware import RequestLogMiddleware

pytestmark = pytest.mark.sqlite  # pages and words: once is enough


@pytest.fixture
def lines():
    """Log what a test says through the real configuration; gives the lines."""
    config = logs.configure(plain=False)
    formatter = config["formatters"]["lines"]
    output = io.StringIO()
    handler = logging.StreamHandler(output)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(**{k: v for k, v in formatter.items() if k != "()"}))
    logger = logging.getLogger("wego.test")
    logger.addHandler(handler)
    logger.setLevel("INFO")
    yield lambda: [json.loads(line) for line in output.getvalue().splitlines()]
    logger.removeHandler(handler)


def test_line_is_one_json_object(lines):
    structlog.get_logger("wego.test").info("paid", invoice="INV-1")

    (line,) = lines()

    assert (line["event"], line["invoice"], line["level"]) == ("paid", "INV-1", "info")
    assert line["timestamp"].endswith("Z")


@pytest.mark.parametrize("name", ["password", "new_password1", "api_key", "Authorization", "csrf_token", "cookie"])
def test_secret_fields_are_blanked(lines, name):
    structlog.get_logger("wego.test").info("event", **{name: "hunter2"})

    assert lines()[0][name] == "[hidden]"


def test_traceback_shows_no_values(lines):
    password = "hunter2"
    try:
        raise ValueError(len(password))
    except ValueError:
        logging.getLogger("wego.test").exception("oops")

    (line,) = lines()

    assert "ValueError: 7" in line["exception"]
    assert "hunter2" not in line["exception"].replace('password = "hunter2"', "")


def test_address_is_logged_without_its_query_and_keys(rf):
    request = rf.get("/apply/4f3c1a2b-9d4e-4f6a-8b7c-1234567890ab/edit?token=secret")

    assert RequestLogMiddleware.format_request(request) == "GET /apply/[hidden]/edit"


def test_answer_tells_the_request_id(client):
    response = client.get("/healthz")

    assert len(response["X-Request-ID"]) == 36


@pytest.mark.django_db(transaction=True)
def test_command_prints_its_result_and_no_log():
    ended = run_manage("check", DJANGO_SETTINGS_MODULE="wego.settings")

    assert (ended.stdout, ended.stderr) == ("System check identified no issues (0 silenced).\n", "")


@pytest.mark.django_db(transaction=True)
def test_worker_logs_json_to_stderr_only():
    sample_jobs.add.enqueue("a")

    ended = run_manage("work", "--until-empty", DJANGO_SETTINGS_MODULE="wego.settings")

    assert ended.stdout == ""
    events = [json.loads(line)["event"] for line in ended.stderr.splitlines()]
    assert events == ["worker_started", "job_done", "worker_stopped"]
