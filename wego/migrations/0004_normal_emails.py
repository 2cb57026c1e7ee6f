from django.db import migrations

from wego.models.users import normal_email


def spell_normally(apps, schema_editor):
    users = apps.get_model("wego", "User").objects.using(schema_editor.connection.alias)
    for user in users.exclude(email="").only("email"):
        user.email = normal_email(user.email)
        user.save(update_fields=["email"])


class Migration(migrations.Migration):
    """E-mail addresses in the one spelling in which they are looked up."""

    dependencies = [("wego", "0003_backup")]

    operations = [migrations.RunPython(spell_normally, migrations.RunPython.noop)]
