"""The pages of the acts that write letters."""

from django.urls import reverse

from tests.members.admin.act_pages import ActPage

ADDRESSES = ["mayor@suwon.example", "lee@suwon.example"]
DATA = {"language": "en", "issued_on": "2019-04-02", "office": "Mayor", "to": ADDRESSES}


def act_page(client, row, act, **changed) -> ActPage:
    """The page of an act on the row, filled in."""
    name = f"admin:members_{row._meta.model_name}_{act}"
    return ActPage(client, reverse(name, args=[row.pk]), DATA | changed)
