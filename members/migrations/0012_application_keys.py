"""Every application has a random public key."""

import uuid

from django.db import migrations


def give_keys(apps, schema_editor):
    applications = apps.get_model("members", "Application").objects.using(schema_editor.connection.alias)
    for application in applications.filter(key=None).only("pk").iterator():
        applications.filter(pk=application.pk).update(key=uuid.uuid4())


class Migration(migrations.Migration):
    dependencies = [("members", "0011_online_applications")]

    operations = [migrations.RunPython(give_keys, migrations.RunPython.noop, elidable=True)]
