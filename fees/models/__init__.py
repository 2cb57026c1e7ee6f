from fees.models.dues import Adjustment, Assessment, DuesRun, NotAssessed
from fees.models.exceptions import FIGURE_OF, DuesException, Figure, Settlement
from fees.models.schedules import FeeSchedule
from fees.models.tables import EmployeeBand, FlatAmount, GdpBand, MatrixCell, PopulationBand

__all__ = [
    "FIGURE_OF",
    "Adjustment",
    "Assessment",
    "DuesException",
    "DuesRun",
    "EmployeeBand",
    "FeeSchedule",
    "Figure",
    "FlatAmount",
    "GdpBand",
    "MatrixCell",
    "NotAssessed",
    "PopulationBand",
    "Settlement",
]
