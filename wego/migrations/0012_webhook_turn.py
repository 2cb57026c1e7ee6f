"""The oldest delivery that waits is found without a look at those that ended."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("wego", "0011_webhook_rights"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="webhookdelivery",
            index=models.Index(
                condition=models.Q(("state", "waiting")), fields=["endpoint", "event"], name="webhook_turn"
            ),
        ),
    ]
