from django.core.management.base import BaseCommand, CommandError

from wego.accounts.people import reset_second_factor
from wego.models import User


class Command(BaseCommand):
    help = "Forget the second factor of somebody who lost it, when no administrator can do it on the person's page."

    def add_arguments(self, parser):
        parser.add_argument("username")

    def handle(self, *, username, **options):
        user = User.objects.filter(username__iexact=username).first()
        if user is None:
            raise CommandError(f"There is nobody with the user name {username}. Nothing was changed.")
        kinds = reset_second_factor(user, by=None)
        self.stdout.write(f"{user}: removed: {', '.join(kinds)}" if kinds else f"{user}: had no second factor")
