"""The tools that make exports: how each one names its columns and writes several choices.

Where the facts come from is said beside each fixture, in tests/batch/fixtures/make.py.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from iag_diag.batch.export import Habits
from iag_diag.batch.reading import headings as writing
from iag_diag.batch.reading.headings import Rows, Writing
from iag_diag.content.folding import folded


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool, and what it is known by; names are folded.

    `marks` are headings that only it writes together, in the row `marked_row`. `further` tells whether the rows below
    the first are headings too: a person may have deleted them. `keys` are the headings of the column that identifies a
    company, the best first; `metadata` those of columns that answer nothing.
    """

    id: str
    label: str
    marks: tuple[frozenset[str], ...]
    keys: tuple[str, ...]
    metadata: frozenset[str]
    writing: Writing = writing.plainly
    heading_rows: int = 1
    further: Callable[[Rows], bool] = bool
    marked_row: int = 0
    separator: str | None = None
    ticked: frozenset[str] = frozenset()
    unticked: frozenset[str] = frozenset()
    other: frozenset[str] = frozenset()

    def made(self, rows: Rows) -> bool:
        """Whether it made an export that begins with these rows."""
        if len(rows) <= self.marked_row:
            return False
        found = {name for heading in rows[self.marked_row] for name in writing.names(heading)}
        return any(marks <= found for marks in self.marks)

    def as_written(self, rows: Rows) -> "Tool":
        """Give the tool as it wrote this export: with one row of headings where the others are gone."""
        return self if self.further(rows) else replace(self, heading_rows=1, writing=writing.with_rows)

    def habits(self, rows: Rows) -> Habits:
        """Its habits, with the places that its columns have in this export."""
        named = [writing.names(heading) for heading in rows[self.marked_row]]
        keys = [place for key in self.keys for place, found in enumerate(named) if key in found]
        return Habits(
            vendor=self.id,
            label=self.label,
            key=keys[0] if keys else None,
            metadata=frozenset(place for place, found in enumerate(named) if found & self.metadata),
            separator=self.separator,
            ticked=self.ticked,
            unticked=self.unticked,
            other=self.other,
            heading_rows=self.heading_rows,
        )


def _words(names: str) -> frozenset[str]:
    return frozenset(folded(name) or name for name in names.split(", "))


OTHER = frozenset({"Autre", "Autre :", "Autres", "Other"})
TOOLS = (
    Tool(
        "qualtrics",
        "Qualtrics",
        marks=(_words("StartDate, ResponseId, RecordedDate"), _words("ResponseId, DistributionChannel")),
        keys=("responseid",),
        metadata=_words(
            "StartDate, EndDate, Status, IPAddress, Progress, Duration (in seconds), Finished, "
            "RecordedDate, ResponseId, RecipientLastName, RecipientFirstName, RecipientEmail, "
            "ExternalReference, LocationLatitude, LocationLongitude, DistributionChannel, "
            "UserLanguage"
        ),
        writing=writing.code_then_text,
        heading_rows=3,
        further=lambda rows: len(rows) > 2 and all(cell.startswith('{"ImportId"') for cell in rows[2]),  # noqa: PLR2004
        separator=",",
        other=OTHER,
    ),
    Tool(
        "surveymonkey",
        "SurveyMonkey",
        marks=(_words("Respondent ID, Collector ID"),),
        keys=("respondent id",),
        metadata=_words(
            "Respondent ID, Collector ID, Start Date, End Date, Date Created, Date Modified, "
            "IP Address, Email Address, First Name, Last Name, Custom Data 1"
        ),
        writing=writing.question_then_option,
        heading_rows=2,
        further=lambda rows: len(rows) > 1 and not any(rows[1][:2]),
        other=OTHER | {"Autre (veuillez préciser)", "Other (please specify)"},
    ),
    Tool(
        "framaforms",
        "Framaforms",
        marks=(_words("Serial, SID"), _words("Numéro de série, SID"), _words("SID, UID, IP Address")),
        keys=("sid", "serial", "numero de serie"),
        metadata=_words(
            "Serial, SID, Time, Submitted Time, Completed Time, Modified Time, Draft, IP Address, "
            "UID, Username, Numéro de série, Heure, Heure de soumission, Terminé, Modifié, "
            "Brouillon, Adresse IP, Nom d’utilisateur"
        ),
        writing=writing.option_below,
        heading_rows=3,
        marked_row=2,
        separator=",",
        ticked=frozenset({writing.TICK}),
        other=OTHER,
    ),
    Tool(
        "microsoft-forms",
        "Microsoft Forms",
        marks=(_words("ID, Heure de début, Heure de fin"), _words("ID, Start time, Completion time")),
        keys=("id",),
        metadata=_words(
            "ID, Heure de début, Heure de fin, Adresse de messagerie, Nom, "
            "Heure de la dernière modification, Start time, Completion time, Email, Name, "
            "Last modified time"
        ),
        separator=";",
        other=OTHER,
    ),
    Tool(
        "typeform",
        "Typeform",
        marks=(_words("#, Submit Date (UTC)"),),
        keys=("#",),
        metadata=_words(
            "#, Response Type, Start Date (UTC), Stage Date (UTC), Submit Date (UTC), Network ID, Tags, Score, Ending"
        ),
        other=OTHER,
    ),
    Tool(
        "limesurvey",
        "LimeSurvey",
        marks=(
            _words("id, submitdate"),
            _words("id, lastpage, startlanguage"),
            _words("ID de la réponse, Langue de départ"),
            _words("ID de la réponse, Date de soumission"),
            _words("Response ID, Start language"),
            _words("Response ID, Date submitted"),
        ),
        keys=("id", "id de la reponse", "response id"),
        metadata=_words(
            "id, submitdate, lastpage, startlanguage, seed, token, startdate, datestamp, ipaddr, "
            "refurl, ID de la réponse, Date de soumission, Dernière page, Langue de départ, "
            "Tête de série, Code d’accès, Date de lancement, Date de la dernière action, "
            "Adresse IP, URL référente, Response ID, Date submitted, Last page, Start language, "
            "Seed, Access code, Date started, Date last action, IP address, Referrer URL"
        ),
        writing=writing.with_codes,
        ticked=frozenset({"Y", "Oui", "Yes"}),
        unticked=frozenset({"", "N", "Non", "No"}),
        other=OTHER | {"-oth-"},
    ),
    Tool(
        "google-forms",
        "Google Forms",
        marks=(_words("Horodateur"), _words("Timestamp")),
        keys=(),
        metadata=_words("Horodateur, Timestamp, Adresse e-mail, Nom d’utilisateur, Email Address, Username, Score"),
        writing=writing.with_rows,
        separator=", ",
        other=OTHER,
    ),
)
UNKNOWN = Tool(
    "",
    "tableau",
    marks=(),
    keys=(
        "identifiant",
        "id",
        "siret",
        "siren",
        "reference",
        "code",
        "numero",
        "n",
        "entreprise",
        "raison sociale",
        "nom",
    ),
    metadata=_words("identifiant, id, siret, siren"),
    other=OTHER,
)
