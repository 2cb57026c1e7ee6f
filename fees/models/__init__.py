from fees.models.schedules import FeeSchedule
from fees.models.tables import EmployeeBand, FlatAmount, GdpBand, MatrixCell, PopulationBand

__all__ = ["EmployeeBand", "FeeSchedule", "FlatAmount", "GdpBand", "MatrixCell", "PopulationBand"]
