"""PostgreSQL refuses to change or delete what is history (A2)."""

from django.db import migrations

from wego.append_only import ForbidChanges


class Migration(migrations.Migration):
    dependencies = [("members", "0001_initial")]

    operations = [
        ForbidChanges("members_statuschange"),
        ForbidChanges("members_decision"),
        ForbidChanges("members_applicationstep"),
        ForbidChanges("members_memberfigure"),
        ForbidChanges("members_explanation"),
        ForbidChanges("members_economyfigure"),
    ]
