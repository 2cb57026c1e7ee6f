import uuid

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0015_meeting_keys'),
    ]

    operations = [
        migrations.AlterField(
            model_name='meeting',
            name='key',
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='public key'),
        ),
        migrations.AlterField(
            model_name='historicalmeeting',
            name='key',
            field=models.UUIDField(db_index=True, default=uuid.uuid4, editable=False, verbose_name='public key'),
        ),
    ]
