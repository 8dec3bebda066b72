"""The sixteen colours as terminals publish them: what the program's pairs of colours are read in."""

from __future__ import annotations

NAMES: tuple[str, ...] = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
COLOURS = (*(f"ansi_{name}" for name in NAMES), *(f"ansi_bright_{name}" for name in NAMES))
"""In the order of their numbers, as styles call them."""

PALETTES = {
    "xterm": """000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5
                7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff""",
    "PuTTY": """000000 bb0000 00bb00 bbbb00 0000bb bb00bb 00bbbb bbbbbb
                555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff""",
    "Linux console": """000000 aa0000 00aa00 aa5500 0000aa aa00aa 00aaaa aaaaaa
                        555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff""",
    "Campbell": """0c0c0c c50f1f 13a10e c19c00 0037da 881798 3a96dd cccccc
                   767676 e74856 16c60c f9f1a5 3b78ff b4009e 61d6d6 f2f2f2""",
    "Tango": """2e3436 cc0000 4e9a06 c4a000 3465a4 75507b 06989a d3d7cf
                555753 ef2929 8ae234 fce94f 729fcf ad7fa8 34e2e2 eeeeec""",
    "Solarized": """073642 dc322f 859900 b58900 268bd2 d33682 2aa198 eee8d5
                    002b36 cb4b16 586e75 657b83 839496 6c71c4 93a1a1 fdf6e3""",
}
"""By their source: xterm's XTerm-col.ad, PuTTY's own settings, the Linux kernel's `default_red` and its like in vt.c,
Windows Terminal's scheme "Campbell", GNOME Terminal's "Tango", Ethan Schoonover's Solarized."""


def colours(palette: str) -> dict[str, tuple[int, int, int]]:
    """Return red, green and blue of each colour of a palette, by its name."""
    values = (bytes.fromhex(value) for value in PALETTES[palette].split())
    return {name: (red, green, blue) for name, (red, green, blue) in zip(COLOURS, values, strict=True)}


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """Return the contrast of two colours as WCAG 2.2 works it out: from 1 for the same ones to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: tuple[int, int, int]) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (each / 255 for each in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
