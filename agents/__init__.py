"""Who lives and works in the neighbourhood: their records, their rules, and handles on them for Mesa."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from agents.handles import Household, Organisation, Professional

__all__ = ["Household", "Organisation", "Professional"]


def __getattr__(name: str) -> Any:
    """Import Mesa only when somebody asks for an agent."""
    if name not in __all__:
        raise AttributeError(f"module 'agents' has no attribute {name!r}")
    from agents import handles

    return getattr(handles, name)
