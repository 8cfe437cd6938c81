"""Draw the icons of the panel for Premiere Pro: bars of a sound under a cut, in `static/icons`.

They are small (23 by 23 points, and twice as many pixels for fine screens); run it again after a change here.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

FOLDER = Path(__file__).resolve().parents[1] / "plugins" / "premiere_cep" / "static" / "icons"
SIZE = 23
FINE = 16
"""Drawn so many times larger, then made small."""
BARS = (0.30, 0.62, 0.44, 0.92, 0.56, 0.74, 0.36)
"""Heights of the bars; the highest stands on the cut."""
SHADES = {"dark": 64, "dark-hover": 24, "light": 196, "light-hover": 240}
"""Grey of the bars: dark ones for light panels, light ones for dark panels."""
MUSIC = (168, 182, 63)
"""The bar on the cut, as (blue, green, red)."""


def drawn(shade: int, pixels: int) -> np.ndarray:
    """One icon: uint8, shape (pixels, pixels, 4), blue, green, red, opacity."""
    side = pixels * FINE
    canvas = np.zeros((side, side, 4), np.uint8)
    step = side / (len(BARS) + 1)
    for number, height in enumerate(BARS):
        colour = (*MUSIC, 255) if height == max(BARS) else (shade, shade, shade, 255)
        middle, half = round(step * (number + 1)), round(side * height * 0.42)
        ends = (middle, side // 2 - half), (middle, side // 2 + half)
        cv2.line(canvas, *ends, colour, thickness=round(step * 0.5), lineType=cv2.LINE_AA)
    weight = canvas[..., 3:].astype(np.float32) / 255
    small = cv2.resize(canvas[..., :3] * weight, (pixels, pixels), interpolation=cv2.INTER_AREA)
    opacity = cv2.resize(weight, (pixels, pixels), interpolation=cv2.INTER_AREA)[..., None]
    colours = small / np.maximum(opacity, 1e-6)
    return np.concatenate([colours, opacity * 255], axis=2).round().clip(0, 255).astype(np.uint8)


def main() -> None:
    """Write every icon, for usual and for fine screens."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, shade in SHADES.items():
        for suffix, pixels in (("", SIZE), ("@2X", 2 * SIZE)):
            cv2.imwrite(str(FOLDER / f"panel-{name}{suffix}.png"), drawn(shade, pixels))


if __name__ == "__main__":
    main()
