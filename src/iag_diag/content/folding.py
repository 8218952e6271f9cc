"""Texts compared as people compare them: without capitals, accents or punctuation."""

import unicodedata


def folded(text: str) -> str:
    """Drop accents, case and punctuation, so that « epic » finds « Épicerie »."""
    spread = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("’", "'"))
    return " ".join(
        "".join(
            character if character.isalnum() else " " for character in spread if not unicodedata.combining(character)
        ).split()
    )
