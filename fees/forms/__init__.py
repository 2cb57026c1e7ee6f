"""Forms of the acts. What is right or wrong is said by the services; these only ask."""

from fees.forms.schedules import AdoptForm, CopyForm, TablesForm

__all__ = ["AdoptForm", "CopyForm", "TablesForm"]
