"""The page that the server sends first: in Dutch, free to zoom, and with what fetches the figures."""

from importlib.resources import files

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
HEAD = "</head>"
SCRIPTS = ("patience.js", "drawings.js")
"""What comes with the page itself: patience with a busy machine, and what fetches the figures."""


def change_template() -> tuple[str, list[str]]:
    """Changes the words of the page template, and adds what fetches the figures.

    Returns:
        The template, and what was not found in it: nothing where it is the one we know.
    """
    source = (server.directory / "templates" / "solara.html.j2").read_text(encoding="utf-8")
    scripts = (files("dashboards").joinpath(name).read_text(encoding="utf-8") for name in SCRIPTS)
    within = "".join(f"{{% raw %}}<script>{{\n{script}}}</script>{{% endraw %}}\n" for script in scripts)
    changes = (*CHANGES, (HEAD, within + HEAD))
    missing = [old for old, _ in changes if old not in source]
    for old, new in changes:
        source = source.replace(old, new)
    return source, missing


def install() -> list[str]:
    """Has the server send our template, and says what was not found in it."""
    source, missing = change_template()
    environment = server.get_jinja_env(app_name="__default__")
    own = jinja2.DictLoader({"solara.html.j2": source})
    loaders = [own, environment.loader] if environment.loader is not None else [own]
    environment.loader = jinja2.ChoiceLoader(loaders)
    return missing
