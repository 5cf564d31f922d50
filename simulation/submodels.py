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
    Submodel(10, "Vakkennis en thuisbasis", "Skill and home base"),
    Submodel(11, "Ingroeien van nieuwe werkwijzen", "Maturity"),
    Submodel(12, "Registratie", "Registration"),
    Submodel(13, "Werkdruk", "Strain"),
    Submodel(14, "Arbeidsmarkt", "Labour market"),
    Submodel(15, "Budgetten", "Budgets"),
    Submodel(16, "Kosten hier, baten daar", "Wrong pocket"),
    _not_in(
        17,
        "Inloop en bewonersinitiatieven",
        "Collective walk-in",
        "Er is geen open inloop; lichte problemen gaan vanzelf over of krijgen gewone hulp.",
        "There is no open walk-in; light problems pass by themselves or get ordinary help.",
    ),
    _not_in(
        18,
        "Eigen netwerk",
        "Informal network",
        "Familie, vrienden en buren maken in het model geen verschil.",
        "Family, friends and neighbours make no difference in the model.",
    ),
    _not_in(
        19,
        "Maatwerkbudget",
        "Custom budget",
        "Materiële belemmeringen en een potje om die weg te nemen bestaan in het model niet.",
        "Material bottlenecks and a budget to remove them do not exist in the model.",
    ),
    Submodel(20, "Gezinsregisseur", "Family director"),
    _not_in(
        21,
        "Vertrouwen",
        "Trust",
        "Het vertrouwen van een huishouden in hulpverlening blijft zoals het begon.",
        "A household's trust in services stays as it started.",
    ),
    Submodel(22, "Eigenaarschap", "Ownership"),
    Submodel(23, "Belang van de aanbieder", "Provider incentive"),
    Submodel(24, "Overgang", "Transition"),
    Submodel(25, "Verhuizen en 18 worden", "Population turnover"),
    Submodel(26, "Langdurige zorg (Wlz)", "Long-term care (Wlz)"),
    _not_in(
        27,
        "Bewoner aan het roer",
        "Own choice",
        "Bewoners kiezen niet zelf welke hulp eerst komt en weigeren geen hulpverlener.",
        "Residents do not choose which help comes first and refuse no professional.",
    ),
    _not_in(
        28,
        "Partners",
        "Partners",
        "Werkgevers, scholen en corporaties doen niet meer dan signaleren.",
        "Employers, schools and corporations do no more than signal.",
    ),
)
"""The 28 parts of the model description, in its order."""

SUBMODELS_NOT_IN: tuple[tuple[int, str, str], ...] = tuple(
    (submodel.id, submodel.name_nl, submodel.name_en) for submodel in SUBMODELS if not submodel.built
)
"""Number, Dutch name and English name of each part that is not in the model yet."""
