"""The rules of docs/architecture.md that a program can see. Import directions: `lint-imports`."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.sqlite  # no database: once is enough

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("wego", "members", "fees", "directory", "tests")
LONGEST_FILE = 300  # lines
DOOR = "wego/outbound.py"
"""The one module that speaks HTTP outwards."""
SPEAKS_HTTP = re.compile(
    r"http\.client|urllib\.request|urllib3|urlopen|urlretrieve|httpx|aiohttp|pycurl|ftplib"
    r"|^\s*(?:import|from)\s+requests\b|\brequests\.(?:get|post|put|patch|delete|head|request|Session)\b",
    re.MULTILINE,
)


def sources() -> list[Path]:
    found = (path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    return sorted(path for path in found if "migrations" not in path.parts)


def trees() -> Iterator[tuple[Path, ast.AST]]:
    return ((path, ast.parse(path.read_text())) for path in sources())


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imports_in_functions(tree: ast.AST) -> list[int]:
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return sorted(
        {
            inner.lineno
            for function in functions
            for inner in ast.walk(function)
            if isinstance(inner, ast.Import | ast.ImportFrom)
        }
    )


def imported_modules(tree: ast.AST) -> set[str]:
    plain = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return plain | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


def test_no_import_inside_a_function():
    lines = {named(path): imports_in_functions(tree) for path, tree in trees()}

    assert {path: found for path, found in lines.items() if found} == {}


def test_no_signals():
    signals = {"django.dispatch", "django.db.models.signals", "django.db.backends.signals"}

    assert [named(path) for path, tree in trees() if imported_modules(tree) & signals] == []


def test_only_the_door_speaks_http():
    product = [path for path in sources() if path.relative_to(ROOT).parts[0] != "tests"]

    assert [named(path) for path in product if SPEAKS_HTTP.search(path.read_text())] == [DOOR]


def test_every_file_is_short():
    lengths = {named(path): len(path.read_text().splitlines()) for path in sources()}

    assert {path: length for path, length in lengths.items() if length > LONGEST_FILE} == {}


def test_there_are_sources():
    assert len(sources()) > 30


@pytest.mark.parametrize(
    "line",
    [
        *("import requests", "from requests import post", "requests.get(url)", "import httpx", "urlopen(url)"),
        *("import http.client", "from urllib.request import urlopen", "    import requests as r"),
    ],
)
def test_every_way_around_the_door_is_seen(line):
    assert SPEAKS_HTTP.search(line)


@pytest.mark.parametrize("line", ["from wego.requests import current_address", "requests = []", "self.requests.append"])
def test_what_has_only_such_a_name_is_not_taken_for_one(line):
    assert not SPEAKS_HTTP.search(line)
