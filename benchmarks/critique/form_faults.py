"""Faults of the whole: stuck loops, endings, tempo, hits beside their frames."""

from __future__ import annotations

from collections.abc import Iterator

from critique.fault import SECOND, Fault, Page, line_of, pitched
from ningbgm_agents.composing.proofread import proofread
from ningbgm_agents.composing.proofs.layers import LONGEST_LOOP, longest_loop, struck
from ningbgm_agents.composing.tempo import MAX_BEND
from ningbgm_agents.score import Score


def stuck_loops(page: Page) -> Iterator[Fault]:
    """All players together repeat one, two or four bars unchanged for more than eight."""
    first, length = longest_loop(struck(page, page.cue.parts))
    if length > LONGEST_LOOP:
        yield page.fault("loop", page.bar_starts[first], f"{length} bars without change in any part")


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


def proofs(score: Score, pages: tuple[Page, ...], known: frozenset[str]) -> Iterator[Fault]:
    """What the verifier finds on paper and nobody else does: hits beside their samples and the like."""
    for finding in proofread(score, pages[0].palette) if pages else ():
        if finding.severity == "error" and finding.check not in known:
            yield Fault(finding.check, "", 0, finding.sentence)
