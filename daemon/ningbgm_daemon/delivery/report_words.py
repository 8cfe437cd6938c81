"""The written part of the report: brief, cue list, hit list, and the agents' exchange."""

from __future__ import annotations

from collections.abc import Sequence

from ningbgm_agents.agent import Event
from ningbgm_agents.brief import Brief
from ningbgm_agents.score import Cue, HeardHit, HitPoint, Score, Verdict
from ningbgm_agents.timeline import Edit

from .report_markup import Markup, element, joined
from .report_music import errors_by_frame, told_error
from .report_verdict import table

_MAX_EVENTS = 400
_MAX_HITS = 400
_MAX_WISH = 4000


def brief_part(brief: Brief) -> Markup:
    """What was said, what was decided for the user and why, and what could not be done."""
    said = brief.wish.strip()[:_MAX_WISH]
    parts = [
        element("blockquote", said)
        if said
        else element("p", "Nothing was asked for in words.", class_="calm")
    ]
    facts = [
        ("Moods", ", ".join(brief.moods)),
        ("Palette", ", ".join(brief.palettes)),
        ("With", ", ".join(brief.include)),
        ("Without", ", ".join(brief.exclude)),
        ("Like", brief.reference),
        (
            "Tempo",
            f"{brief.tempo_bpm[0]:.0f} to {brief.tempo_bpm[1]:.0f} BPM" if brief.tempo_bpm else "",
        ),
        ("Sung by", f"{brief.vocals.voice}, {brief.vocals.language}" if brief.vocals else ""),
        ("Ending", brief.ending.replace("_", " ")),
        ("Cues", {"segue": "run into each other", "apart": "stand apart"}.get(brief.joins, "")),
        (
            "Loudness",
            f"{brief.delivery.loudness_lufs:g} LUFS, peak {brief.delivery.true_peak_dbtp:g} dBTP",
        ),
        ("Seed", str(brief.seed)),
    ]
    terms = [joined(element("dt", name), element("dd", value)) for name, value in facts if value]
    parts.append(element("dl", *terms))
    if brief.unhonoured:
        parts.append(element("h3", "Could not be honoured"))
        parts.append(
            element(
                "ul",
                *(element("li", line, class_="warning") for line in brief.unhonoured),
                class_="findings",
            )
        )
    if brief.derived:
        rows = [
            (item.field.replace("_", " "), item.value.replace("_", " "), item.why) for item in brief.derived
        ]
        parts.append(element("h3", "Decided for you"))
        parts.append(table(("What", "Decision", "Why"), rows))
    return joined(*parts)


def cue_table(score: Score) -> Markup:
    """The cue list."""
    if not score.cues:
        return element("p", "No cue was written.", class_="calm")
    rows = [_cue_row(score.edit, cue) for cue in score.cues]
    return table(("Cue", "In", "Out", "Length", "Key", "BPM", "Hits", "Use", "Purpose"), rows)


def hit_table(score: Score, verdict: Verdict) -> Markup:
    """The hit points; a press on a timecode goes there."""
    errors = errors_by_frame(verdict)
    rows = [_hit_row(score.edit, hit, errors.get(hit.frame)) for cue in score.cues for hit in cue.hits]
    if not rows:
        return element("p", "No hit points.", class_="calm")
    heads = ("Timecode", "Frame", "Kind", "Treatment", "Weight", "Measured", "Why")
    more = element("p", f"… and {len(rows) - _MAX_HITS} more") if len(rows) > _MAX_HITS else None
    return joined(table(heads, rows[:_MAX_HITS]), more)


def conversation(events: Sequence[Event]) -> Markup:
    """The agents' exchange, team by team, as it went."""
    if not events:
        return element("p", "The exchange was not recorded.", class_="calm")
    parts, team = [], None
    for event in events[:_MAX_EVENTS]:
        if event.team != team:
            team = event.team
            parts.append(element("h3", f"Team: {team}"))
        parts.append(_turn(event))
    if len(events) > _MAX_EVENTS:
        parts.append(element("p", f"… and {len(events) - _MAX_EVENTS} more"))
    return element("div", *parts, class_="talk")


def _turn(event: Event) -> Markup:
    initials = "".join(word[0] for word in event.agent.split()[:2]).upper()
    took = f"{event.seconds:.2f} s" if event.seconds >= 0.005 else ""
    head = element("header", element("b", event.agent), element("i", event.action), element("time", took))
    reasons = None
    if event.reasons:
        count = f"{len(event.reasons)} reason{'' if len(event.reasons) == 1 else 's'}"
        reasons = element(
            "details",
            element("summary", count),
            element("ul", *(element("li", reason) for reason in event.reasons)),
        )
    kind = event.action.replace(" ", "-")
    body = element("div", head, element("p", event.sentence), reasons)
    return element("article", element("span", initials, class_="face", aria_hidden="true"), body, class_=kind)


def _cue_row(edit: Edit, cue: Cue) -> tuple[str, ...]:
    length = f"{float(edit.rate.seconds(cue.span.duration)):.2f} s"
    ends = (str(edit.timecode(cue.span.start)), str(edit.timecode(cue.span.end)))
    music = (str(cue.key), f"{cue.tempo_map.base_bpm:.1f}", str(len(cue.hits)), cue.usage)
    return (element("b", cue.name), *ends, length, *music, cue.purpose)


def _hit_row(edit: Edit, hit: HitPoint, heard: HeardHit | None) -> tuple[str, ...]:
    facts = (str(hit.frame), hit.kind, hit.treatment, f"{hit.weight:.2f}", told_error(heard))
    return (_jump(edit, hit.frame), *facts, hit.why)


def _jump(edit: Edit, frame: int) -> Markup:
    second = float(edit.rate.seconds(frame - edit.span.start))
    return element(
        "button",
        str(edit.timecode(frame)),
        type="button",
        class_="jump",
        data_second=f"{second:.4f}",
    )
