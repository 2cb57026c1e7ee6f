"""The guide of the API: its very commands, run against a live site, and the shape of the answers it shows."""

import json
import re
import subprocess

import pytest
from django.conf import settings

from fees.services.loading import load_fees
from tests.asking import Program, make_key
from tests.members.api.mirroring import mirror
from tests.processes import ROOT

pytestmark = pytest.mark.django_db(transaction=True)

GUIDE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"```sh\n(.*?)```\n(?:```json\n(.*?)```\n)?", re.DOTALL)
SITE, KEY = "http://127.0.0.1:8000", "wego_..."
END = "<<end of block>>"


@pytest.fixture
def site(live_server, settings, real_register):
    settings.SITE_URL = live_server.url
    load_fees()
    return live_server.url


@pytest.fixture
def key(site):
    return make_key("register:history", "applications:submit")[1]


def shape(value):
    """The fields of an answer and of what is in it; of a list those of its first row."""
    if isinstance(value, dict):
        return {name: shape(one) for name, one in value.items()}
    return [shape(one) for one in value[:1]] if isinstance(value, list) else None


def run(site: str, key: str) -> list[str]:
    """What each block of commands prints, all in one shell, as if pasted one after the other."""
    blocks = [commands for commands, _shown in BLOCK.findall(GUIDE)]
    script = "".join(f"{commands}echo '{END}'\n" for commands in blocks).replace(SITE, site).replace(KEY, key)
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split(END)[:-1]


def test_the_commands_of_the_guide_work_as_pasted(site, key):
    blocks = BLOCK.findall(GUIDE)
    printed = run(site, key)

    assert len(printed) == len(blocks) > 10
    for (commands, shown), output in zip(blocks, printed, strict=True):
        if shown:
            assert shape(json.loads(output)) == shape(json.loads(shown)), commands
        assert ('"error"' in output) == ("2019-01-01" in commands), output
    answers = "".join(printed)
    assert "Baguio City" in answers
    assert answers.count("mem_") > 191
    assert Program().get("statistics/").json()["members"] == 191


def test_the_guide_names_every_operation_scope_and_event():
    assert set(re.findall(r"`(\w+:\w+)`", GUIDE)) >= {"register:history", "applications:submit", "figures:read"}
    source = (settings.BASE_DIR / "members" / "feed.py").read_text(encoding="utf-8")
    events = set(re.findall(r'"((?:region|country|member|city|name|standing|figure|merge)\.\w+)"', source))

    assert len(events) >= 13
    assert {event for event in events if f"`{event}`" not in GUIDE} == set()


def test_the_example_mirrors_the_register(site, key, tmp_path):
    def ask(*arguments: str) -> str:
        env = {"WEGO_URL": site, "WEGO_KEY": key, "PATH": "/usr/bin:/bin", "PYTHONIOENCODING": "utf-8"}
        command = ["python3", "docs/examples/mirror.py", *arguments]
        return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=True).stdout

    copy = str(tmp_path / "register.sqlite3")
    first, again = ask("sync", copy), ask("sync", copy)
    listed = [json.loads(line) for line in ask("list", copy).splitlines()]

    assert (first.endswith(" changes\n"), again) == (True, "0 changes\n")
    assert listed == Program().pages("members/", page_size="100")
    assert len(listed) == 191


def test_the_example_says_what_was_refused(site):
    with pytest.raises(SystemExit) as ended:
        mirror.sync(mirror.open_copy(":memory:"), site, "wego_no")

    assert ended.value.code == "401: There is no such key. It was shown once, when it was issued."
