"""Every page of every table in a browser: no complaint of the security policy, no error, no sideways scrolling."""

import pytest
from django.contrib import admin
from django.contrib.admin.utils import quote
from django.urls import reverse

pytestmark = [pytest.mark.browser, pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]

NARROWEST = 320
CRAWLED = ("changelist", "add", "change", "history", "delete")


def addresses(visit):
    """The pages of each model's admin, with its newest row."""
    request = type("Request", (), {"user": visit.person})
    for model_admin in admin.site._registry.values():
        opts, row = model_admin.opts, model_admin.model.objects.order_by("-pk").first()
        allowed = {"add": model_admin.has_add_permission(request)}
        allowed["delete"] = row and model_admin.has_delete_permission(request, row)
        for page in CRAWLED:
            args = [] if page in ("changelist", "add") else [quote(row.pk)] if row else None
            if args is not None and allowed.get(page, True):
                yield reverse(f"admin:{opts.app_label}_{opts.model_name}_{page}", args=args)


def test_every_page_at_its_narrowest(visit, some_work):
    visit.page.set_viewport_size({"width": NARROWEST, "height": 900})
    wide, statuses, crawled = {}, {}, list(addresses(visit))
    for url in crawled:
        status = visit.go(url).status
        if status != 200:
            statuses[url] = status
        width = visit.page.evaluate("document.documentElement.scrollWidth")
        if width > NARROWEST:
            wide[url] = width

    assert (statuses, wide, visit.complaints) == ({}, {}, [])
    assert len(crawled) > 70
