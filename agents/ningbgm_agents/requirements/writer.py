"""The brief writer: what the user said goes into the brief, everything else is derived, with its reason."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from ..brief import STEMS, Brief, Delivery, Derivation, EndingKind, MoodShift
from ..palette import load_palette
from .bench import DEFAULT_LENGTH_S, RequirementsBench
from .feeling import Guess, guess_feeling
from .ranking import Taste, rank_palettes
from .silences import place_silences
from .wish import Wish

_TALKATIVE = 0.5
"""Share of speech from which a film counts as full of it."""
_STING_S = 8.0
"""Shorter pieces are one gesture and end on a button (craft, section 7)."""


def write_brief(bench: RequirementsBench) -> Brief:
    """The brief of a request, with everything derived marked as derived."""
    wish = bench.wish or Wish()
    brief = _said(bench, wish)
    guess = guess_feeling(bench.evidence) if bench.evidence is not None else None
    brief = _feel(brief, wish)
    brief = _choose_palettes(brief, bench, wish, guess)
    brief = _pace(brief, wish)
    brief = _shape(brief, bench, wish)
    brief = _deliver(brief, bench, wish)
    brief = place_silences(brief, bench, wish)
    return _measure(brief, bench, wish)


def _said(bench: RequirementsBench, wish: Wish) -> Brief:
    return Brief(
        wish=bench.request.wish,
        moods=wish.named,
        include=wish.include,
        exclude=wish.exclude,
        reference=wish.reference,
        seed=bench.request.seed,
        unhonoured=wish.unhonoured,
        shifts=wish.shifts + _timed(bench, wish),
    )


def _timed(bench: RequirementsBench, wish: Wish) -> tuple[MoodShift, ...]:
    """Feelings asked for at a time, over a tenth of the film around it."""
    shares = ((timed, timed.second / bench.length_s) for timed in wish.timed)
    return tuple(
        MoodShift(
            max(0.0, round(share - 0.05, 4)),
            min(1.0, round(share + 0.05, 4)),
            timed.valence,
            timed.arousal,
            timed.text,
        )
        for timed, share in shares
        if share < 1
    )


def _feel(brief: Brief, wish: Wish) -> Brief:
    """Feeling: named moods first, then the style's, then away from what was refused."""
    if wish.moods:
        return replace(brief, valence=wish.valence, arousal=wish.arousal)
    if wish.style_valence is not None or wish.style_arousal is not None:
        why = f"usual in {', '.join(wish.styles)}"
        brief = replace(brief, valence=wish.style_valence, arousal=wish.style_arousal)
        return _derive(brief, "feeling", _feeling_text(brief), why)
    if wish.avoided:
        return _stay_away(brief, wish)
    return _derive(
        brief, "feeling", "follows the picture", "the wish names no mood for the whole film"
    )


def _stay_away(brief: Brief, wish: Wish) -> Brief:
    refused = wish.avoided[0]
    if abs(refused.valence) >= abs(refused.arousal):
        brief = replace(brief, valence=round(-0.35 * refused.valence, 3))
    else:
        brief = replace(brief, arousal=round(-0.35 * refused.arousal, 3))
    return _derive(brief, "feeling", _feeling_text(brief), f"“{refused.text}” is not wanted")


def _feeling_text(brief: Brief) -> str:
    parts = (("valence", brief.valence), ("arousal", brief.arousal))
    return ", ".join(f"{name} {value:+.2f}" for name, value in parts if value is not None)


def _choose_palettes(
    brief: Brief, bench: RequirementsBench, wish: Wish, guess: Guess | None
) -> Brief:
    caption = bench.caption or Wish()
    valence = _first(brief.valence, caption.valence, caption.style_valence, guess.valence if guess else None)
    arousal = _first(brief.arousal, caption.arousal, caption.style_arousal, guess.arousal if guess else None)
    taste = Taste(
        bench.request.palette,
        wish.palettes,
        caption.palettes,
        valence,
        arousal,
        wish.tempo_bpm or wish.style_tempo_bpm,
        wish.include + wish.style_include,
        wish.exclude,
    )
    names = rank_palettes(taste, _variations(bench, wish))
    brief = replace(brief, palettes=names)
    return _derive(brief, "palettes", ", ".join(names), _why_palettes(bench, wish, caption, guess))


