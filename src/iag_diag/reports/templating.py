"""What a template of a pack, or of a user, can do wrong: its author's fault, told as such."""

from jinja2 import TemplateError

from iag_diag.errors import IagDiagError

FAULTS = (TemplateError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


def unreadable(name: str, error: Exception) -> IagDiagError:
    """Say which template, and at which line where it is known."""
    line = getattr(error, "lineno", None)
    place = f", ligne {line}" if line else ""
    return IagDiagError(
        f"Le modèle {name}{place} ne peut pas être lu : {error}", "Corrigez-le, ou reprenez celui d’origine."
    )
