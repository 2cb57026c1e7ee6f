import uuid

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0016_meeting_keys_unique'),
    ]

    operations = [
        migrations.CreateModel(
            name='FeedEntry',
            fields=[
                ('number', models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ('source', models.CharField(choices=[('region', 'Region'), ('country', 'Country'), ('member', 'Member'), ('city', 'City'), ('name', 'Name'), ('standing', 'Standing'), ('merge', 'Merge'), ('figure', 'Figure'), ('figure_withdrawn', 'Figure Withdrawn'), ('merge_undone', 'Merge Undone')], max_length=20)),
                ('row', models.BigIntegerField()),
                ('about', models.CharField(max_length=20)),
                ('key', models.UUIDField(default=uuid.uuid4)),
                ('at', models.DateTimeField(db_index=True)),
                ('placed_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'entry of the feed',
                'verbose_name_plural': 'feed of changes',
                'ordering': ['number'],
            },
        ),
        migrations.AddIndex(
            model_name='feedentry',
            index=models.Index(fields=['source', 'about'], name='feed_about'),
        ),
        migrations.AddConstraint(
            model_name='feedentry',
            constraint=models.UniqueConstraint(fields=('source', 'row'), name='feed_entry_once', violation_error_message='This change has its place in the feed already.'),
        ),
    ]
