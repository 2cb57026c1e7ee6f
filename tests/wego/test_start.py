import os
import re
import signal
import socket
import urllib.request

import pytest
from django.db import connection

from tests.postgresql import free_port
from tests.processes import manage, run_manage

# `start` makes its own database in an empty data directory; ours is not touched.
pytestmark = [pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def bare(tmp_path):
    """The environment of a fresh machine."""
    return {
        "DJANGO_SETTINGS_MODULE": "wego.settings",
        "DEBUG": "1",
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": "",
        "SECRET_KEY": "",
        "SITE_URL": "",
        "ALLOWED_HOSTS": "",
        "OFFICERS": "kim,lee",
        "PYTHONUNBUFFERED": "1",
    }


def up(process) -> str:
    """What is printed until the site is up."""
    printed = ""
    for line in process.stdout:
        printed += line
        if "The site is up" in line:
            return printed
    raise AssertionError(f"ended early:\n{printed}{process.stderr.read()}")


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as response:
            return response.status == 200
    except OSError:
        return False


def test_start_prepares_the_database_and_runs_until_stopped(bare):
    port = free_port()
    with manage("start", "--port", str(port), **bare) as process:
        output = up(process)
        assert answers(port)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=40)

    assert process.returncode == 0
    assert f"http://127.0.0.1:{port}/" in output
    assert "191 members" in output
    assert "1 fee schedules" in output
    assert len(re.findall(r"^    (?:kim|lee)   \S{16}$", output, re.M)) == 2
    assert not answers(port)

    with manage("start", "--port", str(port), **bare) as process:
        output = up(process)

    assert "passwords are shown" not in output


def test_nothing_is_left_when_start_is_killed(bare):
    with connection.cursor() as cursor:  # our tables, to be up sooner
        cursor.execute("VACUUM INTO %s", [bare["DATA_DIR"] + "/db.sqlite3"])
    port = free_port()
    with manage("start", "--port", str(port), **bare) as process:
        up(process)
        process.kill()
        process.communicate(timeout=40)  # ends only when the children have let go of the pipe

    assert not answers(port)


def test_start_names_a_taken_port(bare):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = run_manage("start", "--port", str(port), **bare)

    assert (ended.returncode, ended.stderr) == (
        1,
        f"CommandError: Port {port} is taken. Choose another: make run PORT={port + 1}\n",
    )
    assert not os.path.exists(os.path.join(bare["DATA_DIR"], "db.sqlite3"))


def test_start_is_not_for_servers(bare):
    ended = run_manage("start", **(bare | {"DEBUG": "0"}))

    assert ended.returncode == 1
    assert "for evaluation" in ended.stderr
