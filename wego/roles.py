"""The roles of the Secretariat: groups with stable names, made by migrations and granted their rights by each app.

A later app or table grants its rights in a migration of its own:

    operations = [GrantRights({Role.FINANCE: ["fees.view_invoice", "fees.issue_invoices"]})]
"""

from django.contrib.auth.management import create_permissions
from django.db import migrations, models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """The value is the name of the group in the database; the label is what people read."""

    ADMINISTRATOR = "Administrator", _("Administrator")
    MEMBERSHIP = "Membership officer", _("Membership officer")
    FINANCE = "Finance officer", _("Finance officer")
    GOVERNANCE = "Governance officer", _("Governance officer")
    SECRETARY_GENERAL = "Secretary General", _("Secretary General")
    AUDITOR = "Auditor", _("Auditor")
    READ_ONLY = "Read-only", _("Read-only")
    REGIONAL_OFFICE = "Regional office", _("Regional office")


DESCRIPTIONS = {
    Role.ADMINISTRATOR: _("Keeps people, roles, countries, bodies and jobs; changes no member and no amount."),
    Role.MEMBERSHIP: _("Keeps applications, members, names, contacts and figures, and writes letters."),
    Role.FINANCE: _("Keeps fee schedules and GDP figures, assesses dues and proposes settlements."),
    Role.GOVERNANCE: _("Keeps meetings, decisions, expulsions, mergers, splits and officer cities."),
    Role.SECRETARY_GENERAL: _("Sees everything but the technical log, confirms settlements and signs papers."),
    Role.AUDITOR: _("Sees everything, the logs included, and changes nothing."),
    Role.READ_ONLY: _("Sees the register, meetings and dues; no contacts, no logs, no people."),
    Role.REGIONAL_OFFICE: _("Sees the members of the countries that its office serves, with figures and contacts."),
}


def role_name(name: str) -> str:
    """A group's name in the reader's language; groups that officers made keep the name they gave."""
    return str(Role(name).label) if name in Role else name


def role_description(name: str) -> str:
    return str(DESCRIPTIONS[Role(name)]) if name in Role else ""


def role_label(group) -> str:
    """Name and description, where roles are chosen."""
    return ": ".join(filter(None, [role_name(group.name), role_description(group.name)]))


class MakeRoles(migrations.RunPython):
    """Migration operation: the roles, without rights. Backwards removes those that have neither rights nor people."""

    def __init__(self):
        super().__init__(_make_roles, _remove_empty_roles)

    def deconstruct(self):
        return type(self).__name__, [], {}


class GrantRights(migrations.RunPython):
    """Migration operation: give roles the rights ("app.codename") named here, once; backwards takes these away.

    What officers took away or added afterwards stays as they left it: no later run grants it again, and a role
    that was removed is not made again. The migration depends on the ones that make the tables.
    """

    def __init__(self, rights: dict[str, list[str]]):
        self.rights = {Role(role).value: sorted(given) for role, given in rights.items()}
        super().__init__(self._grant, self._take_away)

    def deconstruct(self):
        return type(self).__name__, [self.rights], {}

    def _grant(self, apps, schema_editor):
        labels = {right.partition(".")[0] for given in self.rights.values() for right in given}
        _make_permissions(apps, schema_editor, labels)
        for group, permissions in self._rows(apps, schema_editor):
            group.permissions.add(*permissions)

    def _take_away(self, apps, schema_editor):
        for group, permissions in self._rows(apps, schema_editor):
            group.permissions.remove(*permissions)

    def _rows(self, apps, schema_editor):
        using = schema_editor.connection.alias
        known = {
            f"{one.content_type.app_label}.{one.codename}": one
            for one in apps.get_model("auth", "Permission").objects.using(using).select_related("content_type")
        }
        for group in apps.get_model("auth", "Group").objects.using(using).filter(name__in=self.rights):
            yield group, [known[right] for right in self.rights[group.name]]


def _make_permissions(apps, schema_editor, labels) -> None:
    """Django makes the rows of permissions after all migrations; here they are needed before."""
    for label in sorted(labels):
        config = apps.get_app_config(label)
        config.models_module = True  # what create_permissions asks for; an app of a migration has none
        create_permissions(config, apps=apps, verbosity=0, using=schema_editor.connection.alias)
        config.models_module = None


def _make_roles(apps, schema_editor):
    groups = apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias)
    for role in Role:
        groups.get_or_create(name=role.value)


def _remove_empty_roles(apps, schema_editor):
    groups = apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias)
    groups.filter(name__in=Role.values, permissions=None, user=None).delete()
