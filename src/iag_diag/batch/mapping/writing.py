"""The mapping file as a person reviews it: YAML with comments, one column after the other."""

import re
from collections.abc import Iterator

import yaml

from iag_diag.batch.mapping.draft import ColumnDraft, Draft
from iag_diag.batch.mapping.labels import Guess
from iag_diag.batch.mapping.model import UNDECIDED
from iag_diag.batch.mapping.picture import short
from iag_diag.content.pack import Pack

_WIDEST = 70
_WORD = re.compile(r"[a-z]+(-[a-z]+)*")
_ENDLESS = 1_000_000_000
_HEAD = """\
# Correspondance entre un export et le questionnaire : à relire, à corriger, puis à donner à iag-diag batch.
#
# Chaque colonne de l’export dit à quelle question elle répond (« question »), et chaque valeur à quelle réponse
# (« labels »). Deux signes à connaître :
#   "?"  reste à décider : remplacez-le par un identifiant, ou par "-"
#   "-"  laissé de côté : cette colonne n’est pas lue, cette valeur ne compte pas comme une réponse
# Deux réponses existent partout : nsp (ne sait pas) et sans-objet.
# Les identifiants des questions et des réponses : iag-diag show questions
# Le pourcentage dit combien deux textes se ressemblent ; le nombre entre parenthèses, combien de fois une valeur
# est vue dans l’export.
#
# Ensuite : iag-diag batch EXPORT --mapping CE-FICHIER
"""


def mapping_text(draft: Draft, pack: Pack) -> str:
    """Write the mapping as commented YAML; `read_mapping` reads back an equal mapping, whatever the texts hold."""
    return "\n".join([*_HEAD.splitlines(), *_above(draft), "columns:", *_columns(draft, pack), ""])


def _above(draft: Draft) -> Iterator[str]:
    yield "mapping: 1"
    yield f"pack: {_scalar(draft.pack)}"
    if draft.vendor:
        yield f"vendor: {_scalar(draft.vendor)}"
    if draft.key is not None:
        yield "# La colonne qui identifie chaque entreprise."
        yield f"key: {draft.key}"
    else:
        yield "# Aucune colonne n’identifie les entreprises. S’il y en a une, donnez son numéro :"
        yield "# key: 1"


def _columns(draft: Draft, pack: Pack) -> Iterator[str]:
    for column in draft.columns:
        yield ""
        if column.column == draft.key:
            yield "  # Identifie l’entreprise."
        yield from (f"  # {line}" for line in _remarks(column, pack))
        yield f"  - column: {column.column}"
        yield f"    heading: {_scalar(column.heading)}"
        yield f"    question: {_scalar(column.question)}"
        if column.answers:
            named = {"row": column.row, "option": column.option, "separator": column.separator}
            yield from (f"    {key}: {_scalar(value)}" for key, value in named.items() if value is not None)
            yield from _labels(column)


def _labels(column: ColumnDraft) -> Iterator[str]:
    if not column.guesses:
        return
    yield "    labels:"
    for guess in column.guesses:
        yield f"      {_scalar(guess.label)}: {_scalar(guess.option)}  # {_said(guess)}"


def _remarks(column: ColumnDraft, pack: Pack) -> Iterator[str]:
    """Say what the question is, how sure the tool is, and what it saw."""
    if column.sub:
        yield f"Sous l’en-tête : {short(column.sub)}"
    if column.answers:
        question = pack.questions[column.question]
        yield f"{_percent(column.score)} : {question.label}"
        return
    if column.question == UNDECIDED:
        yield f"À décider : {column.doubt}."
        for candidate in column.candidates:
            row = f" (row : {candidate.row})" if candidate.row else ""
            label = pack.questions[candidate.question].label
            yield f"  {_percent(candidate.score)}  {candidate.question}{row} : {short(label, _WIDEST)}"
    if column.seen:
        seen = ", ".join(f"{short(value)} ({count})" for value, count in column.seen)
        more = column.distinct - len(column.seen)
        yield f"Valeurs vues : {seen}" + (f"… et {more} autres" if more > 0 else "")


def _said(guess: Guess) -> str:
    count = f"({guess.count})"
    if guess.certain:
        return f"{_percent(guess.score)} {count}"
    near = f"le plus proche : {guess.nearest}, {_percent(guess.score)}" if guess.nearest else ""
    return ", ".join(part for part in (f"{count} {guess.doubt}", near) if part)


def _percent(score: int) -> str:
    return f"{score} %"


def _scalar(text: str) -> str:
    """Write a text the YAML way, on one line, whatever it holds; only a plain word goes without quotes."""
    style = None if _WORD.fullmatch(text) else '"'
    dumped: str = yaml.safe_dump(text, default_style=style, allow_unicode=True, width=_ENDLESS)
    return dumped.removesuffix("\n").removesuffix("\n...")
