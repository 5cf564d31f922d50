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
    Submodel(17, "Inloop en bewonersinitiatieven", "Collective walk-in"),
    Submodel(18, "Eigen netwerk", "Informal network"),
    Submodel(19, "Maatwerkbudget", "Custom budget"),
    Submodel(20, "Gezinsregisseur", "Family director"),
    Submodel(21, "Vertrouwen", "Trust"),
    Submodel(22, "Eigenaarschap", "Ownership"),
    Submodel(23, "Belang van de aanbieder", "Provider incentive"),
    Submodel(24, "Overgang", "Transition"),
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
