"""The errors a user may meet: a French message (what, where), a hint (how to mend it), an exit code."""

import errno
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

DONE, DATA, USAGE, BUG, REFUSED, INTERRUPTED = 0, 1, 2, 3, 4, 130

_FEW = 12


class IagDiagError(Exception):
    """An error that the user can mend: their data or their files (exit code 1)."""

    exit_code = DATA

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(IagDiagError):
    """The command was called in a way that cannot work (exit code 2)."""

    exit_code = USAGE


class InterruptedByUser(IagDiagError):  # noqa: N818 - not a fault
    """The user left; what they had answered is kept (exit code 130)."""

    exit_code = INTERRUPTED


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in a file: where it stands, what is wrong, how to mend it."""

    file: str
    line: int
    where: str
    what: str
    hint: str = ""
    column: int = 0

    def __str__(self) -> str:
        """« fichier:ligne · où · quoi · comment »."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        return " · ".join(part for part in (place, self.where, self.what, self.hint) if part)


class ContentError(IagDiagError):
    """A pack or an answers file with faults, all of them at once."""

    def __init__(self, title: str, problems: Sequence[Problem]) -> None:
        shown = [f"  {problem}" for problem in problems[:50]]
        if len(problems) > len(shown):
            shown.append(f"  … et {len(problems) - len(shown)} autres.")
        super().__init__("\n".join([title, *shown]))
        self.problems = tuple(problems)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Say the closest known word, or the known ones when they are few; empty when neither helps."""
    from difflib import get_close_matches

    options = list(dict.fromkeys(known))
    begun = [option for option in options if word and option.startswith(word)]
    if close := begun if len(begun) == 1 else get_close_matches(word, options, n=1, cutoff=0.6):
        return f"Vouliez-vous « {close[0]} » ?"
    return f"Possibles : {', '.join(options)}." if 0 < len(options) <= _FEW else ""


def reason(error: OSError) -> str:
    """Say a system error in French."""
    reasons = {
        errno.ENOSPC: "le disque est plein",
        errno.EDQUOT: "votre quota est atteint",
        errno.EACCES: "accès refusé",
        errno.EPERM: "accès refusé",
        errno.EROFS: "le disque est en lecture seule",
        errno.ENOENT: "introuvable",
        errno.EEXIST: "un fichier porte déjà ce nom",
        errno.ENOTDIR: "ce n’est pas un dossier",
        errno.EISDIR: "c’est un dossier",
        errno.ENAMETOOLONG: "le nom est trop long",
        errno.EFBIG: "le fichier est trop gros",
        errno.ELOOP: "c’est un lien qui tourne en rond",
    }
    return reasons.get(error.errno or 0, error.strerror or type(error).__name__)
