"""The page that the server sends first, in Dutch and without a ban on zooming."""

import jinja2
from solara.server import server

CHANGES = (
    ("<html>", '<html lang="nl">'),
    (", maximum-scale=1, user-scalable=no, minimal-ui", ""),
    ("Server\n                disconnected.", "Verbinding verbroken."),
    (
        ':indeterminate="kernelBusyLong && isMounted"\n',
        ':indeterminate="kernelBusyLong && isMounted" aria-hidden="true"\n',
    ),
    ("Restoring session…", "Sessie herstellen…"),
    ("Please refresh the page</v-card-title>", "Ververs de pagina</v-card-title>"),
    ("Could not restore session. Please refresh.", "De verbinding kon niet worden hersteld."),
    ("Refresh now", "Nu verversen"),
    (
        "App is disconnected, and may not function properly. Please refresh the page.",
        "De verbinding is verbroken. Ververs de pagina.",
    ),
)


def install() -> list[str]:
    """Changes the page template in memory.

    Returns:
        What was not found in it, nothing where the template is the one we know.
    """
    source = (server.directory / "templates" / "solara.html.j2").read_text(encoding="utf-8")
    missing = [old for old, _ in CHANGES if old not in source]
    for old, new in CHANGES:
        source = source.replace(old, new)
    environment = server.get_jinja_env(app_name="__default__")
    own = jinja2.DictLoader({"solara.html.j2": source})
    environment.loader = jinja2.ChoiceLoader([own, environment.loader])
    return missing
