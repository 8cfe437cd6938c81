"""The lanes of the report that show the music: cues, hit points, tempo, chords, notes."""

from __future__ import annotations

from ningbgm_agents.brief import STEMS
from ningbgm_agents.score import Cue, HeardHit, HitPoint, Score, Verdict

from .report_axis import DRAWN_WIDTH, Axis, drawing, lane
from .report_markup import Markup, element

_MAX_NOTES = 12_000
_MAX_BARS = 4000
_MAX_LABELS = 160
_VOICES = {"bass": " in the bass", "inner": " in a middle voice"}


def cue_lane(axis: Axis, score: Score) -> Markup:
    """Every cue with its sections, darker where more plays."""
    blocks = [block for cue in score.cues for block in _cue(axis, score, cue)]
    note = f"{len(score.cues)} cue{'' if len(score.cues) == 1 else 's'}"
    return lane("Cues", note, "blocks cues", *blocks)


def hit_lane(axis: Axis, score: Score, verdict: Verdict) -> Markup:
    """Hit points as needles: the longer the weightier; the head tells the kind."""
    errors = errors_by_frame(verdict)
    hits = sorted((hit for cue in score.cues for hit in cue.hits), key=lambda hit: hit.frame)
    kinds = sorted({hit.kind for hit in hits})
    keys = element("div", *(element("i", kind, class_=f"key {kind}") for kind in kinds), class_="keys")
    needles = [_needle(axis, hit, errors.get(hit.frame)) for hit in hits]
    return lane("Hit points", f"{len(hits)}", "hits", *needles, keys if hits else None)


