"""stub"""
from typing import Any
def make_pdf(answer: Any, words: Any) -> bytes: return b""
def make_html(answer: Any, words: Any) -> bytes: return b""