def _why_palettes(bench: RequirementsBench, wish: Wish, caption: Wish, guess: Guess | None) -> str:
    reasons = []
    if bench.request.palette:
        reasons.append(f"{bench.request.palette} was chosen; the others stand by for variations")
    if wish.styles or wish.palettes:
        reasons.append("the styles that the wish names")
    if wish.include:
        reasons.append(f"they have {', '.join(wish.include)}")
    if wish.named:
        reasons.append(f"they bear {', '.join(wish.named)}")
    if caption.named or caption.palettes:
        told = ", ".join((*caption.named, *caption.styles)) or caption.text[:40]
        reasons.append(f"as weaker evidence, the film's text ({told})")
    if guess is not None and not wish.named:
        reasons.append(f"the film's {guess.why}")
    return "; ".join(reasons) or "nothing was said or sensed, so the most adaptable come first"


def _pace(brief: Brief, wish: Wish) -> Brief:
    brief = replace(brief, tempo_bpm=wish.tempo_bpm, mode=wish.mode)
    style = ", ".join(wish.styles)
    if wish.tempo_bpm is None and wish.style_tempo_bpm is not None:
        brief = replace(brief, tempo_bpm=wish.style_tempo_bpm)
        low, high = wish.style_tempo_bpm
        brief = _derive(brief, "tempo_bpm", f"{low:g} to {high:g}", f"usual in {style}")
    elif wish.tempo_bpm is None:
        brief = _derive(brief, "tempo_bpm", "follows the picture", "the wish names no tempo")
    if wish.mode is None and wish.style_mode is not None:
        brief = _derive(
            replace(brief, mode=wish.style_mode), "mode", wish.style_mode, f"usual in {style}"
        )
    elif wish.mode is None:
        brief = _derive(
            brief, "mode", "follows the feeling", "the wish names neither major nor minor"
        )
    added = tuple(name for name in wish.style_include if name not in (*wish.include, *wish.exclude))
    if added:
        brief = replace(brief, include=brief.include + added)
        brief = _derive(brief, "include", ", ".join(added), f"usual in {style}")
    return brief


def _shape(brief: Brief, bench: RequirementsBench, wish: Wish) -> Brief:
    dynamics, why_dynamics = _dynamics(brief, bench)
    ending, why_ending = _ending(brief, bench)
    density, why_density = _density(bench)
    brief = replace(
        brief,
        dynamics=wish.dynamics or dynamics,
        arc=wish.arc or "follow",
        ending=wish.ending or ending,
        hit_density=wish.hit_density if wish.hit_density is not None else density,
    )
    derived = (
        (wish.dynamics is None, "dynamics", dynamics, why_dynamics),
        (
            wish.arc is None,
            "arc",
            "follow",
            "the wish gives no shape, so the film's own is followed",
        ),
        (wish.ending is None, "ending", ending, why_ending),
        (wish.hit_density is None, "hit_density", f"{density:g}", why_density),
    )
    for unsaid, name, value, why in derived:
        brief = _derive(brief, name, value, why) if unsaid else brief
    return brief


def _dynamics(
    brief: Brief, bench: RequirementsBench
) -> tuple[Literal["soft", "normal", "loud"], str]:
    if brief.arousal is not None and brief.arousal <= -0.45:
        return "soft", "the feeling asked for is a still one"
    if brief.arousal is not None and brief.arousal >= 0.8:
        return "loud", "the feeling asked for is an agitated one"
    if _speech_share(bench) > _TALKATIVE:
        return "soft", "more than half of the film is speech"
    return "normal", "nothing asks for more or less"


