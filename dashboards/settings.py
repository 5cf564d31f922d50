"""Where the server can be found; set once, before the first visitor."""

_base = ""


def set_base(path: str) -> None:
    """Takes the path under which a reverse proxy shows the dashboard, such as "/zorg"; "" for none."""
    global _base
    _base = path.rstrip("/")


def base() -> str:
    """Gives the path under which the dashboard is shown, without a slash at its end."""
    return _base


def file_address(key: str, language: str, name: str) -> str:
    """Gives the address of a file that belongs to an answer.

    Args:
        key: Key of the answer.
        language: The language of the file.
        name: Its name.
    """
    return f"{_base}/files/{key}/{language}/{name}"
