from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("members", "0004_regional_staff")]

    operations = [
        migrations.AlterModelOptions(
            name="statuschange",
            options={
                "ordering": ["member", "effective_on", "pk"],
                "permissions": [("import_history", "Can bring in past events by spreadsheet")],
                "verbose_name": "status change",
                "verbose_name_plural": "status history",
            },
        ),
    ]
