import ctypes
import os
import secrets
import signal
import socket
import subprocess
import sys
import time

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

HOST = "127.0.0.1"
LOADERS = ("load_register", "load_fees")
"""Commands of the apps that bring the project's facts in, where the app is installed."""
STARTS_WITHIN = 30  # seconds
STOPS_WITHIN = 30
PR_SET_PDEATHSIG = 1
libc = ctypes.CDLL(None)


class Command(BaseCommand):
    help = "Prepare the database and run site and worker on this machine, for evaluation (DEBUG=1)."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))

    def handle(self, *, port, **options):
        if not settings.DEBUG:
            raise CommandError("`start` is for evaluation. Set DEBUG=1; for a server see docs/operations.md.")
        refuse_taken_port(port)
        for number in (signal.SIGINT, signal.SIGTERM):  # also where a shell's `&` had SIGINT ignored
            signal.signal(number, signal.default_int_handler)
        children = []
        try:
            self.prepare()
            children = start_children(port)
            wait_until_it_answers(port, children)
            self.stdout.write(f"\nThe site is up: http://{HOST}:{port}/   (Ctrl-C stops it)\n")
            self.stdout.flush()
            watch(children)
        except KeyboardInterrupt:
            self.stdout.write("\nStopping.")
        finally:
            stop(children)

    def prepare(self):
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        for loader in LOADERS:
            if loader in get_commands():
                call_command(loader, stdout=self.stdout)
        self.make_officers()

    def make_officers(self):
        names = (os.environ.get("OFFICERS") or "officer1,officer2").split(",")
        users = get_user_model().objects
        if users.exists():
            self.stdout.write(f"Forgotten a password? python manage.py changepassword {names[0]}")
            return
        passwords = {name.strip(): secrets.token_urlsafe(12) for name in names}
        with transaction.atomic():
            for name, password in passwords.items():
                users.create_superuser(username=name, password=password)
        self.stdout.write("Sign in as one of these; the passwords are shown only now:")
        for name, password in passwords.items():
            self.stdout.write(f"    {name}   {password}")


def refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise CommandError(f"Port {port} is taken. Choose another: make run PORT={port + 1}") from error


def start_children(port: int) -> list[subprocess.Popen]:
    """The site and the worker, quiet unless LOG_LEVEL says otherwise."""
    defaults = {"LOG_LEVEL": "WARNING", "SITE_URL": f"http://{HOST}:{port}", "WEB_WORKERS": "1"}
    env = {**defaults, **os.environ, "BIND": f"{HOST}:{port}"}
    commands = (["-m", "gunicorn", "wego.wsgi"], ["manage.py", "work"])
    return [
        subprocess.Popen(
            [sys.executable, *command],
            cwd=settings.BASE_DIR,
            env=env,
            start_new_session=True,
            preexec_fn=stop_with_parent,
        )
        for command in commands
    ]


def stop_with_parent() -> None:
    """Have Linux end this process when `start` is killed: nothing may go on holding the port."""
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def wait_until_it_answers(port: int, children: list[subprocess.Popen]) -> None:
    end = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < end:
        refuse_dead_child(children)
        if answers(port):
            return
        time.sleep(0.1)
    raise CommandError(f"The site did not answer within {STARTS_WITHIN} seconds.")


def answers(port: int) -> bool:
    """Whether the site on this machine says that it is well."""
    try:
        with socket.create_connection((HOST, port), timeout=5) as asking:
            asking.sendall(f"GET /healthz HTTP/1.0\r\nHost: {HOST}\r\n\r\n".encode())
            return asking.recv(64).split(b" ")[1:2] == [b"200"]
    except OSError:
        return False


def watch(children: list[subprocess.Popen]) -> None:
    while True:
        refuse_dead_child(children)
        time.sleep(1)


def refuse_dead_child(children: list[subprocess.Popen]) -> None:
    for name, child in zip(("site", "worker"), children, strict=True):
        if child.poll() is not None:
            raise CommandError(f"The {name} has ended by itself; its message is above.")


def stop(children: list[subprocess.Popen]) -> None:
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(timeout=STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            child.kill()
