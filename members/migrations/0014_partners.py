"""Applications that come by the API; public keys of meetings, still without a value."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0013_application_keys_unique'),
        ('wego', '0008_api_keys'),
    ]

    operations = [
        migrations.AddField(
            model_name='application',
            name='api_key',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='wego.apikey', verbose_name='sent with the key'),
        ),
        migrations.AlterField(
            model_name='application',
            name='channel',
            field=models.CharField(choices=[('letter', 'letter'), ('form', 'online form'), ('import', 'spreadsheet'), ('api', 'program of a partner')], default='letter', editable=False, max_length=6, verbose_name='arrived by'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('api_key__isnull', False), ('channel', 'api')), models.Q(models.Q(('channel', 'api'), _negated=True), ('api_key__isnull', True)), _connector='OR'), name='application_of_partner_has_key', violation_error_message="An application of a partner's program names the key it was sent with."),
        ),
        migrations.AddField(
            model_name='meeting',
            name='key',
            field=models.UUIDField(editable=False, null=True, verbose_name='public key'),
        ),
        migrations.AddField(
            model_name='historicalmeeting',
            name='key',
            field=models.UUIDField(editable=False, null=True, verbose_name='public key'),
        ),
    ]
