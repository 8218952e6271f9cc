"""A check put into words: each finding with its place and the company that shows it, and what the whole comes to."""

from collections.abc import Iterator
from dataclasses import dataclass

from iag_diag.batch.coverage import Count, Coverage
from iag_diag.checking.checked import UNREADABLE, Checked
from iag_diag.checking.findings import Finding, Severity
from iag_diag.content.pack import Pack
from iag_diag.diagnosis.answers import Answers
from iag_diag.dossiers.words import in_words
from iag_diag.reports import french

ONE_BY_ONE = "Comptées une par une ; pour en tirer 100 000 en une seconde :"
INSTALL = "pip install 'iag-diag[batch]'"
_MOST_ANSWERS = 8
_SEVERITIES = {Severity.ERROR: "erreur", Severity.WARNING: "avertissement"}


@dataclass(frozen=True, slots=True)
class BarView:
    """A line of the coverage: how many companies, out of a hundred, and what is said beside it."""

    label: str
    companies: int
    share: int
    percent: str
    remark: str = ""


def by_file(findings: tuple[Finding, ...]) -> Iterator[tuple[str, tuple[Finding, ...]]]:
    """Group findings by file, those with errors first; in a file too, errors come first."""
    files: dict[str, list[Finding]] = {}
    for finding in sorted(findings, key=lambda finding: (finding.severity is not Severity.ERROR, *finding.order)):
        files.setdefault(finding.file, []).append(finding)
    for file, found in files.items():
        yield file, tuple(found)


def heading(finding: Finding) -> str:
    """« erreur, ligne 41, colonne 7 [alerte-jamais] »: the short name is what `rules/accepted.yaml` takes."""
    place = f", ligne {finding.line}" if finding.line else ""
    place += f", colonne {finding.column}" if finding.column else ""
    kind = "" if finding.kind == UNREADABLE else f" [{finding.kind}]"
    return f"{_SEVERITIES[finding.severity]}{place}{kind}"


def example(pack: Pack, answers: Answers) -> str:
    """Say the company that shows a finding: its answers, by the short names of the questions."""
    said = [
        f"{question} : {in_words(pack.questions[question], value)}"
        for question in pack.questions
        if (value := answers.get(question)) is not None
    ]
    if (more := len(said) - _MOST_ANSWERS) > 1:
        said[_MOST_ANSWERS:] = [f"et {more} autres réponses"]
    return f"Par exemple : {' ; '.join(said)}"


def title(checked: Checked) -> str:
    """Name the pack."""
    if checked.pack is None:
        return f"Référentiel {checked.root}"
    manifest = checked.pack.manifest
    return f"Référentiel « {manifest.label} » ({manifest.id}, version {manifest.version})"


def verdict(checked: Checked) -> str:
    """Say it all in one line."""
    found = [
        french.many(count, one, several)
        for count, one, several in (
            (checked.errors, "erreur", "erreurs"),
            (checked.warnings, "avertissement", "avertissements"),
        )
        if count
    ]
    if checked.pack is None:
        return f"Ce référentiel ne peut pas être chargé : {french.listed(found)}."
    counts = [
        french.many(len(checked.pack.questions), "question", "questions"),
        french.many(len(checked.pack.phases), "phase", "phases"),
        french.many(len(checked.pack.dimensions.dimensions), "axe", "axes"),
        french.many(len(checked.pack.alerts), "point de vigilance", "points de vigilance"),
        french.many(len(checked.pack.sheets), "fiche", "fiches"),
    ]
    return f"{', '.join(counts)} : {french.listed(found) or 'rien à signaler'}."


def drawn(coverage: Coverage) -> str:
    """Say how many companies were drawn."""
    return f"Ce que deviennent {french.many(coverage.companies, 'entreprise tirée', 'entreprises tirées')} au hasard"


def bars(pack: Pack, coverage: Coverage) -> Iterator[tuple[str, tuple[BarView, ...]]]:
    """Lay out phases, sheets and alerts, in the order of the pack."""
    phases = {phase.id: phase.label for phase in pack.phases}
    alerts = {alert.id: alert.label for alert in pack.alerts}
    whole = coverage.companies
    yield "Phases", tuple(_bar(phases[count.id], count, whole) for count in coverage.phases)
    yield (
        "Fiches retenues",
        tuple(
            _bar(f"{pack.sheets[count.id].number}. {pack.sheets[count.id].name}", count, whole, _missed(pack, count))
            for count in coverage.sheets
        ),
    )
    yield "Points de vigilance", tuple(_bar(alerts[count.id], count, whole) for count in coverage.alerts)


def _bar(label: str, count: Count, whole: int, remark: str = "") -> BarView:
    share = (200 * count.companies + whole) // (2 * whole) if whole else 0
    percent = french.percent(count.companies, whole) if whole else "–"
    return BarView(label, count.companies, share, percent, remark if count.companies else "aucune entreprise")


def _missed(pack: Pack, count: Count) -> str:
    """Name the sizes that a sheet is meant for, and that never got it."""
    never = [size for size in pack.sheet_rules[count.id].sizes if not count.by_size.get(size)]
    return f"jamais pour : {', '.join(never)}" if never else ""


def never_met(pack: Pack, coverage: Coverage) -> str:
    """Name the phases, sheets and alerts that no company met; empty where each was."""
    phases = {phase.id: f"la phase « {phase.label} »" for phase in pack.phases}
    sheets = {sheet.id: f"la fiche « {sheet.name} »" for sheet in pack.sheets.values()}
    alerts = {alert.id: f"le point de vigilance « {alert.label} »" for alert in pack.alerts}
    lists = ((phases, coverage.phases), (sheets, coverage.sheets), (alerts, coverage.alerts))
    never = [names[count.id] for names, counts in lists for count in counts if not count.companies]
    if not never or not coverage.companies:
        return ""
    return f"Aucune de ces entreprises n’a rencontré {french.listed(never)} : c’est rare, ou impossible."
