"""Text for a spreadsheet."""

from typing import Any

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(value: Any) -> Any:
    """Write a text that a spreadsheet shows and never runs."""
    return f"'{value}" if isinstance(value, str) and value.startswith(STARTS_A_FORMULA) else value
