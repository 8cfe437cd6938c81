"""The report page: complete, self-contained, harmless, small."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path

import pytest
from example_score import edit_of, scene_of, score_of, verdict_of, write_sounds

from ningbgm_agents.agent import Event
from ningbgm_agents.brief import Brief, Derivation
from ningbgm_agents.evidence import Curve, Cut, Evidence, SpeechSpan
from ningbgm_agents.scene import Finding
from ningbgm_agents.score import HeardHit, Note, Score, Verdict
from ningbgm_agents.timeline import Edit, FrameRate, Span
from ningbgm_daemon.delivery.report import ReportFacts, write_report

HOSTILE = """</script><script>alert(1)</script><img src=x onerror="alert('2')"> $title ${brief} & "q" """
VOID = {"meta", "img", "br", "input", "path", "link", "line", "rect"}


@dataclass(frozen=True)
class Picture:
    frame: int
    jpeg: bytes = b"\xff\xd8not really\xff\xd9"


class Page(HTMLParser):
    """The page as a browser takes it apart: elements, and whether all of them are closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.said = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] not in (["script"], ["style"]):
            self.said += data

    def classed(self, name: str) -> list[dict[str, str | None]]:
        return [given for _, given in self.tags if name in (given.get("class") or "").split()]


def facts_of(folder: Path, score: Score | None = None, verdict: Verdict | None = None) -> ReportFacts:
    score = score or score_of()
    write_sounds(folder, score)
    edit = score.edit
    evidence = Evidence(
        edit.rate, edit.duration, ("picture", "sound"),
        (Cut(120, 0.9), Cut(200, 0.8, "dissolve", 12)),
        speech=(SpeechSpan(1.0, 2.5, 0.9, -22.0, "Who is there?"),),
        curves=(Curve("loudness", 10, (-30.0,) * 120, "film"),),
    )  # fmt: skip
    events = (
        Event("composing", "Spotter", "delivers", "Two hits.", ("cut at 120",), 0.2),
        Event("composing", "Verifier", "sends back", "Too many.", (), 0.1),
    )
    pictures = tuple(Picture(frame) for frame in range(0, edit.duration, 40))
    return ReportFacts(score, scene_of(edit), evidence, verdict or verdict_of(), folder, events, pictures)


def written(tmp_path: Path, facts: ReportFacts) -> str:
    write_report(tmp_path / "report.html", facts)
    return (tmp_path / "report.html").read_text(encoding="utf-8")


def test_every_element_is_closed(tmp_path: Path) -> None:
    page = Page(written(tmp_path, facts_of(tmp_path)))

    assert page.open == []


def test_the_page_asks_nothing_of_the_network(tmp_path: Path) -> None:
    page = Page(written(tmp_path, facts_of(tmp_path)))

    addresses = [
        given[name] or "" for _, given in page.tags for name in ("src", "href", "poster") if name in given
    ]
    named = {address for address in addresses if not address.startswith("data:image/jpeg;base64,")}
    assert named == {"preview.mp4", "mix/music.wav"}
    assert not re.search(r"https?://|@import|url\(", written(tmp_path, facts_of(tmp_path)))


def test_hostile_words_stay_words(tmp_path: Path) -> None:
    edit = replace(edit_of(), name=HOSTILE)
    brief = Brief(
        wish=HOSTILE,
        moods=(HOSTILE,),
        unhonoured=(HOSTILE,),
        derived=(Derivation(HOSTILE, HOSTILE, HOSTILE),),
    )
    score = replace(score_of(edit), brief=brief, palette=HOSTILE)
    facts = facts_of(tmp_path, score)
    evidence = replace(facts.evidence, speech=(SpeechSpan(0, 2, 0.9, text=HOSTILE),))
    scene = replace(facts.scene, summary=HOSTILE)
    verdict = Verdict(False, (Finding("error", HOSTILE, HOSTILE, Span(0, 1)),))
    events = (Event(HOSTILE, HOSTILE, "delivers", HOSTILE, (HOSTILE,)),)

    page = Page(
        written(tmp_path, replace(facts, evidence=evidence, scene=scene, verdict=verdict, events=events))
    )

    assert page.open == []
    assert [tag for tag, _ in page.tags].count("script") == 1
    assert not [given for _, given in page.tags if any(name.startswith("on") for name in given)]
    assert not [given for tag, given in page.tags if tag == "img" and given["src"] == "x"]
    assert "${brief}" in page.said


