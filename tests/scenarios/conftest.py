from tests.fees.conftest import data_2020, printed

__all__ = ["data_2020", "printed"]
