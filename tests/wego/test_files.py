"""Kept files are named by their content and never become something else."""

import hashlib
import os
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from wego import files

pytestmark = pytest.mark.sqlite


def test_a_file_is_kept_under_its_own_digest():
    digest = files.keep(b"paper")

    assert digest == hashlib.sha256(b"paper").hexdigest()
    assert files.read(digest) == b"paper"
    assert files.keep(b"paper") == digest


def test_a_damaged_file_is_refused():
    digest = files.keep(b"a paper that will be damaged")
    files.path_of(digest).write_bytes(b"another")

    with pytest.raises(ValidationError, match="lost or damaged"):
        files.read(digest)


def test_a_lost_file_is_refused():
    with pytest.raises(ValidationError, match="lost or damaged"):
        files.read("0" * 64)


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "ab", "0" * 63 + "/"])
def test_nothing_else_is_read(name):
    with pytest.raises(ValueError):
        files.read(name)


def test_files_that_nobody_names_are_forgotten_after_a_while():
    kept, unnamed, fresh = (files.keep(content) for content in (b"kept", b"unnamed", b"fresh"))
    for digest in (kept, unnamed):
        os.utime(files.path_of(digest), (0, 0))

    files.forget(keep_digests={kept}, older_than=timedelta(days=1))

    assert [files.path_of(one).exists() for one in (kept, unnamed, fresh)] == [True, False, True]
