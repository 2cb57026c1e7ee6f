"""What a key may open. Each app names its own scopes in AppConfig.ready, as sentences."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scope:
    """`of_staff`: only for keys that act in the name of a person, who needs the right to it besides."""

    sentence: str
    of_staff: bool = False


SCOPES: dict[str, Scope] = {}


def name_scopes(scopes: dict[str, Scope]) -> None:
    SCOPES.update(scopes)


def scope_label(name: str) -> str:
    """The scope in the reader's language, with its name; one that no release knows any more by its name alone."""
    return f"{SCOPES[name].sentence} ({name})" if name in SCOPES else name
