import signal

from django.conf import settings
from django.core.management.base import BaseCommand

from wego import logs
from wego.worker import WorkerLoop


class Command(BaseCommand):
    help = "Run jobs from the queue, put back those of dead workers, and keep the schedule, until stopped."
    requires_system_checks = "__all__"

    def add_arguments(self, parser):
        parser.add_argument("--interval", type=float, default=1.0, help="seconds between looks into an empty queue (1)")
        parser.add_argument("--until-empty", action="store_true", help="end when no job waits")

    def handle(self, *, interval, until_empty, **options):
        logs.raise_level(settings.LOG_LEVEL)
        loop = WorkerLoop(interval=interval, until_empty=until_empty)
        signal.signal(signal.SIGTERM, loop.stop)
        signal.signal(signal.SIGINT, loop.stop)
        loop.run()
