"""Forms of the acts. What is right or wrong is said by the services; these only ask."""

from fees.forms.corrections import SupersedeForm
from fees.forms.dues import AssessAgainForm, AssessForm, DueDateForm, PreviewForm
from fees.forms.exceptions import STATED, ProposeForm, ReviewForm
from fees.forms.schedules import AdoptForm, BandsForm, CopyForm, TablesForm

__all__ = [
    "STATED",
    "AdoptForm",
    "AssessAgainForm",
    "AssessForm",
    "BandsForm",
    "CopyForm",
    "DueDateForm",
    "PreviewForm",
    "ProposeForm",
    "ReviewForm",
    "SupersedeForm",
    "TablesForm",
]
