"""Keys of the API are given out and revoked by administrators alone."""

from django.db import migrations

from wego.roles import GrantRights, Role

RIGHTS = {
    Role.ADMINISTRATOR: ["wego.add_apikey", "wego.change_apikey", "wego.view_apikey"],
    Role.AUDITOR: ["wego.view_apikey"],
}


class Migration(migrations.Migration):

    dependencies = [("wego", "0008_api_keys")]

    operations = [GrantRights(RIGHTS)]
