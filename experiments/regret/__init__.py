"""What is the robust choice? The regret of every policy over the plausible worlds, and signposts."""

from experiments.regret.answer import Regret, find_regret, regret_design, weigh_regret

__all__ = ["Regret", "find_regret", "regret_design", "weigh_regret"]
