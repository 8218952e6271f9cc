"""A consultant's own name, colour and logo on a report: a small YAML file."""

import base64
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import StringConstraints

from iag_diag.content import strict_yaml
from iag_diag.content.model import Content, Text
from iag_diag.content.validation import validated
from iag_diag.dossiers.answers import clean
from iag_diag.errors import ContentError, IagDiagError, reason

LARGEST_LOGO = 500_000
_KINDS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg"}
_FAINT = 0.04045
_DARK = 0.179  # relative luminance under which white is read better than black (WCAG 2.2, contrast ratio)


class BrandFile(Content):
    """`brand.yaml`: a name, a colour (« #1f4e79 »), a logo (PNG or JPEG, beside the file)."""

    name: Text
    colour: Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")] = "#12245a"
    logo: Text | None = None


@dataclass(frozen=True, slots=True)
class Brand:
    """Whose report it is. `ink` is read on `colour`; `logo` is a `data:` address, empty where there is none."""

    name: str = ""
    colour: str = "#12245a"
    ink: str = "#ffffff"
    logo: str = ""

    @property
    def picture(self) -> bytes:
        """Content of the logo."""
        return base64.b64decode(self.logo.partition(",")[2])


PLAIN = Brand()


def read_brand(path: Path) -> Brand:
    """Read a brand. Raises `IagDiagError` where it cannot be, with all that is wrong in it."""
    try:
        document = strict_yaml.parse(path.read_bytes(), str(path))
    except OSError as error:
        raise IagDiagError(
            f"« {path} » ne peut pas être lu ({reason(error)}).", "Vérifiez le nom et l’endroit."
        ) from error
    brand = validated(document, BrandFile)
    if brand is None or document.problems:
        raise ContentError(f"L’identité « {path} » ne peut pas être utilisée.", document.problems)
    logo = _logo(path.parent / brand.logo) if brand.logo else ""
    return Brand(clean(brand.name), brand.colour.lower(), _ink(brand.colour), logo)


def _logo(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise IagDiagError(
            f"Le logo « {path} » ne peut pas être lu ({reason(error)}).", "Vérifiez « logo »."
        ) from error
    kind = next((kind for start, kind in _KINDS.items() if content.startswith(start)), None)
    if kind is None or len(content) > LARGEST_LOGO:
        raise IagDiagError(
            f"Le logo « {path} » n’est pas une image PNG ou JPEG de moins de 500 ko.", "Enregistrez-le ainsi."
        )
    return f"data:image/{kind};base64,{base64.b64encode(content).decode('ascii')}"


def _ink(colour: str) -> str:
    """Black or white, whichever is read better on a colour."""
    red, green, blue = (_linear(int(colour[start : start + 2], 16) / 255) for start in (1, 3, 5))
    return "#ffffff" if 0.2126 * red + 0.7152 * green + 0.0722 * blue < _DARK else "#000000"


def _linear(channel: float) -> float:
    """Light of a channel of sRGB."""
    return channel / 12.92 if channel <= _FAINT else ((channel + 0.055) / 1.055) ** 2.4
