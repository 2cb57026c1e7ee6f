# make run    the site on this machine, with data, for evaluation
# make test   lint, checks, all tests on SQLite and on PostgreSQL
# Also: proof (long tests), bench (measurements), lock (new versions of the dependencies), format

PORT ?= 8000
PROCESSES ?= $(shell n=$$(nproc); [ $$n -gt 2 ] && echo $$n || echo 2)
PYTHON := .venv/bin/python
PYTEST := $(PYTHON) -m pytest
ON_POSTGRESQL := $(PYTHON) -m tests.postgresql

# The project is compiled once, not by each of the many processes that a run starts.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test lint proof bench lock format runtime dev

run: runtime
	@DEBUG=1 PYTHONUNBUFFERED=1 $(PYTHON) manage.py start --port $(PORT)

test: dev lint
	@failed=0; \
	echo "--- tests on SQLite"; $(PYTEST) -n $(PROCESSES) --maxschedchunk=1 || failed=1; \
	echo "--- tests on PostgreSQL"; $(ON_POSTGRESQL) $(PYTEST) -n $(PROCESSES) --maxschedchunk=1 || failed=1; \
	exit $$failed

lint: dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/lint-imports
	DJANGO_SETTINGS_MODULE=tests.settings $(PYTHON) manage.py check
	DJANGO_SETTINGS_MODULE=tests.settings $(PYTHON) manage.py makemigrations --check --dry-run

proof: dev
	$(PYTEST) -m proof
	$(ON_POSTGRESQL) $(PYTEST) -m proof

bench: dev
	$(PYTEST) -m bench tests/benchmarks
	$(ON_POSTGRESQL) $(PYTEST) -m bench tests/benchmarks

format: dev
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

lock: dev
	$(PYTHON) -m pip install --quiet uv
	for name in requirements requirements-dev requirements-queue; do \
		.venv/bin/uv pip compile --quiet --upgrade --universal --generate-hashes --python-version 3.11 \
			$$name.in -o $$name.txt || exit 1; \
	done

runtime:
	@sh .ci/environment requirements.txt

dev:
	@sh .ci/environment requirements.txt requirements-dev.txt
