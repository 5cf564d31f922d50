"""Under which conditions a bundle fails: rules found by PRIM, and tested."""

from experiments.discovery.designs import ranges_design, worlds_design
from experiments.discovery.failing import Failing, Verdict, where_it_fails
from experiments.discovery.rule import Rule, find_rule

__all__ = ["Failing", "Rule", "Verdict", "find_rule", "ranges_design", "where_it_fails", "worlds_design"]
