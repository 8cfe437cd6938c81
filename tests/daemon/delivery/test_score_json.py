"""score.json: complete, documented, and true to the files beside it."""

from __future__ import annotations

import hashlib
import json
import re
import struct
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from example_score import (
    ENGINE,
    edit_of,
    scene_of,
    score_of,
    verdict_of,
    write_sounds,
    write_wav,
)

from ningbgm_agents import document
from ningbgm_agents.errors import DeliveryError
from ningbgm_agents.score import Score
from ningbgm_agents.timeline import Span
from ningbgm_daemon.delivery.score_json import write_score_json
from ningbgm_daemon.delivery.wav_facts import read_wav_facts

DOCS = Path(__file__).parents[3] / "docs"
KINDS: dict[str, Any] = {
    "object": dict, "array": list, "string": str, "integer": int, "number": (int, float),
    "boolean": bool, "null": type(None),
}  # fmt: skip


def delivered(folder: Path, score: Score | None = None) -> dict[str, object]:
    score = score or score_of()
    write_sounds(folder, score)
    path = write_score_json(folder, score, verdict_of(), scene_of(score.edit), ENGINE)
    content = json.loads(path.read_bytes())
    assert isinstance(content, dict)
    return content


def complaints(value: Any, schema: Any, root: Any, at: str) -> list[str]:
    """What a value breaks of a schema, for the few keywords that ours uses."""
    if "$ref" in schema:
        return complaints(value, root["$defs"][schema["$ref"].rsplit("/", 1)[-1]], root, at)
    if "anyOf" in schema:
        return min((complaints(value, one, root, at) for one in schema["anyOf"]), key=len)
    if "const" in schema and value != schema["const"]:
        return [f"{at} is not {schema['const']}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{at} is {value!r}"]
    if "type" in schema and not of_type(value, schema["type"]):
        return [f"{at} is {type(value).__name__}"]
    if "pattern" in schema and not re.search(schema["pattern"], value):
        return [f"{at} is {value!r}"]
    found = []
    if isinstance(value, dict):
        known = schema.get("properties", {})
        needed = schema.get("required", ())
        found += [f"{at}.{key} is missing" for key in needed if key not in value]
        for key, inner in value.items():
            if key in known:
                found += complaints(inner, known[key], root, f"{at}.{key}")
            elif schema.get("additionalProperties") is False:
                found.append(f"{at}.{key} is unknown")
    for index, inner in enumerate(value if isinstance(value, list) else ()):
        found += complaints(inner, schema.get("items", {}), root, f"{at}[{index}]")
    return found


def of_type(value: object, names: str | list[str]) -> bool:
    allowed = [names] if isinstance(names, str) else names
    if isinstance(value, bool):
        return "boolean" in allowed
    return any(isinstance(value, KINDS[name]) for name in allowed)


def test_the_file_keeps_its_schema(tmp_path: Path) -> None:
    schema = json.loads((DOCS / "score.schema.json").read_bytes())

    content = delivered(tmp_path)

    assert complaints(content, schema, schema, "score") == []


def test_every_field_of_the_schema_is_documented() -> None:
    schema = json.loads((DOCS / "score.schema.json").read_bytes())
    text = (DOCS / "score-json.md").read_text(encoding="utf-8")
    names: set[str] = set()
    waiting: list[object] = [schema]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            names |= set(value.get("properties", {}))
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)

    undocumented = [name for name in sorted(names) if not re.search(rf"\b{name}\b", text)]

    assert undocumented == []


def test_hashes_and_lengths_are_those_of_the_files(tmp_path: Path) -> None:
    content = json.loads(json.dumps(delivered(tmp_path)))

    files = [content["programme"], *(c["mix"] for c in content["cues"])]
    files += [stem for cue in content["cues"] for stem in cue["stems"]]
    for file in files:
        path = tmp_path / file["path"]
        assert hashlib.sha256(path.read_bytes()).hexdigest() == file["sha256"]
        assert read_wav_facts(path).sample_count == file["sample_count"]


