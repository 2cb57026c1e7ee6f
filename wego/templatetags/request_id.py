from django import template

from wego.requests import current_request_id

register = template.Library()
register.simple_tag(current_request_id, name="request_id")
