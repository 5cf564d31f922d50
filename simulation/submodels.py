"""Tells which parts of the model description are in the model, and what stands in place of the rest."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Submodel:
    """Tells whether one part of the model description is in, and what stands in its place if it is not.

    Attributes:
        id: Number in the model description.
        name_nl: Name in Dutch.
        name_en: Name in English.
        built: Whether it is in the model.
        instead_nl: What the model does instead, in Dutch; empty if it is in.
        instead_en: The same in English.
    """

    id: int
    name_nl: str
    name_en: str
    built: bool = True
    instead_nl: str = ""
    instead_en: str = ""


def _not_in(number: int, name_nl: str, name_en: str, instead_nl: str, instead_en: str) -> Submodel:
    """Describe a part that is not in the model yet."""
    return Submodel(number, name_nl, name_en, built=False, instead_nl=instead_nl, instead_en=instead_en)


SUBMODELS: tuple[Submodel, ...] = (
    Submodel(1, "Ernst van problemen", "Severity ladder"),
    Submodel(2, "Doorwerking tussen problemen", "Spill-over"),
    Submodel(3, "Hulp vragen en signaleren", "Asking and detection"),
    Submodel(4, "Stapeling van hulpverleners", "Helper accumulation"),
    Submodel(5, "Tegenstrijdige plannen", "Conflicting plans"),
    Submodel(6, "Afstemming", "Coordination"),
    Submodel(7, "Intake en besluit", "Intake"),
    Submodel(8, "Wachtlijsten en capaciteit", "Lists and capacity"),
    Submodel(9, "Wachten", "Waiting"),
    _not_in(
        10,
        "Vakkennis en thuisbasis",
        "Skill and home base",
        "Hulpverleners houden de vakkennis waarmee zij beginnen; breed werken kost geen extra tijd.",
        "Professionals keep the skill they start with; working broadly takes no additional time.",
    ),
    _not_in(
        11,
        "Ingroeien van nieuwe werkwijzen",
        "Maturity",
        "Een nieuw team werkt vanaf de eerste dag zo goed als een ingewerkt team.",
        "A new team works from its first day as well as an experienced one.",
    ),
    _not_in(
        12,
        "Registratie",
        "Registration",
        "Het deel van de uren voor registratie ligt vast per organisatie en verandert niet door beleid.",
        "The share of hours for recording is fixed per organisation and does not change with policy.",
    ),
    _not_in(
        13,
        "Werkdruk",
        "Strain",
        "Ziekte en vertrek van personeel gaan altijd even snel, hoe druk het ook is.",
        "Staff fall ill and leave at constant rates, however busy it is.",
    ),
    _not_in(
        14,
        "Arbeidsmarkt",
        "Labour market",
        "Een lege functie wordt altijd even snel vervuld en organisaties trekken geen personeel bij elkaar "
        "weg.",
        "A vacancy is always filled at the same rate and organisations do not poach each other's staff.",
    ),
    Submodel(15, "Budgetten", "Budgets"),
    Submodel(16, "Kosten hier, baten daar", "Wrong pocket"),
    Submodel(17, "Inloop en bewonersinitiatieven", "Collective walk-in"),
    Submodel(18, "Eigen netwerk", "Informal network"),
    Submodel(19, "Maatwerkbudget", "Custom budget"),
    Submodel(20, "Gezinsregisseur", "Family director"),
    Submodel(21, "Vertrouwen", "Trust"),
    _not_in(
        22,
        "Eigenaarschap",
        "Ownership",
        "Hulpverleners werken even snel aan een gedeelde als aan een eigen wachtlijst.",
        "Professionals work as fast on a shared list as on their own.",
    ),
    Submodel(23, "Belang van de aanbieder", "Provider incentive"),
    _not_in(
        24,
        "Overgang",
        "Transition",
        "Een nieuw beleid werkt meteen, zonder scholing, projectkosten of uitgekozen personeel.",
        "A new policy works at once, without training, project cost or selected staff.",
    ),
    Submodel(25, "Verhuizen en 18 worden", "Population turnover"),
    Submodel(26, "Langdurige zorg (Wlz)", "Long-term care (Wlz)"),
    Submodel(27, "Bewoner aan het roer", "Own choice"),
    Submodel(28, "Partners", "Partners"),
)
"""The 28 parts of the model description, in its order."""

SUBMODELS_NOT_IN: tuple[tuple[int, str, str], ...] = tuple(
    (submodel.id, submodel.name_nl, submodel.name_en) for submodel in SUBMODELS if not submodel.built
)
"""Number, Dutch name and English name of each part that is not in the model yet."""
