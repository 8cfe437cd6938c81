"""The walking figure: a silhouette with a coat, a rucksack and a gait."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from .paint import Colour, Picture, tone

Point = tuple[float, float]
_FINE = 4
"""The figure is drawn this many times larger, then shrunk: soft edges."""


@dataclass(frozen=True)
class Pose:
    """How the figure stands at a moment; angles in radians, forward positive."""

    stride: float
    """Phase of the walk: one unit is two steps."""
    swing: float = 1.0
    """0 stands still, 1 walks."""
    lean: float = 0.06
    """Forward lean of the trunk."""
    wave: float = 0.0
    """0 arm down, 1 arm raised in greeting."""
    laden: bool = True
    """Whether a rucksack is carried."""


def draw_walker(
    canvas: Picture,
    x: float,
    foot_y: float,
    tall: float,
    pose: Pose,
    colour: Colour,
    facing: int = 1,
) -> None:
    """Draw the figure, `tall` pixels high, feet at (x, foot_y), facing right (1) or left (-1)."""
    size = int(tall * 1.5)
    cover = np.zeros((size * _FINE, size * _FINE), np.uint8)
    unit = tall * _FINE
    phase = 2 * math.pi * pose.stride
    bob = 0.012 * math.cos(2 * phase) * pose.swing
    origin = (size * _FINE / 2, size * _FINE * 0.94)
    hip = (origin[0], origin[1] - unit * (0.47 + bob))
    neck = _along(hip, math.pi + pose.lean * -1, unit * 0.34)
    _legs(cover, hip, phase, pose.swing, unit)
    _arms(cover, neck, phase, pose, unit)
    _body(cover, hip, neck, phase, pose, unit)
    _stamp(canvas, cover if facing > 0 else cover[:, ::-1], x, foot_y, size, colour)


def step_times(start_s: float, end_s: float, strides_per_s: float) -> list[float]:
    """Seconds at which a foot lands between two times of a walk whose phase is 0 at `start_s`."""
    step = 0.5 / strides_per_s
    count = int((end_s - start_s) / step)
    return [start_s + (i + 0.5) * step for i in range(count)]


def _legs(cover: Picture, hip: Point, phase: float, swing: float, unit: float) -> None:
    for side in (0.0, math.pi):
        thigh = 0.50 * math.sin(phase + side) * swing
        bend = (0.18 + 0.62 * max(0.0, math.cos(phase + side))) * swing
        knee = _along(hip, thigh, unit * 0.24)
        ankle = _along(knee, thigh - bend, unit * 0.23)
        toe = (ankle[0] + unit * 0.065, ankle[1] + unit * 0.012)
        _limb(cover, hip, knee, unit * 0.078)
        _limb(cover, knee, ankle, unit * 0.056)
        _limb(cover, ankle, toe, unit * 0.044)


def _arms(cover: Picture, neck: Point, phase: float, pose: Pose, unit: float) -> None:
    shoulder = (neck[0], neck[1] + unit * 0.05)
    for side, wave in ((math.pi, 0.0), (0.0, pose.wave)):
        upper = 0.42 * math.sin(phase + side) * pose.swing * (1 - wave) + 2.5 * wave
        elbow = _along(shoulder, upper, unit * 0.17)
        hand = _along(elbow, upper + 0.35 + 0.25 * wave * math.sin(2.2 * phase), unit * 0.16)
        _limb(cover, shoulder, elbow, unit * 0.056)
        _limb(cover, elbow, hand, unit * 0.046)


def _body(cover: Picture, hip: Point, neck: Point, phase: float, pose: Pose, unit: float) -> None:
    sway = 0.03 * math.sin(phase + 1.0) * pose.swing * unit
    coat = [
        (neck[0] - unit * 0.085, neck[1] + unit * 0.01),
        (neck[0] + unit * 0.075, neck[1]),
        (hip[0] + unit * 0.085, hip[1]),
        (hip[0] + unit * 0.12 + sway, hip[1] + unit * 0.16),
        (hip[0] - unit * 0.15 + sway, hip[1] + unit * 0.15),
        (hip[0] - unit * 0.09, hip[1]),
    ]
    pack = [
        (neck[0] - unit * 0.06, neck[1] + unit * 0.02),
        (neck[0] - unit * 0.18, neck[1] + unit * 0.05),
        (hip[0] - unit * 0.20, hip[1] - unit * 0.06),
        (hip[0] - unit * 0.06, hip[1] - unit * 0.02),
    ]
    for outline in (coat, pack) if pose.laden else (coat,):
        cv2.fillPoly(cover, [np.array(outline, np.float32).astype(np.int32)], 255, cv2.LINE_AA)
    head = _along(neck, math.pi - pose.lean * 2, unit * 0.085)
    _limb(cover, neck, head, unit * 0.06)
    cv2.ellipse(cover, _whole(head), (int(unit * 0.062), int(unit * 0.075)), 0, 0, 360, 255, -1, cv2.LINE_AA)
    _limb(
        cover,
        (head[0] - unit * 0.10, head[1] - unit * 0.035),
        (head[0] + unit * 0.10, head[1] - unit * 0.035),
        unit * 0.024,
    )
    _limb(
        cover,
        (head[0] - unit * 0.03, head[1] - unit * 0.065),
        (head[0] + unit * 0.03, head[1] - unit * 0.065),
        unit * 0.06,
    )


def _stamp(canvas: Picture, cover: Picture, x: float, foot_y: float, size: int, colour: Colour) -> None:
    """Shrink the drawing and lay it on the canvas between pixels, cut at the canvas's edges."""
    left, top = x - size / 2, foot_y - size * 0.94
    move = np.array([[1 / _FINE, 0, left - int(left)], [0, 1 / _FINE, top - int(top)]], np.float32)
    blurred = cv2.GaussianBlur(cover, (0, 0), _FINE * 0.45)
    small = np.asarray(
        cv2.warpAffine(blurred, move, (size + 1, size + 1), flags=cv2.INTER_LINEAR), np.float32
    )
    x0, y0 = max(0, int(left)), max(0, int(top))
    x1, y1 = min(canvas.shape[1], int(left) + size + 1), min(canvas.shape[0], int(top) + size + 1)
    if x1 <= x0 or y1 <= y0:
        return
    share = small[y0 - int(top) : y1 - int(top), x0 - int(left) : x1 - int(left), None] / 255
    part = canvas[y0:y1, x0:x1]
    part[:] = (part * (1 - share) + tone(colour) * share + 0.5).astype(np.uint8)


def _along(start: Point, angle: float, length: float) -> Point:
    return start[0] + math.sin(angle) * length, start[1] + math.cos(angle) * length


def _limb(cover: Picture, start: Point, end: Point, thick: float) -> None:
    cv2.line(cover, _whole(start), _whole(end), 255, max(1, int(thick)), cv2.LINE_AA)


def _whole(point: Point) -> tuple[int, int]:
    return int(point[0]), int(point[1])
