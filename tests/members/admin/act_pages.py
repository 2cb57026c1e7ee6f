"""The page of an act in a browser, and what "nothing was saved" means."""

from dataclasses import dataclass
from datetime import date

from django.apps import apps
from django.urls import reverse

from members.models import Application, Member
from tests.factories import approve
from tests.members.admin.act_cases import Case
from wego.acts import CONFIRM, SEEN
from wego.models import Counter


@dataclass
class ActPage:
    """The page of one act in a browser."""

    client: object
    url: str
    data: dict

    def look(self):
        return self.client.get(self.url)

    def preview(self, **changed):
        return self.client.post(self.url, self.data | changed)

    def confirm(self, preview):
        sent = {SEEN: preview.context["seen"], CONFIRM: "Confirm"}
        for name, value in preview.context["sent"]:
            sent.setdefault(name, []).append(value)
        return self.client.post(self.url, sent)


def page_of(case: Case, world: dict, client, officer) -> ActPage:
    if case.at == "decision":
        world["decision"] = approve(world["associate"], on=date(2020, 1, 15), by=officer)
    names = {name.upper(): str(row.pk) for name, row in world.items()}
    data = {
        "_".join(names.get(part, part) for part in key.split("_")) if "ASSOCIATE" in key else key: names.get(
            value, value
        )
        for key, value in case.data.items()
    }
    row = world.get(case.at)
    return ActPage(client, reverse(f"admin:{case.url}", args=[row.pk] if row else []), data)


def fingerprint() -> dict:
    """How many rows each table has and what the members' own rows say: what "nothing was saved" means."""
    counts = {model._meta.label: model.objects.count() for model in apps.get_app_config("members").get_models()}
    return counts | {
        "numbers": sorted(Counter.objects.values_list()),
        "applications": sorted(Application.objects.values_list("number", "state")),
        "members": sorted(Member.objects.values_list("number", "economy_code")),
    }
