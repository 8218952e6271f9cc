"""The actions of a dossier, for a machine."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from iag_diag.dossiers.answers import clean
from iag_diag.dossiers.model import Dossier
from iag_diag.dossiers.tracking import Followed


def as_data(dossier: Dossier, actions: Sequence[Followed], day: date) -> Mapping[str, Any]:
    """Lay out who does what, by when."""
    return {
        "schema": 1,
        "company": clean(dossier.company),
        "date": day.isoformat(),
        "next_meeting": dossier.next_meeting,
        "actions": [
            {
                "sheet": one.sheet,
                "name": one.name,
                "state": one.action.state.value,
                "owner": one.action.owner or None,
                "due": one.action.due,
                "late": one.late(day),
                "comment": one.action.comment or None,
            }
            for one in actions
        ],
    }