def test_samples_and_frames_tell_the_same_place(tmp_path: Path) -> None:
    score = score_of()
    content = json.loads(json.dumps(delivered(tmp_path, score)))

    for cue in content["cues"]:
        assert cue["first_sample"] == score.edit.sample(cue["start_frame"])
        end = cue["first_sample"] + cue["sample_count"]
        assert end == score.edit.sample(cue["end_frame"])
        assert cue["mix"]["first_sample"] == cue["first_sample"]
        assert [stem["name"] for stem in cue["stems"]] == ["melody", "drums"]
    assert content["cues"][0]["hits"][1]["timecode"] == "01:00:05;00"
    assert content["edit"]["rate"] == {"fps": "30000/1001", "drop_frame": True, "text": "29.97 DF"}


def test_the_whole_score_can_be_loaded_again(tmp_path: Path) -> None:
    score = score_of()
    delivered(tmp_path, score)

    loaded = document.load(Score, (tmp_path / "score.ningbgm.json").read_bytes())

    assert loaded == score


def test_what_cannot_be_measured_is_null_and_never_infinite(tmp_path: Path) -> None:
    content = json.loads(json.dumps(delivered(tmp_path), allow_nan=False))

    heard = content["verdict"]["heard"][0]
    assert heard["loudest_wanted_silence_db"] is None
    assert heard["hits"][0]["error_ms"] is None
    assert content["programme"]["loudness_lufs"] == -18.04


def test_a_stem_of_the_wrong_length_is_never_delivered(tmp_path: Path) -> None:
    score = score_of()
    write_sounds(tmp_path, score)
    write_wav(tmp_path / "stems/1m2_melody.wav", 17)

    with pytest.raises(DeliveryError, match=r"1m2_melody\.wav has 17 samples"):
        write_score_json(tmp_path, score, verdict_of(), scene_of(score.edit), ENGINE)


def test_a_missing_mix_is_said_plainly(tmp_path: Path) -> None:
    score = score_of()
    write_sounds(tmp_path, score)
    (tmp_path / "mix/1m1_mix.wav").unlink()

    with pytest.raises(DeliveryError, match=r"1m1_mix\.wav"):
        write_score_json(tmp_path, score, verdict_of(), scene_of(score.edit), ENGINE)


def test_a_programme_of_a_range_starts_where_the_range_starts(tmp_path: Path) -> None:
    edit = replace(edit_of(), scored=Span(90, 360))
    score = replace(score_of(edit), cues=())
    write_wav(tmp_path / "mix/music.wav", edit.sample(360) - edit.sample(90))

    path = write_score_json(tmp_path, score, verdict_of(), scene_of(edit), ENGINE)

    assert json.loads(path.read_bytes())["programme"]["first_sample"] == edit.sample(90)


def test_a_score_without_music_needs_no_sound(tmp_path: Path) -> None:
    edit = edit_of()
    score = replace(score_of(edit), cues=())

    path = write_score_json(tmp_path, score, verdict_of(), scene_of(edit), ENGINE)

    assert json.loads(path.read_bytes())["programme"] is None


def test_the_time_reference_of_a_broadcast_wav_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    bext = bytes(338) + struct.pack("<Q", 172_972_800) + bytes(256)
    form = struct.pack("<HHIIHH", 1, 2, 48_000, 288_000, 6, 24)
    chunks = [(b"bext", bext), (b"fmt ", form), (b"data", bytes(600))]
    body = b"".join(name + struct.pack("<I", len(data)) + data for name, data in chunks)
    path.write_bytes(b"RIFF" + struct.pack("<I", len(body) + 4) + b"WAVE" + body)

    facts = read_wav_facts(path)

    assert (facts.time_reference, facts.sample_count) == (172_972_800, 100)
    assert (facts.bits, facts.channels, facts.rate_hz) == (24, 2, 48_000)


@pytest.mark.parametrize("content", [b"", b"RIFF", b"ID3" * 99, b"RIFF\0\0\0\0WAVE"])
def test_what_is_no_wav_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(content)

    with pytest.raises(DeliveryError, match=r"a\.wav"):
        read_wav_facts(path)
