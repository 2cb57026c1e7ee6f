from tests.members.admin.conftest import chief, newcomer, office

__all__ = ["chief", "newcomer", "office"]