def _ending(brief: Brief, bench: RequirementsBench) -> tuple[EndingKind, str]:
    last = brief.shifts[-1] if brief.shifts and brief.shifts[-1].end > 0.95 else None
    if bench.length_s < _STING_S:
        return "button", "so short a piece is one gesture with one cadence"
    if last is not None and last.arousal > 0.55:
        return "button", f"the ending is to be {last.words}"
    if last is not None:
        return "ring_out", f"the ending is to be {last.words}"
    if _fades_out(bench):
        return "ring_out", "the picture fades out and the last chord rings with it"
    palette = load_palette(brief.palettes[0])
    return palette.ending, f"usual in the palette {palette.title}"


def _fades_out(bench: RequirementsBench) -> bool:
    evidence = bench.evidence
    return evidence is not None and any(
        cut.kind == "fade_out" and cut.frame > 0.85 * evidence.duration for cut in evidence.cuts
    )


def _density(bench: RequirementsBench) -> tuple[float, str]:
    if _speech_share(bench) > _TALKATIVE:
        return 0.6, "more than half of the film is speech, which accents would disturb"
    evidence = bench.evidence
    if evidence is not None and len(evidence.cuts) > 0.7 * max(4.0, evidence.duration_s):
        return 0.7, "the film cuts so fast that hitting every cut would be mickey-mousing"
    return 1.0, "as the style does"


def _speech_share(bench: RequirementsBench) -> float:
    evidence = bench.evidence
    if evidence is None:
        return 0.0
    return evidence.speaking(0.0, evidence.duration_s) / evidence.duration_s


def _deliver(brief: Brief, bench: RequirementsBench, wish: Wish) -> Brief:
    request, default = bench.request, Delivery()
    loudness = _first(request.loudness_lufs, wish.loudness_lufs, default.loudness_lufs)
    delivery = Delivery(
        loudness_lufs=loudness if loudness is not None else default.loudness_lufs,
        true_peak_dbtp=_first(wish.true_peak_dbtp, default.true_peak_dbtp)
        or default.true_peak_dbtp,
        stems=request.stems or STEMS,
        duck=request.duck and wish.duck is not False,
        speech_clearance_lu=15.0 if wish.duck else default.speech_clearance_lu,
    )
    brief = replace(brief, delivery=delivery, variations=_variations(bench, wish))
    if request.loudness_lufs is None and wish.loudness_lufs is None:
        brief = _derive(
            brief,
            "loudness_lufs",
            f"{delivery.loudness_lufs:g}",
            "a level that leaves room for speech and effects; no platform was named",
        )
    elif request.loudness_lufs is None and wish.delivery_name:
        brief = _derive(
            brief,
            "loudness_lufs",
            f"{delivery.loudness_lufs:g}",
            f"the target of {wish.delivery_name}",
        )
    if not request.stems:
        brief = _derive(brief, "stems", ", ".join(STEMS), "none were named, so all are delivered")
    return brief


def _variations(bench: RequirementsBench, wish: Wish) -> int:
    if bench.request.variations > 1:
        return bench.request.variations
    return wish.variations or 1


def _measure(brief: Brief, bench: RequirementsBench, wish: Wish) -> Brief:
    """The length, where no film gives it."""
    if bench.filmed:
        if wish.duration_s and abs(wish.duration_s - bench.length_s) > 0.5:
            brief = _complain(
                brief,
                f"The film gives the length ({bench.length_s:.1f} s);"
                f" {wish.duration_s:g} s was not used.",
            )
        return brief
    if wish.duration_s:
        return replace(brief, duration_s=wish.duration_s)
    if bench.evidence is not None:
        return brief
    brief = replace(brief, duration_s=DEFAULT_LENGTH_S)
    return _derive(
        brief, "duration_s", f"{DEFAULT_LENGTH_S:g}", "neither a film nor the wish gives a length"
    )


def _derive(brief: Brief, field: str, value: str, why: str) -> Brief:
    return replace(brief, derived=(*brief.derived, Derivation(field, value, why)))


def _complain(brief: Brief, sentence: str) -> Brief:
    return replace(brief, unhonoured=(*brief.unhonoured, sentence))


def _first(*values: float | None) -> float | None:
    return next((value for value in values if value is not None), None)
