"""Who may set up webhooks of partners, and who may look at them."""

from django.db import migrations

from wego.roles import GrantRights, Role

LOOKS = ["wego.view_webhookattempt", "wego.view_webhookdelivery", "wego.view_webhookendpoint"]
RIGHTS = {
    Role.ADMINISTRATOR: [*LOOKS, "wego.manage_webhooks"],
    Role.SECRETARY_GENERAL: LOOKS,
    Role.AUDITOR: LOOKS,
}


class Migration(migrations.Migration):

    dependencies = [
        ("wego", "0010_webhooks"),
    ]

    operations = [GrantRights(RIGHTS)]
