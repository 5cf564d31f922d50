"""Names the parts of the model description, by the number that parameters and documents carry."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Submodel:
    """Names one part of the model description.

    Attributes:
        id: Number in the model description.
        name_nl: Name in Dutch.
        name_en: Name in English.
    """

    id: int
    name_nl: str
    name_en: str


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