def tempo_lane(axis: Axis, score: Score) -> Markup:
    """Bars as lines, numbered; the tempo of every stretch as a step line."""
    bars = [(cue, bar) for cue in score.cues for bar in cue.tempo_map.bars][:_MAX_BARS]
    tempi = [segment.bpm for cue in score.cues for segment in cue.tempo_map.segments]
    if not tempi:
        return lane("Tempo", "", "tempo")
    places = [axis.at_sample(score.first_sample(c) + c.tempo_map.sample(b.start_beat)) for c, b in bars]
    lines = "".join(f"M{place * DRAWN_WIDTH / 100:.2f} 0V100" for place in places)
    every = max(1, -(-len(bars) // _MAX_LABELS))
    numbers = [
        element("span", str(bar.number), class_="bar", style=f"left:{place:.3f}%")
        for i, ((_, bar), place) in enumerate(zip(bars, places, strict=True))
        if i % every == 0
    ]
    steps = _tempo_steps(axis, score, min(tempi), max(tempi))
    note = f"{min(tempi):.1f} to {max(tempi):.1f} BPM" if max(tempi) > min(tempi) else f"{tempi[0]:.1f} BPM"
    return lane(
        "Tempo",
        note,
        "tempo",
        drawing(100, element("path", d=lines, class_="bars"), element("path", d=steps, class_="bpm")),
        *numbers,
    )


def chord_lane(axis: Axis, score: Score) -> Markup:
    """The chords as symbols."""
    chords = [(cue, chord) for cue in score.cues for chord in cue.chords]
    every = max(1, -(-len(chords) // (4 * _MAX_LABELS)))
    spans = []
    for cue, chord in chords[::every]:
        first = score.first_sample(cue)
        start = axis.at_sample(first + cue.tempo_map.sample(chord.start_beat))
        end = axis.at_sample(first + cue.tempo_map.sample(chord.end_beat))
        spans.append(
            element(
                "span",
                chord.symbol,
                class_="chord",
                style=axis.block(start, end),
                data_tip=f"{chord.symbol}, {chord.degree} in {cue.key}",
            )
        )
    keys = ", ".join(dict.fromkeys(str(section.key) for cue in score.cues for section in cue.sections))
    return lane("Harmony", keys, "chords", *spans)


def notes_lane(axis: Axis, score: Score) -> Markup:
    """The piano roll of all pitched parts, coloured by stem."""
    notes = [
        (part.stem, score.first_sample(cue) + note.start, note.duration, note.pitch)
        for cue in score.cues
        for part in cue.parts
        if not part.instrument.kit
        for note in part.notes
    ]
    if not notes:
        return lane("Notes", "none", "notes")
    total = len(notes)
    notes = sorted(notes, key=lambda note: -note[2])[:_MAX_NOTES]
    low, high = min(note[3] for note in notes) - 1, max(note[3] for note in notes) + 1
    paths = []
    for stem in STEMS:
        data = "".join(
            f"M{_x(axis, start)} {high - pitch + 0.5:g}H{_x(axis, start + duration, 1.2)}"
            for name, start, duration, pitch in notes
            if name == stem
        )
        if data:
            paths.append(element("path", d=data, class_=f"note {stem}"))
    octaves = "".join(
        f"M0 {high - pitch + 0.5:g}H{DRAWN_WIDTH}" for pitch in range(12, 121, 12) if low < pitch < high
    )
    grid = element("path", d=octaves, class_="octave") if octaves else Markup("")
    row_px = max(1.6, min(5.0, 168 / (high - low)))
    return lane(
        "Notes",
        f"{total}",
        "notes",
        drawing(high - low, grid, *paths, style=f"--row:{row_px:.1f}px"),
    )


def errors_by_frame(verdict: Verdict) -> dict[int, HeardHit]:
    """What was measured of each declared hit, by its frame; cues before the whole programme."""
    ordered = sorted(verdict.heard, key=lambda heard: bool(heard.cue))
    return {hit.frame: hit for heard in ordered for hit in heard.hits}


def told_error(heard: HeardHit | None) -> str:
    """The measured error in words: '+3.1 ms'."""
    if heard is None:
        return "not measured"
    return "no onset found" if heard.error_ms is None else f"{heard.error_ms:+.1f} ms"


def _cue(axis: Axis, score: Score, cue: Cue) -> list[Markup]:
    first = score.first_sample(cue)
    left, right = axis.at_frame(cue.span.start), axis.at_frame(cue.span.end)
    title = f"{cue.name} · {cue.key} · {cue.purpose}"
    blocks = [
        element(
            "div",
            element("span", element("b", cue.name), f" {cue.key}"),
            class_="block cue",
            style=axis.block(left, right),
            data_tip=title,
            tabindex="0",
        )
    ]
    bars = {bar.number: bar.start_beat for bar in cue.tempo_map.bars}
    for section in cue.sections:
        start = axis.at_sample(first + cue.tempo_map.sample(bars.get(section.start_bar, 0)))
        beat = bars.get(section.end_bar, cue.tempo_map.end_beat)
        end = min(axis.at_sample(first + cue.tempo_map.sample(beat)), right)
        theme = f", theme {section.theme} ({section.transformation})" if section.theme else ""
        theme += _VOICES.get(section.voice, "") if section.theme else ""
        blocks.append(
            element(
                "div",
                element("span", section.name),
                class_="block section",
                style=axis.block(start, end) + f";--full:{section.intensity:.2f}",
                data_tip=f"{section.name}: {section.role}, {section.key}, intensity"
                f" {section.intensity:.2f}{theme}",
            )
        )
    return blocks


def _needle(axis: Axis, hit: HitPoint, heard: HeardHit | None) -> Markup:
    place = f"{axis.edit.timecode(hit.frame)}, frame {hit.frame}"
    tip = (
        f"{hit.kind} ({hit.treatment}) at {place}. {hit.why or 'No reason told'}."
        f" Weight {hit.weight:.2f}. Measured: {told_error(heard)}"
    )
    second = float(axis.edit.rate.seconds(hit.frame - axis.edit.span.start))
    return element(
        "button",
        class_=f"hit {hit.kind}",
        data_tip=tip,
        aria_label=tip,
        type="button",
        data_second=f"{second:.4f}",
        tabindex="0",
        style=f"left:{axis.at_frame(hit.frame)}%;--weight:{hit.weight:.2f}",
    )


def _tempo_steps(axis: Axis, score: Score, low: float, high: float) -> str:
    room = max(high - low, 2.0)
    data = ""
    for cue in score.cues:
        first = score.first_sample(cue)
        for i, segment in enumerate(cue.tempo_map.segments):
            y = 84 - 58 * (segment.bpm - low) / room
            data += f"{'L' if i else 'M'}{_x(axis, first + segment.start_sample)} {y:.1f}"
            data += f"H{_x(axis, first + segment.end_sample)}"
    return data


def _x(axis: Axis, sample: float, gap: float = 0.0) -> str:
    return f"{max(axis.at_sample(sample) * DRAWN_WIDTH / 100 - gap, 0):.2f}"
