"""The pages of the dashboard, as Solara finds them."""

import solara

from dashboards.pages.compare import Compare
from dashboards.pages.evidence import Evidence
from dashboards.pages.payers import Payers
from dashboards.shell import Layout

routes = [
    solara.Route(path="/", component=Compare, layout=Layout, label="Vergelijken"),
    solara.Route(path="betalen", component=Payers, label="Wie betaalt, wie wint"),
    solara.Route(path="verantwoording", component=Evidence, label="Verantwoording"),
]
