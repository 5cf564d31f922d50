"""The ways of organising help that can be compared: presets, and files of your own."""

from simulation.policies.policy import ALL, Policy, policies, policy

__all__ = ["ALL", "Policy", "policies", "policy"]
