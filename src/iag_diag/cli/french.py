"""Typer in French: its help headings, its usage errors. The only place that knows how Typer words things."""

import re
from typing import Any

import typer
import typer.core

_WORDS = {
    "Arguments": "Arguments\u00a0",
    "Options": "Options\u00a0",
    "Commands": "Commandes\u00a0",
    "required": "obligatoire",
    "default: {default}": "par défaut : {default}",
    "Missing command.": "Il manque une commande.",
    "No such command {name!r}.": "La commande « {name} » n’existe pas.",
}
_HELP = {
    "help": "Afficher cette aide.",
    "install_completion": "Installer la complétion des commandes pour ce terminal.",
    "show_completion": "Afficher le script de complétion, pour l’installer soi-même.",
}
_USAGE_ERROR = typer.BadParameter.__mro__[1]
_EXTRA = re.compile(r"Got unexpected extra argument\(s\) \((.*)\)")
_NO_NUMBER = re.compile(r"'(.*)' is not a valid int")
_SUGGESTED = re.compile(r" Did you mean (.*)\?")

setattr(typer.core, "_", lambda text: _WORDS.get(text, text))  # noqa: B010 - a private name, guarded by tests/cli/test_french.py


class _French:
    """Usage line and help option in French, for commands and for the group of them."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write « Utilisation : »."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="Utilisation : ")  # type: ignore[attr-defined]

    def get_help_option(self, ctx: Any) -> Any:
        """Reword the help of --help."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = _HELP["help"]
        return option


class FrenchCommand(_French, typer.core.TyperCommand):
    """A command that speaks French."""


class FrenchGroup(_French, typer.core.TyperGroup):
    """The root command, whose own options speak French too."""

    def get_params(self, ctx: Any) -> Any:
        """Reword the help of the completion options."""
        params = super().get_params(ctx)
        for param in params:
            if param.name in _HELP and hasattr(param, "help"):
                param.help = _HELP[param.name]
        return params


def is_usage_error(error: Exception) -> bool:
    """Whether Typer refuses the command line."""
    return isinstance(error, _USAGE_ERROR)


def usage_message(error: Any) -> tuple[str, str]:
    """Say what is wrong with the command line, and how to mend it."""
    command = error.ctx.command_path if error.ctx else "iag-diag"
    hint = f"L’aide : {command} --help"
    match type(error).__name__:
        case "NoArgsIsHelpError":
            return error.ctx.get_help(), ""
        case "NoSuchOption":
            known = " ou ".join(sorted(error.possibilities or ()))
            return (
                f"L’option « {error.option_name} » n’existe pas.",
                f"Vouliez-vous {known} ? {hint}" if known else hint,
            )
        case "MissingParameter":
            name = error.param.metavar or error.param.name.upper() if error.param else ""
            return f"Il manque {name}.", hint
        case "BadOptionUsage":
            expects = "n’attend pas de valeur" if "does not take a value" in error.message else "attend une valeur"
            return f"L’option « {error.option_name} » {expects}.", hint
        case _:
            return _reworded(error.message, hint)


def _reworded(message: str, hint: str) -> tuple[str, str]:
    """Reword the messages that carry their data in their text only."""
    if found := _EXTRA.search(message):
        return f"« {found[1]} » est en trop.", hint
    if found := _NO_NUMBER.search(message):
        return f"« {found[1]} » n’est pas un nombre entier.", hint
    if found := _SUGGESTED.search(message):
        return message[: found.start()], f"Vouliez-vous {_either(found[1])} ? {hint}"
    return message, hint


def _either(suggested: str) -> str:
    """Turn « 'score', 'cohort' » into « score ou cohort »."""
    return suggested.replace("'", "").replace(", ", " ou ")
