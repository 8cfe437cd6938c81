"""The pictures of a cue: piano roll, lead sheet, spectrogram, loudness. One file speaks to matplotlib."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soundfile
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from scipy.signal import stft

from critique.fault import SECOND, Page, line_of, pitched
from ningbgm_agents.score import Note
from ningbgm_daemon.loudness import KWeighting, momentary

_COLOURS = {
    "melody": "#c0392b", "double": "#e67e22", "counter": "#8e44ad", "pad": "#7fb3d5", "bass": "#1e5631",
    "motion": "#17a589", "drums": "#555555", "hit": "#000000", "spark": "#d4ac0d", "hits": "#000000",
}  # fmt: skip
_LINES_A_PAGE, _BARS_A_LINE = 6, 8
_STAFF = (64, 67, 71, 74, 77)
"""The five lines of a treble staff: E4, G4, B4, D5, F5."""
_STEPS = (0, 0, 1, 1, 2, 3, 3, 4, 4, 5, 5, 6)
"""Staff step of each pitch class, sharps written."""
_SHARP = (1, 3, 6, 8, 10)


def draw_roll(page: Page, path: Path) -> None:
    """Everybody's notes over time, with sections, chords, hits and the drums below."""
    figure = Figure(figsize=(14, 6.2), layout="constrained")
    axes = figure.add_subplot()
    for part in page.cue.parts:
        colour = _COLOURS.get(page.layer(part), "#888888")
        for note in part.notes:
            at, length = note.start / SECOND, max(note.duration / SECOND, 0.05)
            key = note.pitch if pitched(part) else 18 + note.pitch % 12
            shade = 0.25 + 0.75 * note.velocity / 127
            axes.broken_barh([(at, length)], (key - 0.4, 0.8), color=colour, alpha=shade, linewidth=0)
    _sections(page, axes, 112)
    for chord in page.cue.chords:
        at = page.cue.tempo_map.sample(chord.start_beat) / SECOND
        axes.text(at, 107, chord.symbol, fontsize=6, rotation=60, va="bottom")
    offset = page.score.first_sample(page.cue)
    for hit in page.cue.hits:
        strong = hit.treatment in ("accent", "colour", "end")
        axes.axvline((hit.sample - offset) / SECOND, color="k", lw=0.9 if strong else 0.35, ls=":")
    axes.set(xlim=(0, page.length / SECOND), ylim=(14, 122), ylabel="key", xlabel="s", title=_title(page))
    axes.set_yticks([24, 36, 48, 60, 72, 84, 96], ["drums", "C2", "C3", "C4", "C5", "C6", "C7"])
    layers = {page.layer(part) for part in page.cue.parts}
    for number, layer in enumerate(sorted(layers)):
        axes.text(0.01 + 0.085 * number, -0.13, layer, color=_COLOURS.get(layer), transform=axes.transAxes)
    figure.savefig(path, dpi=75)


