"""A Typer program that shows one questionary select: the floor for the first question."""

import typer

app = typer.Typer(rich_markup_mode=None)


@app.command()
def ask() -> None:
    """Ask one question."""
    import questionary

    questionary.select("Une question ?", choices=["Oui", "Non"]).unsafe_ask()


app()
