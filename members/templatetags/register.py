from django import template

from members import reports

register = template.Library()
register.filter("names", reports.join)