def test_the_policy_names_the_one_script(tmp_path: Path) -> None:
    import base64
    import hashlib

    text = written(tmp_path, facts_of(tmp_path))

    script = text.split("<script>")[1].split("</script>")[0]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in text


def test_a_hit_tells_frame_timecode_kind_reason_and_error(tmp_path: Path) -> None:
    verdict = replace(verdict_of(), heard=(replace(verdict_of().heard[0], hits=(HeardHit(180, 0, 3.25),)),))

    page = Page(written(tmp_path, facts_of(tmp_path, verdict=verdict)))

    tip = next(
        given["data-tip"] or "" for given in page.classed("hit") if "frame 180" in (given["data-tip"] or "")
    )
    assert "cut (accent)" in tip
    assert str(edit_of().timecode(180)) in tip
    assert "the film begins" in tip
    assert "+3.2 ms" in tip


def test_a_hit_stands_where_its_frame_stands(tmp_path: Path) -> None:
    page = Page(written(tmp_path, facts_of(tmp_path)))

    places = sorted(
        {float((given["style"] or "").split(":")[1].split("%")[0]) for given in page.classed("hit")}
    )
    assert places == pytest.approx([0, 100 * 150 / 360, 50, 100], abs=0.01)


@pytest.mark.parametrize(
    ("passed", "findings", "told"),
    [
        (True, (), "Passed"),
        (True, (Finding("warning", "accents", "Many accents."),), "Passed with remarks"),
        (False, (Finding("error", "hits", "A hit is missed."),), "Not passed"),
    ],
)
def test_the_verdict_stands_on_top_in_plain_words(
    passed: bool, findings: tuple[Finding, ...], told: str, tmp_path: Path
) -> None:
    text = written(tmp_path, facts_of(tmp_path, verdict=Verdict(passed, findings)))

    assert f">{told}</strong>" in text
    assert all(finding.sentence in text for finding in findings)


def test_what_was_decided_and_what_was_not_possible_is_told(tmp_path: Path) -> None:
    brief = Brief(
        wish="slow",
        derived=(Derivation("tempo", "60 BPM", "slow was asked for"),),
        unhonoured=("No choir.",),
    )

    page = Page(written(tmp_path, facts_of(tmp_path, replace(score_of(), brief=brief))))

    assert "slow was asked for" in page.said
    assert "No choir." in page.said


def test_the_exchange_reads_as_a_conversation(tmp_path: Path) -> None:
    page = Page(written(tmp_path, facts_of(tmp_path)))

    assert len(page.classed("delivers")) == 1
    assert len(page.classed("sends-back")) == 1
    assert "cut at 120" in page.said


def test_a_score_without_cues_and_without_files_still_has_a_report(tmp_path: Path) -> None:
    score = replace(score_of(), cues=())
    facts = facts_of(tmp_path, score)
    (tmp_path / "mix/music.wav").unlink()

    page = Page(written(tmp_path, replace(facts, thumbnails=(), events=(), preview="")))

    assert page.open == []
    assert "No music was wanted" in page.said


def test_a_range_shows_only_what_lies_in_it(tmp_path: Path) -> None:
    edit = replace(edit_of(), scored=Span(100, 150))

    page = Page(written(tmp_path, facts_of(tmp_path, score_of(edit))))

    shares = [
        float(share)
        for given in page.classed("block")
        for share in re.findall(r"[\d.]+(?=%)", given["style"] or "")
    ]
    assert shares
    assert max(shares) <= 100


def test_an_hour_with_many_notes_stays_under_four_megabytes(tmp_path: Path) -> None:
    edit = Edit("long", FrameRate(Fraction(25)), 90_000)
    score = score_of()
    notes = tuple(Note(n * 8_000, 6_000, 40 + n % 40, 80) for n in range(21_000))
    cue = replace(
        score.cues[0], span=Span(0, 90_000), chords=score.cues[0].chords * 2000,
        parts=(replace(score.cues[0].parts[0], notes=notes),), hits=score.cues[0].hits * 300,
    )  # fmt: skip
    facts = facts_of(tmp_path)
    long = replace(
        facts, score=replace(score, edit=edit, cues=(cue,)),
        evidence=replace(facts.evidence, duration=90_000,
                         cuts=tuple(Cut(f, 1) for f in range(0, 90_000, 20)),
                         curves=(Curve("loudness", 10, (-20.0,) * 36_000, "film"),)),
        thumbnails=tuple(Picture(frame, bytes(9_000)) for frame in range(0, 90_000, 250)),
        events=facts.events * 500,
    )  # fmt: skip

    text = written(tmp_path, long)

    assert len(text) < 4_000_000
