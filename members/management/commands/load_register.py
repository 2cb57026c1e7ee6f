from django.core.management.base import BaseCommand

from members.services.loading import load_register


class Command(BaseCommand):
    help = "Load WeGO's real register of 2019-12-31 with what belongs to it. Repeatable: changes nothing twice."

    def handle(self, *args, **options):
        made = load_register()
        if not made.total():
            self.stdout.write("Everything is loaded already. Nothing was changed.")
            return
        for label, count in made.items():
            self.stdout.write(f"{count:5d} {label}")
