"""Applications that are written online: drafts, links, files, checks. The key is filled by the next migration."""

import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0010_rights'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ApplicantLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True, verbose_name='SHA-256')),
                ('email', models.EmailField(db_index=True, max_length=254, verbose_name='e-mail')),
                ('language', models.CharField(choices=[('en', 'English'), ('ko', '한국어')], max_length=2, verbose_name='language')),
                ('kind', models.CharField(blank=True, choices=[('city', 'city'), ('institution', 'institution'), ('company', 'company')], max_length=12, verbose_name='kind')),
                ('key', models.UUIDField(blank=True, db_index=True, null=True, verbose_name='leads to')),
                ('created_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='created at')),
                ('opens_until', models.DateTimeField(verbose_name='opens until')),
                ('used_at', models.DateTimeField(blank=True, null=True, verbose_name='used at')),
            ],
            options={
                'verbose_name': 'link of an applicant',
                'verbose_name_plural': 'links of applicants',
            },
        ),
        migrations.CreateModel(
            name='ApplicationCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='recorded at')),
                ('item', models.CharField(choices=[('body', 'The body may become a member of this kind.'), ('letter', "The official letter is there, signed by the head or in the head's name."), ('resolution', "The council's resolution is there, where the body needs one."), ('founding_act', 'The establishing act or statute is there.'), ('registration', 'The certificate of registration is there and names this company.'), ('population', 'The population is that of the territory, with year and source.'), ('employees', 'The number of employees is that of the member, with its date.'), ('names', 'The names are the official ones, in English and in Korean.'), ('known', 'No member and no other application is the same body.'), ('contacts', 'Liaison officer and billing contact can be reached.')], max_length=12, verbose_name='item')),
                ('found', models.CharField(choices=[('fine', 'in order'), ('lacking', 'lacking'), ('not_needed', 'not needed')], max_length=10, verbose_name='found')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
            ],
            options={
                'verbose_name': 'check of an application',
                'verbose_name_plural': 'checks of applications',
                'ordering': ['application', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ApplicationDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='public key')),
                ('kind', models.CharField(choices=[('city', 'city'), ('institution', 'institution'), ('company', 'company')], max_length=12, verbose_name='kind')),
                ('email', models.EmailField(db_index=True, max_length=254, verbose_name='e-mail')),
                ('language', models.CharField(choices=[('en', 'English'), ('ko', '한국어')], max_length=2, verbose_name='language')),
                ('answers', models.JSONField(blank=True, default=dict, verbose_name='answers')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='created at')),
                ('saved_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='saved at')),
            ],
            options={
                'verbose_name': 'draft of an application',
                'verbose_name_plural': 'drafts of applications',
                'ordering': ['-saved_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='public key')),
                ('purpose', models.CharField(choices=[('letter', 'signed official letter'), ('resolution', 'resolution of the council'), ('founding_act', 'establishing act or statute'), ('registration', 'certificate of registration'), ('completion', 'sent on request')], max_length=12, verbose_name='purpose')),
                ('name', models.CharField(max_length=120, verbose_name='file name')),
                ('content_type', models.CharField(max_length=40, verbose_name='content type')),
                ('digest', models.CharField(db_index=True, max_length=64, verbose_name='SHA-256')),
                ('size', models.PositiveIntegerField(verbose_name='size (bytes)')),
                ('uploaded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='uploaded at')),
            ],
            options={
                'verbose_name': 'attachment',
                'verbose_name_plural': 'attachments',
                'ordering': ['uploaded_at', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='application',
            name='applicant_email',
            field=models.EmailField(blank=True, db_index=True, editable=False, help_text='Confirmed before the online form was filled in; the status page opens for it.', max_length=254, verbose_name='e-mail of the applicant'),
        ),
        migrations.AddField(
            model_name='application',
            name='areas',
            field=models.JSONField(blank=True, default=list, verbose_name='areas of interest'),
        ),
        migrations.AddField(
            model_name='application',
            name='business_areas',
            field=models.CharField(blank=True, max_length=200, verbose_name='business areas'),
        ),
        migrations.AddField(
            model_name='application',
            name='declared_name',
            field=models.CharField(blank=True, help_text='Who stated online that the body applies.', max_length=120, verbose_name='declared by'),
        ),
        migrations.AddField(
            model_name='application',
            name='declared_title',
            field=models.CharField(blank=True, max_length=120, verbose_name='post of who declared it'),
        ),
        migrations.AddField(
            model_name='application',
            name='employees_scope',
            field=models.CharField(blank=True, choices=[('company', 'the company alone'), ('group', 'the whole group, which would be the member')], help_text='Company or group.', max_length=7, verbose_name='employees of'),
        ),
        migrations.AddField(
            model_name='application',
            name='head_address',
            field=models.TextField(blank=True, max_length=500, verbose_name='office address of the head'),
        ),
        migrations.AddField(
            model_name='application',
            name='invoice_note',
            field=models.CharField(blank=True, help_text='Like an order number.', max_length=200, verbose_name='what an invoice has to bear'),
        ),
        migrations.AddField(
            model_name='application',
            name='key',
            field=models.UUIDField(default=None, editable=False, null=True, verbose_name='public key'),
        ),
        migrations.AddField(
            model_name='application',
            name='liaison_department',
            field=models.CharField(blank=True, max_length=120, verbose_name='department of the liaison officer'),
        ),
        migrations.AddField(
            model_name='application',
            name='mandate',
            field=models.TextField(blank=True, max_length=2000, verbose_name='mandate'),
        ),
        migrations.AddField(
            model_name='application',
            name='notice',
            field=models.CharField(blank=True, help_text='The version that was agreed to.', max_length=10, verbose_name='data protection notice'),
        ),
        migrations.AddField(
            model_name='application',
            name='owner',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='handled by'),
        ),
        migrations.AddField(
            model_name='application',
            name='parent_body',
            field=models.CharField(blank=True, max_length=200, verbose_name='parent body'),
        ),
        migrations.AddField(
            model_name='application',
            name='political_email',
            field=models.EmailField(blank=True, max_length=254, verbose_name='e-mail of the political contact'),
        ),
        migrations.AddField(
            model_name='application',
            name='political_name',
            field=models.CharField(blank=True, max_length=120, verbose_name='political contact'),
        ),
        migrations.AddField(
            model_name='application',
            name='political_title',
            field=models.CharField(blank=True, max_length=120, verbose_name='post of the political contact'),
        ),
        migrations.AddField(
            model_name='application',
            name='reason',
            field=models.TextField(blank=True, max_length=2000, verbose_name='reason for joining'),
        ),
        migrations.AddField(
            model_name='application',
            name='tax_number',
            field=models.CharField(blank=True, max_length=60, verbose_name='tax or registration number of the payer'),
        ),
        migrations.AlterField(
            model_name='application',
            name='channel',
            field=models.CharField(choices=[('letter', 'letter'), ('form', 'online form'), ('import', 'spreadsheet')], default='letter', editable=False, max_length=6, verbose_name='arrived by'),
        ),
        migrations.AlterField(
            model_name='historicallettertext',
            name='kind',
            field=models.CharField(choices=[('acknowledgement', 'acknowledgement of receipt'), ('completion', 'request for completion'), ('return', 'return of an application'), ('acceptance', 'acceptance letter'), ('approval', 'approval letter'), ('approval_open', 'approval letter, fee not known yet'), ('approval_free', 'approval letter, no fee schedule'), ('withdrawal', 'withdrawal acknowledgement')], max_length=20, verbose_name='letter'),
        ),
        migrations.AlterField(
            model_name='lettertext',
            name='kind',
            field=models.CharField(choices=[('acknowledgement', 'acknowledgement of receipt'), ('completion', 'request for completion'), ('return', 'return of an application'), ('acceptance', 'acceptance letter'), ('approval', 'approval letter'), ('approval_open', 'approval letter, fee not known yet'), ('approval_free', 'approval letter, no fee schedule'), ('withdrawal', 'withdrawal acknowledgement')], max_length=20, verbose_name='letter'),
        ),
        migrations.AlterField(
            model_name='paper',
            name='kind',
            field=models.CharField(choices=[('quotation', 'fee quotation'), ('acknowledgement', 'acknowledgement of receipt'), ('completion', 'request for completion'), ('return', 'return of an application'), ('acceptance', 'acceptance letter'), ('suitability', 'suitability sheet'), ('committee', 'Executive Committee paper'), ('decisions', 'decision record'), ('approval', 'approval letter'), ('certificate', 'membership certificate'), ('status_report', 'status report'), ('withdrawal', 'withdrawal acknowledgement'), ('annual_report', 'annual membership report'), ('contact_list', 'contact list')], max_length=20, verbose_name='kind of paper'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('channel', 'form'), _negated=True), models.Q(('notice', ''), _negated=True), _connector='OR'), name='application_online_has_notice', violation_error_message='An online application states which notice its sender agreed to.'),
        ),
        migrations.AddConstraint(
            model_name='applicantlink',
            constraint=models.CheckConstraint(condition=models.Q(('email', ''), _negated=True), name='applicant_link_has_address', violation_error_message='A link is mailed to an address.'),
        ),
        migrations.AddField(
            model_name='applicationcheck',
            name='application',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='members.application', verbose_name='application'),
        ),
        migrations.AddField(
            model_name='applicationcheck',
            name='recorded_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by'),
        ),
        migrations.AddConstraint(
            model_name='applicationdraft',
            constraint=models.CheckConstraint(condition=models.Q(('email', ''), _negated=True), name='draft_has_address', violation_error_message='A draft belongs to a confirmed e-mail address.'),
        ),
        migrations.AddField(
            model_name='attachment',
            name='application',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='members.application', verbose_name='application'),
        ),
        migrations.AddField(
            model_name='attachment',
            name='draft',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='members.applicationdraft'),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('application__isnull', False), ('draft__isnull', True)), models.Q(('application__isnull', True), ('draft__isnull', False)), _connector='OR'), name='attachment_of_one_thing', violation_error_message='A file belongs to a draft or to an application.'),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.CheckConstraint(condition=models.Q(('size__gt', 0)), name='attachment_not_empty', violation_error_message='The file is empty.'),
        ),
    ]
