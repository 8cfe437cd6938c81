"""A score that is sung: its MIDI, its score.json, its report and its cue sheet."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import mido
from example_score import edit_of, part, scene_of, score_of, verdict_of, write_sounds
from test_score_json import DOCS, complaints, delivered

from ningbgm_agents.evidence import Evidence
from ningbgm_agents.lyrics import Line, Lyrics, Syllable, Word
from ningbgm_agents.score import Score
from ningbgm_daemon.delivery.cuesheet import write_cue_sheet
from ningbgm_daemon.delivery.cuesheet_page import write_cue_sheet_page
from ningbgm_daemon.delivery.midi import midi_of, write_midi
from ningbgm_daemon.delivery.report import ReportFacts, write_report

HOSTILE = "<b>"


def sung_score() -> Score:
    """Six notes: 'Morn-ing, oh <b>' and 'träumt'; 'oh' is drawn over two of them."""
    score = score_of()
    lines = (
        Line(
            (
                Word((Syllable("Morn", True, (0,)), Syllable("ing,", False, (1,)))),
                Word((Syllable("oh", True, (2, 3)),)),
                Word((Syllable(HOSTILE, False, (4,)),)),
            )
        ),
        Line((Word((Syllable("träumt", True, (5,)),)),), refrain=True),
    )
    sung = replace(
        score.cues[0],
        usage="BV",
        parts=(part("voice", "voice", 53), *score.cues[0].parts),
        lyrics=Lyrics("de", "user", "alto", lines),
    )
    return replace(score, cues=(sung, *score.cues[1:]))


def events(track: mido.MidiTrack) -> list[tuple[int, str, object]]:
    now, found = 0, []
    for message in track:
        now += message.time
        if message.type == "lyrics":
            found.append((now, "lyric", message.text))
        if message.type == "note_on":
            found.append((now, "note", message.note))
    return found


def test_each_syllable_is_a_lyric_event_just_before_its_note(tmp_path: Path) -> None:
    write_midi(tmp_path, sung_score())

    track = mido.MidiFile(tmp_path / "midi/1m1.mid", charset="utf-8").tracks[1]
    told = events(track)
    assert [text for _, kind, text in told if kind == "lyric"] == [
        "Morn",
        "ing, ",
        "oh ",
        f"{HOSTILE} \r",
        "träumt \r",
    ]
    for place, (tick, kind, _) in enumerate(told):
        if kind == "lyric":
            assert told[place + 1][:2] == (tick, "note")


def test_a_lyric_event_has_the_meta_type_five() -> None:
    file = midi_of(sung_score(), sung_score().cues[0])

    words = [message for message in file.tracks[1] if message.type == "lyrics"]
    assert bytes(words[0].bin())[:2] == b"\xff\x05"


def test_a_cue_without_words_has_no_lyric_events() -> None:
    score = sung_score()

    for track in midi_of(score, score.cues[1]).tracks:
        assert all(message.type != "lyrics" for message in track)


def test_score_json_tells_every_syllable_with_its_samples(tmp_path: Path) -> None:
    schema = json.loads((DOCS / "score.schema.json").read_bytes())

    content = delivered(tmp_path, sung_score())

    assert complaints(content, schema, schema, "score") == []
    sung, plain = content["cues"]  # type: ignore[misc]  # two cues
    assert plain["lyrics"] is None
    first = sung["lyrics"]["lines"][0]
    assert (first["text"], first["refrain"]) == (f"Morning, oh {HOSTILE}", False)
    drawn = first["words"][1][0]
    assert (drawn["notes"], drawn["pitches"]) == ([2, 3], [50, 51])
    assert drawn["start_sample"] == 2 * 24_111
    assert drawn["end_sample"] == 3 * 24_111 + 20_000


def test_the_report_shows_the_words_and_escapes_them(tmp_path: Path) -> None:
    score = sung_score()
    write_sounds(tmp_path, score, ("voice", "melody"))
    evidence = Evidence(score.edit.rate, score.edit.duration, ("picture",))

    write_report(
        tmp_path / "report.html", ReportFacts(score, scene_of(score.edit), evidence, verdict_of(), tmp_path)
    )

    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "Words" in page
    assert "Morning, oh &lt;b&gt;" in page
    assert "oh <b>" not in page
    assert "<u>träumt</u>" in page
    assert "alto, de, your own words" in page


def test_a_report_without_words_has_no_place_for_them(tmp_path: Path) -> None:
    score = score_of(edit_of())
    evidence = Evidence(score.edit.rate, score.edit.duration, ("picture",))

    write_report(
        tmp_path / "report.html", ReportFacts(score, scene_of(score.edit), evidence, verdict_of(), tmp_path)
    )

    assert "<h2>Words</h2>" not in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_the_cue_sheet_says_that_it_is_vocal(tmp_path: Path) -> None:
    rows = write_cue_sheet(tmp_path, sung_score()).read_text(encoding="utf-8-sig").splitlines()
    page = write_cue_sheet_page(tmp_path, sung_score()).read_text(encoding="utf-8")

    assert ",BV," in rows[1]
    assert ",BI," in rows[2]
    assert "background vocal" in page
