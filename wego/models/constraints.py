from django.db import models, router
from django.db.models import CheckConstraint, Q


class ChecksAtOnce(models.Model):
    """Base of rows with many check constraints: one query asks whether all of them hold. They are asked one
    by one, as Django does, only where they do not, for the sentence of the one that is broken."""

    _all_checks_hold = False

    class Meta:
        abstract = True

    def validate_constraints(self, exclude=None):
        checks = [one.condition for one in self._meta.constraints if isinstance(one, CheckConstraint)]
        self._all_checks_hold = bool(checks) and not exclude and self._meets(Q(*checks))
        super().validate_constraints(exclude=exclude)

    def get_constraints(self):
        constraints = super().get_constraints()
        if not self._all_checks_hold:
            return constraints
        return [(model, [c for c in own if not isinstance(c, CheckConstraint)]) for model, own in constraints]

    def _meets(self, condition: Q) -> bool:
        values = self._get_field_expression_map(meta=self._meta)
        return condition.check(values, using=router.db_for_write(type(self), instance=self))
