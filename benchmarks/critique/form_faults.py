"""Faults of the whole: stuck loops, holes, endings, tempo, hits beside their frames."""

from __future__ import annotations

from collections.abc import Iterator

from critique.fault import SECOND, Fault, Page, line_of, pitched
from ningbgm_agents.composing.proofread import proofread
from ningbgm_agents.composing.tempo import MAX_BEND
from ningbgm_agents.score import Part, Score

LONGEST_LOOP = 8
"""Bars that may go on without any change."""
LONGEST_HOLE_S = 3.0
"""Longer is noticed as a silence; a rest before a hit is shorter."""
_GRID = 4
"""Onsets are compared on sixteenths, whatever the player's swing and looseness."""

Pattern = frozenset[tuple[str, int, int]]
"""What is struck in a bar: part, place in the bar, pitch."""


def stuck_loops(page: Page) -> Iterator[Fault]:
    """All players together repeat one, two or four bars unchanged for more than eight."""
    bars = [frozenset(_struck(page, page.cue.parts, bar)) for bar in range(len(page.cue.tempo_map.bars))]
    first, length = longest_loop(bars)
    if length > LONGEST_LOOP:
        start = page.cue.tempo_map.sample(page.cue.tempo_map.bars[first].start_beat)
        yield page.fault("loop", start, f"{length} bars without change in any part")


def stuck_layers(page: Page) -> Iterator[Fault]:
    """A player of the motion or the drums whose rhythm stays the same for more than eight bars."""
    for part in page.cue.parts:
        if page.layer(part) not in ("motion", "drums"):
            continue
        bars = [
            frozenset((name, place, pitch if part.instrument.kit else 0) for name, place, pitch in row)
            for row in (_struck(page, (part,), bar) for bar in range(len(page.cue.tempo_map.bars)))
        ]
        first, length = longest_loop(bars)
        if length > LONGEST_LOOP:
            start = page.cue.tempo_map.sample(page.cue.tempo_map.bars[first].start_beat)
            yield page.fault("layer loop", start, f"{part.name}: one rhythm for {length} bars")


def _struck(page: Page, parts: tuple[Part, ...], bar: int) -> Iterator[tuple[str, int, int]]:
    tempo = page.cue.tempo_map
    start = tempo.bars[bar].start_beat
    end = start + tempo.bars[bar].beats
    for part in parts:
        for note in part.notes:
            beat = round(tempo.beat(note.start) * _GRID)
            if start * _GRID <= beat < end * _GRID:
                yield part.name, round(beat - start * _GRID), note.pitch


def longest_loop(bars: list[Pattern]) -> tuple[int, int]:
    """First bar and length of the longest stretch that repeats one, two or four bars; silence is none."""
    best = (0, 0)
    for period in (1, 2, 4):
        run = 0
        for number in range(period, len(bars)):
            same = bars[number] == bars[number - period] and bool(bars[number])
            run = run + 1 if same else 0
            if run and run + period > best[1] and run >= period:
                best = (number - run - period + 1, run + period)
    return best


def holes(page: Page) -> Iterator[Fault]:
    """Stretches in which nobody plays though music is wanted."""
    spans = [(n.start, n.start + n.duration) for part in page.cue.parts for n in part.notes]
    reached = 0
    for start, end in sorted((*spans, *page.cue.silences)):
        if start - reached > LONGEST_HOLE_S * SECOND:
            yield page.fault("hole", reached, f"nobody plays for {(start - reached) / SECOND:.1f} s")
        reached = max(reached, end)


def tempo(page: Page) -> Iterator[Fault]:
    """A base tempo that the palette (or the wish) does not have, or a stretch bent beyond 6 %."""
    low, high = page.score.brief.tempo_bpm or page.palette.tempo_bpm
    base = page.cue.tempo_map.base_bpm
    if not low - 0.5 <= base <= high + 0.5:
        yield page.fault("tempo", 0, f"{base:.1f} bpm is not within {low:g} to {high:g}")
    for segment in page.cue.tempo_map.segments[:-1]:
        if abs(segment.bpm / base - 1) > MAX_BEND + 0.002:
            sentence = f"{segment.bpm:.1f} bpm is more than 6 % from {base:.1f}"
            yield page.fault("tempo", segment.start_sample, sentence)


def ending(page: Page) -> Iterator[Fault]:
    """An ending that is none: no struck last chord, foreign notes in it, no cadence, cut off at the end."""
    last_hit = next((hit for hit in reversed(page.cue.hits) if hit.kind == "end"), None)
    if last_hit is None or len(page.cue.chords) < 2:
        yield page.fault("ending", page.length, "there is no last chord, or nothing that leads to it")
        return
    sample = last_hit.sample - page.score.first_sample(page.cue)
    final, before = page.cue.chords[-1], page.cue.chords[-2]
    struck = [n for n in line_of(tuple(filter(pitched, page.cue.parts))) if abs(n.start - sample) < 2400]
    foreign = {n.pitch % 12 for n in struck} - set(final.pitches) - {final.bass}
    if len({n.pitch for n in struck}) < 2:
        yield page.fault("ending", sample, "the last chord is not struck by two notes or more")
    if foreign:
        yield page.fault("ending", sample, f"foreign to the last chord {final.symbol}: {sorted(foreign)}")
    if page.cue.ending != "open" and final.bass != page.cue.sections[-1].key.tonic % 12:
        yield page.fault("ending", sample, f"it closes on {final.symbol}, not at home")
    if before.root == final.root and before.quality == final.quality and before.bass == final.bass:
        yield page.fault("ending", sample, f"no cadence: {before.symbol} goes to {final.symbol}")
    end = max(n.start + n.duration for part in page.cue.parts for n in part.notes)
    if end > page.length - SECOND // 10:
        yield page.fault("ending", sample, "notes are cut off by the end of the cue")


def proofs(score: Score, pages: tuple[Page, ...]) -> Iterator[Fault]:
    """What the verifier finds on paper: hits beside their samples and the rest, errors alone."""
    for finding in proofread(score, pages[0].palette) if pages else ():
        if finding.severity == "error":
            yield Fault(finding.check, "", 0, finding.sentence)
