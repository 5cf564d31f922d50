"""Exact answers to hold the simulation against; nothing here uses the simulation."""
