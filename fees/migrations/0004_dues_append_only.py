"""PostgreSQL refuses to change or delete what was assessed and adjusted (R28)."""

from django.db import migrations

from wego.append_only import ForbidChanges


class Migration(migrations.Migration):
    dependencies = [("fees", "0003_dues")]

    operations = [ForbidChanges("fees_assessment"), ForbidChanges("fees_adjustment")]
