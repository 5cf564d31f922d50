"""Rules are compiled at their first call, which takes longer than a test may take; seeds are fixed."""

from hypothesis import settings

settings.register_profile("compiled", deadline=None, derandomize=True)
settings.load_profile("compiled")
