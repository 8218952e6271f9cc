"""The excerpt of a fault: the right lines, the caret under the right letter, nothing that a terminal would obey."""

from pathlib import Path

import pytest

from iag_diag.content.excerpts import WIDTH, excerpt


def written(tmp_path: Path, text: str | bytes) -> Path:
    (tmp_path / "f.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return tmp_path


@pytest.mark.parametrize(
    ("line", "column", "expected"),
    [
        (1, 1, ("1 | a: 1", "  | ^", "2 | b: é")),
        (2, 4, ("1 | a: 1", "2 | b: é", "  |    ^", "3 | c: 3")),
        (3, 99, ("2 | b: é", "3 | c: 3", "  |     ^")),
        (2, 0, ("1 | a: 1", "2 | b: é", "3 | c: 3")),
        (0, 0, ()),
        (4, 1, ()),
        (-1, 1, ()),
    ],
)
def test_a_line_with_its_neighbours(tmp_path: Path, line: int, column: int, expected: tuple[str, ...]):
    for end in ("\n", "\r\n", "\x85", "\u2028"):
        root = written(tmp_path, "\ufeffa: 1\nb: é\nc: 3\n\n".replace("\n", end))
        assert excerpt(root, "f.yaml", line, column) == expected


def test_numbers_are_aligned(tmp_path: Path):
    root = written(tmp_path, "x\n" * 12)
    assert excerpt(root, "f.yaml", 9, 1) == (" 8 | x", " 9 | x", "   | ^", "10 | x")


@pytest.mark.parametrize("column", [1, 40, 90, 100, 150, 390])
@pytest.mark.parametrize("width", [40, WIDTH])
def test_a_long_line_is_cut_around_the_caret(tmp_path: Path, column: int, width: int):
    letters = "".join(chr(ord("a") + place % 26) for place in range(400))
    above, here, caret, below = excerpt(written(tmp_path, f"{letters}\n{letters}\nx\n"), "f.yaml", 2, column, width)
    assert max(map(len, (above, here, caret, below))) <= width
    assert here[caret.index("^")] == letters[column - 1]
    assert above[1:] == here[1:]


def test_nothing_in_it_moves_a_cursor(tmp_path: Path):
    shown = excerpt(written(tmp_path, b"a: \x1b[31m\x07\x00\t\xff\xe2\x80\xae\xc2\xa0!\n"), "f.yaml", 1, 4)
    assert shown == ("1 | a: ·[31m·· \ufffd· !", "  |    ^")
    assert all(character.isprintable() for line in shown for character in line)


def test_what_cannot_be_read_has_no_excerpt(tmp_path: Path):
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    assert [excerpt(tmp_path, name, 1, 1) for name in ("none.yaml", "folder.yaml", "loop.yaml", "rules")] == [()] * 4
