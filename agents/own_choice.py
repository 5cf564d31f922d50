"""What residents choose themselves: whom they do not get on with, and whose offer they turn down."""

from agents.compiled import rule


@rule
def turns_down(share: float, trust: float, u: float) -> bool:
    """Who trusts little turns down more of what is offered beyond his own question.

    Args:
        share: part that somebody without any trust turns down.
        trust: T, 0-1.
        u: uniform draw.

    Returns:
        Whether the offer is turned down. Source: model 8.27.
    """
    return u < share * (1.0 - trust)
