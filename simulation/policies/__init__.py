"""The ways of organising help that can be compared: presets, and files of your own."""

from simulation.policies.policy import NOT_YET, Policy, policies, policy

__all__ = ["NOT_YET", "Policy", "policies", "policy"]
