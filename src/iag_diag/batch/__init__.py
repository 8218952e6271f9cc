"""Many companies at once: reading exports, mapping them to the questionnaire, scoring columns, describing a cohort.

`score_frame` and `score_spark` are the public functions for those who bring their own frames.
"""

from importlib import import_module
from typing import Any

_PUBLIC = {"score_frame": "frame", "score_spark": "spark"}


def __getattr__(name: str) -> Any:
    """Import a public function when it is asked for: the package itself costs nothing."""
    if name not in _PUBLIC:
        raise AttributeError(name)
    from iag_diag.batch.extras import require_polars

    require_polars()
    return getattr(import_module(f"iag_diag.batch.{_PUBLIC[name]}"), name)
