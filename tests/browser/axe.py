"""axe-core, which judges whether pages can be used by everyone. Fetched by npm once, checked by hash."""

import base64
import fcntl
import hashlib
import io
import json
import subprocess
import tarfile
import tempfile
from functools import cache
from pathlib import Path

import pytest

from tests.machine import PREFIX

PACKAGE = "axe-core@4.11.1"
SHA512 = "BASOg+YwO2C+346x3LZOeoovTIoTrRqEsqMa6fmfAV0P+U9mFr9NsyOEpiYvFjbc64NMrSswhV50WdXzdb/Z5A=="
STORE = Path(__file__).resolve().parents[2] / "var" / "axe-core-4.11.1.min.js"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
BEST = (*RULES, "best-practice")  # what pages are held to that are all our own


@cache
def script() -> str:
    """The text of axe.min.js. Where npm cannot fetch it the test is left out, loudly."""
    STORE.parent.mkdir(exist_ok=True)
    with STORE.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # several test processes want it at once
        if not STORE.exists():
            content = _extract(_download())
            STORE.with_suffix(".part").write_bytes(content)
            STORE.with_suffix(".part").rename(STORE)
    return STORE.read_text()


def _download() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        packed = subprocess.run(
            ["npm", "pack", PACKAGE, "--silent", "--pack-destination", folder],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        if packed.returncode:
            pytest.skip(f"{PREFIX}axe ({PACKAGE} could not be fetched: {packed.stderr.strip()[:200]})")
        return next(Path(folder).glob("*.tgz")).read_bytes()


def _extract(tarball: bytes) -> bytes:
    found = base64.b64encode(hashlib.sha512(tarball).digest()).decode()
    assert found == SHA512, f"{PACKAGE} is not what was locked: sha512 {found}"
    with tarfile.open(fileobj=io.BytesIO(tarball)) as archive:
        return archive.extractfile("package/axe.min.js").read()


def violations(page, rules: tuple[str, ...] = RULES) -> list[str]:
    """What axe finds on a Playwright page, one line for each element; empty is good."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(script())  # evaluate, not a script element: the site's CSP forbids those
    options = json.dumps({"runOnly": rules})
    found = page.evaluate(f"axe.run(document, {options}).then(result => result.violations)")
    return [
        f"{rule['id']} ({rule['impact']}): {rule['help']}: {' '.join(map(str, node['target']))}"
        for rule in found
        for node in rule["nodes"]
    ]