def draw_lead_sheet(page: Page, path: Path) -> None:
    """Chords over the melody on a treble staff, eight bars a line, with tempo, sections and hits."""
    bars = page.cue.tempo_map.bars
    lines = min(_LINES_A_PAGE, -(-len(bars) // _BARS_A_LINE))
    figure = Figure(figsize=(14, 1.45 * lines + 0.3), layout="constrained")
    all_axes = [figure.add_subplot(lines, 1, number + 1) for number in range(lines)]
    tune = line_of(page.parts("melody"))
    for number, axes in enumerate(all_axes):
        first = number * _BARS_A_LINE
        _staff_line(page, axes, tune, first, min(first + _BARS_A_LINE, len(bars)))
    all_axes[0].set_title(_title(page), fontsize=9, loc="left")
    figure.savefig(path, dpi=75)


def draw_sound(page: Page, sound: Path, path: Path) -> None:
    """Spectrogram (logarithmic in frequency) and loudness over time."""
    samples, rate = soundfile.read(sound, dtype="float64", always_2d=True)
    figure = Figure(figsize=(14, 6), layout="constrained")
    grid = figure.add_gridspec(3, 1)
    above, below = figure.add_subplot(grid[:2]), figure.add_subplot(grid[2])
    frequencies, times, bins = stft(samples.mean(axis=1), rate, nperseg=4096, noverlap=3072, padded=False)
    level = 20 * np.log10(np.abs(bins) + 1e-7)
    wanted = np.geomspace(40, 16_000, 240)
    rows = level[np.searchsorted(frequencies, wanted).clip(0, len(frequencies) - 1)]
    above.imshow(
        rows, origin="lower", aspect="auto", cmap="magma", vmin=-110, vmax=-25,
        extent=(0, float(times[-1]), 0, len(wanted)),
    )  # fmt: skip
    marks = (60, 125, 250, 500, 1000, 2000, 4000, 8000)
    above.set_yticks([float(np.searchsorted(wanted, hz)) for hz in marks], [str(hz) for hz in marks])
    _sections(page, above, len(wanted) * 0.94, "w")
    above.set(ylabel="Hz", title=_title(page))
    loudness = momentary(KWeighting(samples.shape[1]).blocks(samples.T.astype(np.float32)))
    below.plot(np.arange(len(loudness)) * 0.1 + 0.1, loudness, color="#1e5631", lw=1)
    below.set(xlim=(0, float(times[-1])), ylim=(-45, -8), ylabel="LUFS, 400 ms", xlabel="s")
    below.grid(alpha=0.3)
    figure.savefig(path, dpi=75)


def _staff_line(page: Page, axes: Axes, tune: tuple[Note, ...], first: int, last: int) -> None:
    tempo = page.cue.tempo_map
    bars = tempo.bars[first:last]
    start, end = float(bars[0].start_beat), float(bars[-1].start_beat + bars[-1].beats)
    for line in _STAFF:
        axes.plot([start, end], [_height(line)] * 2, color="#999999", lw=0.6)
    for bar in bars:
        at = float(bar.start_beat)
        axes.plot([at, at], [_height(64), _height(77)], color="k", lw=0.8)
        metre = "" if bar.beats == 4 else f"  {bar.metre[0]}/{bar.metre[1]}"
        axes.text(at, _height(64) - 7.5, f"{bar.number}{metre}", fontsize=6, color="#666666")
    for chord in page.cue.chords:
        if start <= chord.start_beat < end:
            axes.text(float(chord.start_beat), _height(77) + 6, chord.symbol, fontsize=8, weight="bold")
    for section in page.cue.sections:
        at = float(tempo.bars[section.start_bar].start_beat)
        if start <= at < end:
            name = f"{section.name} ({section.transformation or '–'}) {section.key}"
            axes.text(at, _height(77) + 10, name, fontsize=7, style="italic", color="#8e44ad")
    for note in tune:
        beat = float(tempo.beat(note.start))
        if start - 0.1 <= beat < end - 0.1:
            _note_head(axes, note, beat, float(tempo.beat(note.start + note.duration)))
    axes.set(xlim=(start - 0.4, start + 4 * _BARS_A_LINE + 0.4), ylim=(_height(64) - 10, _height(77) + 14))
    axes.axis("off")


def _note_head(axes: Axes, note: Note, beat: float, end: float) -> None:
    """A head whose tail shows how long it is held; ledger notes are written an octave nearer, with a mark."""
    shift = 12 * ((note.pitch > 84) - (note.pitch < 57))
    height = _height(note.pitch - shift)
    axes.plot([beat, max(beat, end - 0.05)], [height, height], color="#c0392b", lw=1.4, alpha=0.5)
    axes.plot([beat], [height], "o", color="k" if end - beat < 1.7 else "w", mec="k", ms=4.2)
    mark = ("#" if note.pitch % 12 in _SHARP else "") + ("⁸" if shift > 0 else "₈" if shift < 0 else "")
    if mark:
        axes.text(beat - 0.22, height, mark, fontsize=6, va="center", ha="right")


def _height(pitch: int) -> float:
    return 7 * (pitch // 12) + _STEPS[pitch % 12]


def _title(page: Page) -> str:
    return (
        f"{page.score.palette}  {page.cue.name}  {page.cue.key}  {page.cue.tempo_map.base_bpm:g} bpm"
        f"  {page.cue.ending}  seed {page.score.seed}  {page.score.edit.name}"
    )


def _sections(page: Page, axes: Axes, height: float, colour: str = "k") -> None:
    for section in page.cue.sections:
        at = page.cue.tempo_map.sample(page.cue.tempo_map.bars[section.start_bar].start_beat) / SECOND
        axes.axvline(at, color="#999999", lw=0.8)
        words = f"{section.name} {section.transformation}\n{section.intensity:.2f}"
        axes.text(at + 0.15, height, words, fontsize=6, va="top" if colour == "w" else "bottom", color=colour)
