"""The verdict in plain words, the figures at the top of the report, findings and measurements."""

from __future__ import annotations

from collections.abc import Sequence

from ningbgm_agents.scene import Finding, HolisticScene
from ningbgm_agents.score import Heard, Score, Verdict
from ningbgm_agents.timeline import Edit

from .report_markup import Markup, element, joined
from .report_music import errors_by_frame

_MAX_FINDINGS = 120


def headline(score: Score, verdict: Verdict) -> Markup:
    """Passed or not, and the first thing to know."""
    errors = [finding for finding in verdict.findings if finding.severity == "error"]
    warnings = [finding for finding in verdict.findings if finding.severity == "warning"]
    if errors or not verdict.passed:
        more = f" And {len(errors) - 1} more, below." if len(errors) > 1 else ""
        said = (errors[0].sentence if errors else "The verifier did not accept the music.") + more
        return _badge("Not passed", "bad", said)
    if not score.cues:
        return _badge("Passed", "good", "No music was wanted, and none was written.")
    met, total = hits_met(score, verdict)
    said = f"{met} of {total} hit points are met within one frame." if total else "Nothing had to be hit."
    if warnings:
        return _badge("Passed with remarks", "fair", f"{said} {warnings[0].sentence}")
    return _badge("Passed", "good", said)


def hits_met(score: Score, verdict: Verdict) -> tuple[int, int]:
    """How many declared hits were heard within one frame, and how many there are."""
    heard = errors_by_frame(verdict)
    frame_ms = 1000 / float(score.edit.rate.fps)
    hits = [hit for cue in score.cues for hit in cue.hits]
    met = 0
    for hit in hits:
        measured = heard.get(hit.frame)
        error = measured.error_ms if measured is not None else None
        met += error is not None and abs(error) <= frame_ms
    return met, len(hits)


def figures(score: Score, verdict: Verdict) -> Markup:
    """The few numbers that matter, each beside what was asked for."""
    whole = next((heard for heard in verdict.heard if not heard.cue), None)
    delivery = score.brief.delivery
    met, total = hits_met(score, verdict)
    cards = [("Hit points met", f"{met} / {total}", "within one frame")]
    if whole is not None:
        clearance = whole.speech_clearance_lu
        under = (
            "no speech under music" if clearance is None else f"asked for {delivery.speech_clearance_lu:g}"
        )
        cards += [
            (
                "Loudness",
                f"{whole.loudness_lufs:.1f} LUFS",
                f"asked for {delivery.loudness_lufs:g}",
            ),
            (
                "True peak",
                f"{whole.true_peak_dbtp:.1f} dBTP",
                f"at most {delivery.true_peak_dbtp:g}",
            ),
            ("Below speech", "–" if clearance is None else f"{clearance:.1f} LU", under),
            ("Last half second", f"{100 * whole.tail_ratio:.0f} %", "of the whole's level"),
        ]
    tempi = [cue.tempo_map.base_bpm for cue in score.cues]
    if tempi:
        keys = ", ".join(dict.fromkeys(str(cue.key) for cue in score.cues))
        told = f"{tempi[0]:.0f} BPM" if len(set(tempi)) == 1 else f"{min(tempi):.0f}–{max(tempi):.0f} BPM"
        cards.append(("Tempo", told, keys))
    return joined(
        *(
            element(
                "div",
                element("small", name),
                element("b", value),
                element("span", note),
                class_="card",
            )
            for name, value, note in cards
        )
    )


def findings_list(edit: Edit, verdict: Verdict, scene: HolisticScene) -> Markup:
    """Everything that a verifier noticed, gravest first."""
    order = {"error": 0, "warning": 1, "note": 2}
    findings = sorted((*verdict.findings, *scene.findings), key=lambda finding: order[finding.severity])
    if not findings:
        return element("p", "Nothing was found wanting.", class_="calm")
    rows = [_finding(edit, finding) for finding in findings[:_MAX_FINDINGS]]
    if verdict.reworks:
        times = "once" if verdict.reworks == 1 else f"{verdict.reworks} times"
        rows.append(element("li", f"Work was sent back {times} before this was delivered.", class_="note"))
    return element("ul", *rows, class_="findings")


def measurements(heard: Sequence[Heard]) -> Markup:
    """What was measured of each cue and of the whole programme."""
    if not heard:
        return element("p", "Nothing was measured.", class_="calm")
    ordered = sorted(heard, key=lambda item: bool(item.cue))
    columns = [_measured(item) for item in ordered]
    heads = ("", *(item.cue or "whole" for item in ordered))
    return table(heads, [(name, *(column[name] for column in columns)) for name in columns[0]])


def table(heads: Sequence[str], rows: Sequence[Sequence[str | Markup]]) -> Markup:
    """A table that scrolls sideways where the screen is narrow."""
    head = element("tr", *(element("th", text, scope="col") for text in heads))
    body = [element("tr", *(element("td", cell) for cell in row)) for row in rows]
    whole = element("table", element("thead", head), element("tbody", *body))
    return element("div", whole, class_="wide")


def _badge(word: str, kind: str, sentence: str) -> Markup:
    return element(
        "div",
        element("strong", word, class_=f"badge {kind}"),
        element("span", sentence),
        class_="verdict",
    )


def _measured(heard: Heard) -> dict[str, str]:
    """The measurements of one cue by name, in the units that the trade uses."""
    clearance = heard.speech_clearance_lu
    return {
        "Length": f"{heard.sample_count:,}".replace(",", " ") + " samples",
        "Loudness": f"{heard.loudness_lufs:.1f} LUFS",
        "True peak": f"{heard.true_peak_dbtp:.1f} dBTP",
        "Last half second": f"{100 * heard.tail_ratio:.0f} % of the whole",
        "Onsets": f"{heard.onsets_per_minute:.0f} a minute",
        "Below speech": "no speech under it" if clearance is None else f"{clearance:.1f} LU",
        "Longest hole": f"{heard.longest_hole_s:.1f} s",
    }


def _finding(edit: Edit, finding: Finding) -> Markup:
    where = "" if finding.where is None else str(edit.timecode(finding.where.start))
    return element(
        "li",
        element("b", finding.severity),
        element("span", finding.sentence),
        element("code", where) if where else None,
        class_=finding.severity,
    )
