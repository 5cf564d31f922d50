"""How many directors? What the next household with a family director brings, by who is chosen."""

from experiments.directors.answer import Directors, count_directors, directors_design

__all__ = ["Directors", "count_directors", "directors_design"]
