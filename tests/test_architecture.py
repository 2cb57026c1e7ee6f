"""The rules of docs/architecture.md that a program can see. Import directions: `lint-imports`."""

import ast
from pathlib import Path

import pytest

pytestmark = pytest.mark.sqlite  # no database: once is enough

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("wego", "members", "fees", "directory", "tests")
LONGEST_FILE = 300  # lines


def sources() -> list[Path]:
    found = (path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    return sorted(path for path in found if "migrations" not in path.parts)


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


@pytest.mark.parametrize("path", sources(), ids=named)
class TestSource:
    def test_no_import_inside_a_function(self, path):
        assert imports_in_functions(ast.parse(path.read_text())) == []

    def test_no_signals(self, path):
        signals = {"django.dispatch", "django.db.models.signals", "django.db.backends.signals"}

        assert imported_modules(ast.parse(path.read_text())) & signals == set()

    def test_file_is_short(self, path):
        assert len(path.read_text().splitlines()) <= LONGEST_FILE


def test_there_are_sources():
    assert len(sources()) > 30
