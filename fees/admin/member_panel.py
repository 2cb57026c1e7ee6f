"""What the page of a member shows of its dues."""

from django.utils.translation import gettext as _

from fees.models import Assessment
from fees.papers.figures import cents


def assessments(request, member) -> dict | None:
    """The member's assessments, the newest year first; nothing where there are none."""
    if not request.user.has_perm("fees.view_assessment"):
        return None
    rows = Assessment.objects.filter(member=member).with_adjusted().select_related("run", "superseded_by")
    lines = [
        {
            "pk": row.pk,
            "year": row.run.year,
            "fee": cents(row.amount),
            "adjusted": cents(row.adjusted) if row.adjusted else "-",
            "total": cents(row.total),
            "state": _("replaced") if hasattr(row, "superseded_by") else _("holds"),
        }
        for row in rows.order_by("-run__year", "-pk")
    ]
    return {"template": "admin/fees/member_panel.html", "title": _("Dues"), "lines": lines} if lines else None
