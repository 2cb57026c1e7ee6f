"""Public keys for the meetings on record."""

import uuid

from django.db import migrations


def give_keys(apps, schema_editor):
    using = schema_editor.connection.alias
    rows = apps.get_model("members", "Meeting").objects.using(using)
    for row in rows.filter(key=None).iterator(2000):
        rows.filter(pk=row.pk).update(key=uuid.uuid4())
    history = apps.get_model("members", "HistoricalMeeting").objects.using(using)
    for pk, key in apps.get_model("members", "Meeting").objects.using(using).values_list("pk", "key"):
        history.filter(id=pk).update(key=key)
    history.filter(key=None).update(key=uuid.uuid4())  # of meetings that were deleted


class Migration(migrations.Migration):

    dependencies = [("members", "0014_partners")]

    operations = [migrations.RunPython(give_keys, migrations.RunPython.noop)]
