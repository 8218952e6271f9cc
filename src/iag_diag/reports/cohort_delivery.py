"""Handing over a cohort: on the screen, on standard output, or in a file of its own."""

import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, TypeAlias

from iag_diag.batch.cohort.describing import Cohort
from iag_diag.content.pack import Pack
from iag_diag.dossiers import store
from iag_diag.errors import IagDiagError, UsageError, did_you_mean

Format: TypeAlias = Literal["terminal", "md", "html", "csv", "json"]
_FORMATS: tuple[Format, ...] = ("terminal", "md", "html", "csv")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: a format, and a file or None for standard output."""

    format: Format
    path: Path | None


def wish(name: str, path: str | None, *, as_json: bool) -> Wish:
    """Understand the command line; the suffix of the file tells the format where none is named."""
    file = Path(path) if path else None
    if as_json:
        return Wish("json", file)
    asked = name if name != "terminal" or file is None else file.suffix.lstrip(".").lower()
    found = next((known for known in _FORMATS if known == asked), None)
    if found is None or (found == "terminal" and file):
        hint = did_you_mean(asked, _FORMATS) or f"Possibles : {', '.join(_FORMATS)}."
        raise UsageError(f"Le format « {asked} » n’existe pas.", hint)
    return Wish(found, file)


@dataclass(frozen=True, slots=True)
class CohortDelivery:
    """One cohort on one day."""

    cohort: Cohort
    pack: Pack
    day: date

    def hand_over(self, asked: Wish, *, force: bool, plain: bool) -> None:
        """Print the cohort, or write it; a file already there is only replaced with `force`."""
        if asked.format == "terminal":
            self._print_screen(plain=plain)
        elif asked.path is None:
            sys.stdout.write(self._text(asked.format))
        else:
            if asked.path.exists() and not force:
                raise IagDiagError(f"« {asked.path} » existe déjà.", "Donnez un autre nom, ou ajoutez --force.")
            encoding = "utf-8-sig" if asked.format == "csv" else "utf-8"
            store.write_whole(asked.path, self._text(asked.format).encode(encoding))

    def _print_screen(self, *, plain: bool) -> None:
        from iag_diag.reports.cohort_composition import cohort_view
        from iag_diag.reports.cohort_screen import show_cohort
        from iag_diag.reports.terminal import console

        show_cohort(console(plain=plain), cohort_view(self.cohort, self.pack, self.day), plain=plain)

    def _text(self, asked: Format) -> str:
        from iag_diag.reports import cohort

        match asked:
            case "md":
                return cohort.cohort_markdown(self.cohort, self.pack, self.day)
            case "html":
                return cohort.cohort_html(self.cohort, self.pack, self.day)
            case "csv":
                return cohort.cohort_csv(self.cohort)
            case _:
                return cohort.cohort_json(self.cohort, self.pack, self.day) + "\n"
