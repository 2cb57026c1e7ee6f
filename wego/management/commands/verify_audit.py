from django.core.management.base import BaseCommand, CommandError

from wego import audit
from wego.models import AuditEntry

SENTENCES = {
    "altered": "Entry {number} was altered after it was written.",
    "missing": "Entry {number} is missing.",
    "replaced": "Entry {number} does not follow from the one before it: the trail was rewritten from here on.",
}


class Command(BaseCommand):
    help = "Go through the audit trail and name the first entry that is not as it was written."

    def handle(self, **options):
        count, finding = audit.verify()
        if finding is None:
            newest = AuditEntry.objects.order_by("-number").values_list("digest", flat=True).first()
            self.stdout.write(f"{count} entries, each as it was written. Newest digest: {newest or '-'}")
            return
        sentence = SENTENCES[finding.problem].format(number=finding.number)
        raise CommandError(f"{sentence} {count} entries before it stand as they were written.")
