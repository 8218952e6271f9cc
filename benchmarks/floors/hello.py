"""The least a Typer program can be, in the same help mode as iag-diag: the floor for --version and --help."""

import typer

app = typer.Typer(rich_markup_mode=None)


def _version(wanted: bool) -> None:  # noqa: FBT001
    if wanted:
        typer.echo("hello 1.0")
        raise typer.Exit


@app.callback()
def root(version: bool = typer.Option(False, "--version", is_eager=True, callback=_version)) -> None:  # noqa: FBT001
    """Hold the option."""


@app.command()
def hello(name: str = "vous") -> None:
    """Say hello."""
    typer.echo(f"Bonjour {name}")


app()
