"""Tests of the site of docs/."""
