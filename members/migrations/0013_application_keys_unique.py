"""The public key is there and unique; ticks of the review are history (A2); what the roles may do with both."""

import uuid

from django.db import migrations, models

from wego.append_only import ForbidChanges
from wego.roles import GrantRights, Role

LOOK = ["members.view_applicationcheck", "members.view_attachment"]


class Migration(migrations.Migration):
    dependencies = [("members", "0012_application_keys"), ("wego", "0007_rate_counts")]

    operations = [
        migrations.AlterField(
            model_name="application",
            name="key",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="public key"),
        ),
        ForbidChanges("members_applicationcheck"),
        GrantRights(
            {
                Role.MEMBERSHIP: LOOK,
                Role.GOVERNANCE: LOOK,
                Role.SECRETARY_GENERAL: LOOK,
                Role.AUDITOR: LOOK,
            }
        ),
    ]
