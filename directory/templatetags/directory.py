"""What the public pages say of a member, and where it stands."""

from django import template
from django.urls import reverse

from directory import words
from directory.forms import DayForm
from members.keys import public_key
from members.models import Benefit, Member, in_language

register = template.Library()
register.filter("name_of", words.name_of)
register.filter("standing", words.short_standing_of)
register.filter("since", words.since_words)


@register.filter
def file_type(extension: str) -> str:
    """As the type of file is written: CSV, GeoJSON."""
    return {"geojson": "GeoJSON"}.get(extension, extension.upper())


@register.filter
def address(member: Member) -> str:
    """Of the member's page, in the language of this one."""
    return reverse("directory:member", args=[public_key(member)])


@register.filter
def detail(benefit: Benefit) -> str:
    return in_language(benefit.detail_en, benefit.detail_ko)


@register.simple_tag
def query(form: DayForm, **more) -> str:
    """What is asked on this page, with some of it changed."""
    return form.query(**more)
