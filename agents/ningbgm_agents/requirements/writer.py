"""The brief writer: what was said goes into the brief, the rest is derived with its reason."""

from __future__ import annotations

from dataclasses import replace

from ..brief import STEMS, Brief, Delivery, MoodShift
from .bench import DEFAULT_LENGTH_S, RequirementsBench
from .derivation import complain, derive
from .feeling import Guess, guess_feeling
from .film_kind import FilmKind, film_kind
from .following import brightness_of, feel_like, move_like, tempo_like
from .ranking import Taste, rank_palettes
from .shaping import shape_music
from .silences import place_silences
from .voices import choose_vocals
from .wish import Wish


def write_brief(bench: RequirementsBench) -> Brief:
    """The brief of a request, with everything derived marked as derived."""
    wish = bench.wish or Wish()
    brief = _said(bench, wish)
    guess = guess_feeling(bench.evidence) if bench.evidence is not None else None
    brief = feel_like(_feel(brief, wish), bench, wish)
    brief = _choose_palettes(brief, bench, wish, guess)
    brief = move_like(_pace(brief, wish), bench, wish)
    brief = shape_music(brief, bench, wish)
    brief = _deliver(brief, bench, wish)
    brief = choose_vocals(brief, bench.request, wish)
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
        return derive(brief, "feeling", _feeling_text(brief), why)
    if wish.avoided:
        return _stay_away(brief, wish)
    return derive(brief, "feeling", "follows the picture", "the wish names no mood for the whole film")


def _stay_away(brief: Brief, wish: Wish) -> Brief:
    refused = wish.avoided[0]
    if abs(refused.valence) >= abs(refused.arousal):
        brief = replace(brief, valence=round(-0.35 * refused.valence, 3))
    else:
        brief = replace(brief, arousal=round(-0.35 * refused.arousal, 3))
    return derive(brief, "feeling", _feeling_text(brief), f"“{refused.text}” is not wanted")


def _feeling_text(brief: Brief) -> str:
    parts = (("valence", brief.valence), ("arousal", brief.arousal))
    return ", ".join(f"{name} {value:+.2f}" for name, value in parts if value is not None)


def _choose_palettes(brief: Brief, bench: RequirementsBench, wish: Wish, guess: Guess | None) -> Brief:
    caption, kind = bench.caption or Wish(), film_kind(bench.evidence)
    valence = _first(brief.valence, caption.valence, caption.style_valence, guess.valence if guess else None)
    arousal = _first(brief.arousal, caption.arousal, caption.style_arousal, guess.arousal if guess else None)
    taste = Taste(
        bench.request.palette,
        wish.palettes,
        caption.palettes or (kind.palettes if kind is not None else ()),
        valence,
        arousal,
        wish.tempo_bpm or tempo_like(bench.request.likeness) or wish.style_tempo_bpm,
        wish.include + wish.style_include,
        wish.exclude,
        brightness_of(bench.request.likeness),
    )
    names = rank_palettes(taste, _variations(bench, wish))
    if bench.request.palette and bench.request.palette_text:
        others = tuple(name for name in names if name != bench.request.palette)
        names = (bench.request.palette, *others)[: len(names)]
    brief = replace(brief, palettes=names, palette_text=bench.request.palette_text)
    return derive(brief, "palettes", ", ".join(names), _why_palettes(bench, wish, caption, kind, guess))


def _why_palettes(
    bench: RequirementsBench, wish: Wish, caption: Wish, kind: FilmKind | None, guess: Guess | None
) -> str:
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
    elif kind is not None:
        reasons.append(f"as weaker evidence, the kind of film ({kind.told})")
    likeness = bench.request.likeness
    if likeness is not None and brightness_of(likeness) is not None and not bench.request.palette:
        reasons.append(f"they are about as bright as {likeness.name} ({likeness.brightness_hz:.0f} Hz)")
    if guess is not None and not wish.named:
        reasons.append(f"the film's {guess.why}")
    return "; ".join(reasons) or "nothing was said or sensed, so the most adaptable come first"


def _pace(brief: Brief, wish: Wish) -> Brief:
    brief = replace(brief, tempo_bpm=wish.tempo_bpm, mode=wish.mode)
    style = ", ".join(wish.styles)
    if wish.tempo_bpm is None and wish.style_tempo_bpm is not None:
        brief = replace(brief, tempo_bpm=wish.style_tempo_bpm)
        low, high = wish.style_tempo_bpm
        brief = derive(brief, "tempo_bpm", f"{low:g} to {high:g}", f"usual in {style}")
    elif wish.tempo_bpm is None:
        brief = derive(brief, "tempo_bpm", "follows the picture", "the wish names no tempo")
    if wish.mode is None and wish.style_mode is not None:
        brief = derive(replace(brief, mode=wish.style_mode), "mode", wish.style_mode, f"usual in {style}")
    elif wish.mode is None:
        brief = derive(brief, "mode", "follows the feeling", "the wish names neither major nor minor")
    added = tuple(name for name in wish.style_include if name not in (*wish.include, *wish.exclude))
    if added:
        brief = replace(brief, include=brief.include + added)
        brief = derive(brief, "include", ", ".join(added), f"usual in {style}")
    return brief


def _deliver(brief: Brief, bench: RequirementsBench, wish: Wish) -> Brief:
    request, default = bench.request, Delivery()
    loudness = _first(request.loudness_lufs, wish.loudness_lufs, default.loudness_lufs)
    delivery = Delivery(
        loudness_lufs=loudness if loudness is not None else default.loudness_lufs,
        true_peak_dbtp=_first(wish.true_peak_dbtp, default.true_peak_dbtp) or default.true_peak_dbtp,
        stems=request.stems or STEMS,
        duck=request.duck and wish.duck is not False,
        speech_clearance_lu=15.0 if wish.duck else default.speech_clearance_lu,
    )
    brief = replace(brief, delivery=delivery, variations=_variations(bench, wish))
    if request.loudness_lufs is None and wish.loudness_lufs is None:
        brief = derive(
            brief,
            "loudness_lufs",
            f"{delivery.loudness_lufs:g}",
            "a level that leaves room for speech and effects; no platform was named",
        )
    elif request.loudness_lufs is None and wish.delivery_name:
        brief = derive(
            brief,
            "loudness_lufs",
            f"{delivery.loudness_lufs:g}",
            f"the target of {wish.delivery_name}",
        )
    if not request.stems:
        brief = derive(brief, "stems", ", ".join(STEMS), "none were named, so all are delivered")
    return brief


def _variations(bench: RequirementsBench, wish: Wish) -> int:
    if bench.request.variations > 1:
        return bench.request.variations
    return wish.variations or 1


def _measure(brief: Brief, bench: RequirementsBench, wish: Wish) -> Brief:
    """The length, where no film gives it."""
    if bench.filmed:
        if wish.duration_s and abs(wish.duration_s - bench.length_s) > 0.5:
            brief = complain(
                brief,
                f"The film gives the length ({bench.length_s:.1f} s); {wish.duration_s:g} s was not used.",
            )
        return brief
    if wish.duration_s:
        return replace(brief, duration_s=wish.duration_s)
    if bench.evidence is not None:
        return brief
    brief = replace(brief, duration_s=DEFAULT_LENGTH_S)
    return derive(brief, "duration_s", f"{DEFAULT_LENGTH_S:g}", "neither a film nor the wish gives a length")


def _first(*values: float | None) -> float | None:
    return next((value for value in values if value is not None), None)
