"""The command line: one group, one file per command, and one handler that owns stderr and the exit code."""

import errno
import gc
import os
import sys
from typing import Any

import typer

from iag_diag import __version__
from iag_diag.cli import (
    batch,
    check,
    cohort,
    compare,
    dossiers,
    explain,
    export,
    french,
    init,
    purge,
    report,
    schema,
    score,
    search,
    show,
    start,
    track,
    whatif,
)
from iag_diag.cli import map as mapping
from iag_diag.errors import BUG, DATA, DONE, INTERRUPTED, USAGE, IagDiagError

_FEW_COLLECTIONS = 50_000  # a pack is many objects that all live to the end: looking for dead ones is time lost

app = typer.Typer(
    cls=french.FrenchGroup,
    rich_markup_mode=None,
    no_args_is_help=True,
    context_settings={"help_option_names": ["--help", "-h"]},
    options_metavar="[OPTIONS]",
    subcommand_metavar="COMMANDE [ARGUMENTS]...",
    help="Où en est votre entreprise avec l’IA générative ? Un diagnostic à faire soi-même, "
    "et une feuille de route.\n\n"
    "Pour commencer : iag-diag start. Tout reste sur cet ordinateur.",
    epilog="Codes de sortie : 0 fait · 1 vos données ou vos fichiers · 2 la ligne de commande · "
    "3 une panne de l’outil · 4 traité, avec des refus · 130 interrompu.",
)
app.command("start", cls=french.FrenchCommand)(start.start)
app.command("score", cls=french.FrenchCommand)(score.score)
app.command("report", cls=french.FrenchCommand)(report.report)
app.command("explain", cls=french.FrenchCommand)(explain.explain)
app.command("whatif", cls=french.FrenchCommand)(whatif.whatif)
app.command("track", cls=french.FrenchCommand)(track.track)
app.command("compare", cls=french.FrenchCommand)(compare.compare)
app.command("dossiers", cls=french.FrenchCommand)(dossiers.dossiers)
app.command("export", cls=french.FrenchCommand)(export.export)
app.command("purge", cls=french.FrenchCommand)(purge.purge)
app.command("map", cls=french.FrenchCommand)(mapping.map_export)
app.command("batch", cls=french.FrenchCommand)(batch.batch)
app.command("cohort", cls=french.FrenchCommand)(cohort.cohort)
app.command("show", cls=french.FrenchCommand)(show.show)
app.command("search", cls=french.FrenchCommand)(search.search)
app.command("check", cls=french.FrenchCommand)(check.check)
app.command("init", cls=french.FrenchCommand)(init.init)
app.command("schema", cls=french.FrenchCommand)(schema.schema)


def _version(*, wanted: bool) -> None:
    if wanted:
        typer.echo(f"iag-diag {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: bool = typer.Option(
        False, "--version", help="Afficher la version.", is_eager=True, callback=lambda value: _version(wanted=value)
    ),
) -> None:
    """Hold the options that come before a command."""
    del version


def main() -> None:
    """Run the command line; every way out goes through here."""
    gc.set_threshold(_FEW_COLLECTIONS)
    for stream in (sys.stdout, sys.stderr):
        _never_fail_on_a_letter(stream)
    sys.exit(_run())


def _never_fail_on_a_letter(stream: Any) -> None:
    """Show « ? » for a letter that the terminal lacks; on Windows a file or a pipe gets UTF-8."""
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(
            errors="replace", **({"encoding": "utf-8"} if os.name == "nt" and not stream.isatty() else {})
        )


def _run() -> int:
    try:
        code: Any = app(standalone_mode=False, prog_name="iag-diag")
        sys.stdout.flush()
    except IagDiagError as error:
        return _say(error.message, error.hint, error.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        return _say("Interrompu.", "", INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:  # noqa: BLE001 - the last line of defence: a user never sees a traceback
        return _failure(error)
    return code if isinstance(code, int) else DONE


def _say(message: str, hint: str, code: int) -> int:
    typer.echo("\n".join(part for part in (message, hint) if part), err=True)
    return code


def _failure(error: Exception) -> int:
    if french.is_usage_error(error):
        return _say(*french.usage_message(error), USAGE)
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _say("Le disque est plein : le résultat n’a pas pu être écrit en entier.", "Libérez de la place.", DATA)
    return _bug(error)


def _bug(error: Exception) -> int:
    import tempfile
    import traceback

    descriptor, name = tempfile.mkstemp(prefix="iag-diag-panne-", suffix=".log", text=True)
    with os.fdopen(descriptor, "w", encoding="utf-8") as log:
        log.write(f"iag-diag {__version__}, Python {sys.version}, {sys.platform}\n")
        log.write("".join(traceback.format_exception(error)))
    return _say(
        f"Une panne de l’outil, pas de vous ({type(error).__name__}). Ce qui était enregistré est intact.",
        f"Envoyez ce fichier à qui vous a donné iag-diag, après l’avoir relu : {name}",
        BUG,
    )
