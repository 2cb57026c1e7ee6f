"""Whose members a person sees: those of all countries, or those of the regional offices it works for (A15)."""

from members.models.places import Country
from wego.visibility import VisibleQuerySet

SEES_ALL = "members.see_all_countries"


class RegisterQuerySet(VisibleQuerySet):
    """Rows about the whole register: for those who see the members of all countries."""

    sees_all = SEES_ALL


class OfMemberQuerySet(RegisterQuerySet):
    """Rows that belong to members. `country_paths` lead to the countries of those: all have to be served by an
    office for which the person works."""

    country_paths = ["member__country"]

    def own_of(self, user) -> "OfMemberQuerySet":
        served = Country.objects.filter(regional_offices__staff=user.pk).values("pk")
        return self.filter(**{f"{path}__in": served for path in self.country_paths})
