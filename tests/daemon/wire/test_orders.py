"""What comes in is checked once, and what an order asks for goes both ways unchanged."""

from __future__ import annotations

import math
from importlib import resources
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ningbgm.v1 import cue_service_pb2 as cue_calls
from ningbgm.v1 import score_service_pb2 as calls
from ningbgm_agents.brief import STEMS, Request
from ningbgm_agents.errors import InputError
from ningbgm_agents.lyrics import VocalWish, VoiceName
from ningbgm_daemon.records.order import EditSource, RegenerateOrder, ReviseOrder, ScoreOrder, TextSource
from ningbgm_daemon.wire import limits
from ningbgm_daemon.wire.orders import (
    regenerate_order_from_proto,
    regenerate_order_to_proto,
    revise_order_from_proto,
    revise_order_to_proto,
    score_order_from_proto,
    score_order_to_proto,
)

INT64 = st.integers(-(2**63), 2**63 - 1)
LINES = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30)
TEXTS = LINES.filter(lambda text: bool(text.strip()))
IDS = st.from_regex(r"[a-z0-9-]{1,20}", fullmatch=True)
PATHS = TEXTS.map(lambda text: f"/films/{text}")
POSITIONS = st.sampled_from(["5s", "120f", "01:00:00:00"])
RANGES = st.none() | st.tuples(POSITIONS, POSITIONS | st.just(""))
DELIVERED = {
    "loudness_lufs": st.none() | st.floats(-40, -8),
    "stems": st.lists(st.sampled_from(STEMS), unique=True).map(tuple),
    "duck": st.booleans(),
}
REQUESTS = st.builds(
    Request,
    wish=TEXTS,
    palette=st.none() | IDS,
    seed=INT64,
    variations=st.integers(1, 9),
    vocals=st.builds(
        VocalWish,
        sing=st.none() | st.booleans(),
        voice=st.none() | st.sampled_from(get_args(VoiceName)),
        language=st.sampled_from(["", "en", "de", "fr"]),
        lyrics=st.just("") | TEXTS,
    ),
    **DELIVERED,  # type: ignore[arg-type]  # one strategy a field
)
PLACES = {
    "media_roots": st.lists(PATHS, max_size=3).map(tuple),
    "rate": st.sampled_from(["", "25", "29.97 DF"]),
}
SOURCES = st.builds(EditSource, path=PATHS, name=LINES, **PLACES) | st.builds(  # type: ignore[arg-type]
    EditSource,
    otio=TEXTS,
    name=LINES,
    **PLACES,  # type: ignore[arg-type]
)


@given(
    st.builds(
        ScoreOrder,
        source=SOURCES,
        scored=RANGES,
        length_s=st.none() | st.integers(1, 7200).map(float),
        images=st.lists(PATHS, max_size=3).map(tuple),
        texts=st.lists(
            st.builds(TextSource, path=PATHS) | st.builds(TextSource, content=TEXTS), max_size=3
        ).map(tuple),
        request=REQUESTS,
        soundfont=st.just("") | PATHS,
        like=st.just("") | PATHS,
        preview=st.booleans(),
        folder=st.just("") | PATHS,
    )
)
def test_a_score_order_goes_both_ways(order: ScoreOrder) -> None:
    assert score_order_from_proto(score_order_to_proto(order)) == order


@given(
    st.builds(
        ReviseOrder,
        score_id=IDS,
        source=st.none() | SOURCES,
        scored=RANGES,
        keep=st.lists(IDS, max_size=3).map(tuple),
        plan_only=st.booleans(),
        request=st.none() | st.builds(Request, **DELIVERED).filter(lambda made: made != Request()),  # type: ignore[arg-type]
        folder=st.just("") | PATHS,
    )
)
def test_a_revise_order_goes_both_ways(order: ReviseOrder) -> None:
    assert revise_order_from_proto(revise_order_to_proto(order)) == order


@given(
    st.builds(
        RegenerateOrder,
        score_id=IDS,
        cue=IDS,
        seed=st.none() | INT64,
        wish=st.none() | LINES,
        folder=st.just("") | PATHS,
    )
)
def test_a_regenerate_order_goes_both_ways(order: RegenerateOrder) -> None:
    assert regenerate_order_from_proto(regenerate_order_to_proto(order)) == order


def request(**fields: object) -> calls.CreateScoreRequest:
    return calls.CreateScoreRequest(**{"wish": "calm", **fields})  # type: ignore[arg-type]  # any field


def source(**fields: object) -> calls.CreateScoreRequest:
    return request(source=calls.Source(**{"path": "/a.otio", **fields}))  # type: ignore[arg-type]  # any field


def delivery(**fields: object) -> calls.CreateScoreRequest:
    return request(delivery=calls.Delivery(**fields))  # type: ignore[arg-type]  # any field


def length(seconds: int, nanos: int = 0) -> calls.CreateScoreRequest:
    made = request()
    made.length.seconds, made.length.nanos = seconds, nanos
    return made


BAD = {
    "no wish, nothing": (calls.CreateScoreRequest(), "nothing to score"),
    "only blanks": (calls.CreateScoreRequest(wish=" \n"), "nothing to score"),
    "wish too long": (request(wish="x" * (limits.MAX_WISH_CHARS + 1)), "wish has 4001"),
    "wish with NUL": (request(wish="a\0b"), "wish holds a NUL"),
    "range alone": (request(range=calls.PositionRange(start="5s")), "range needs a source"),
    "range too long": (
        calls.CreateScoreRequest(source=calls.Source(path="/a"), range=calls.PositionRange(start="9" * 100)),
        "range.start",
    ),
    "empty source": (request(source=calls.Source()), "source is empty"),
    "empty path": (source(path=""), "source is empty"),
    "relative path": (source(path="reel.otio"), "source.path"),
    "path up": (source(path="../reel.otio"), "source.path"),
    "path with NUL": (source(path="/a\0b"), "source.path"),
    "path too long": (source(path="/" + "a" * 5000), "source.path"),
    "relative root": (source(media_roots=["/a", "b"]), r"source.media_roots\[1\]"),
    "too many roots": (source(media_roots=["/a"] * 65), "source.media_roots has 65"),
    "bad rate": (source(rate="fast"), "source.rate"),
    "rate of nothing": (source(rate="0"), "source.rate"),
    "endless rate": (source(rate="9" * 64), "source.rate"),
    "title of two lines": (source(display_name="a\nb"), "source.display_name"),
    "image without path": (request(images=[calls.ImageInput()]), r"images\[0\].path is empty"),
    "too many images": (request(images=[calls.ImageInput(path="/a")] * 65), "images has 65"),
    "empty text": (request(texts=[calls.TextInput()]), r"texts\[0\] is empty"),
    "blank text": (request(texts=[calls.TextInput(content=" ")]), r"texts\[0\] is empty"),
    "relative text": (request(texts=[calls.TextInput(path="a.srt")]), r"texts\[0\].path"),
    "text too long": (request(texts=[calls.TextInput(content="x" * 1_000_001)]), r"texts\[0\].content"),
    "palette elsewhere": (request(palette="../secret"), "palette is '../secret'"),
    "palette shouted": (request(palette="Orchestral"), "palette is 'Orchestral'"),
    "no variations": (request(variations=-1), "variations is -1"),
    "too many variations": (request(variations=10), "variations is 10"),
    "length of nothing": (length(0), "length is 0"),
    "length too long": (length(7201), "length is 7201"),
    "length beyond time": (length(2**62, 2**31 - 1), "length is"),
    "unknown stem": (delivery(stems=["flute"]), "delivery.stems has 'flute'"),
    "stem twice": (delivery(stems=["bass", "bass"]), "names a stem twice"),
    "loud": (delivery(loudness_lufs=0.0), "delivery.loudness_lufs is 0"),
    "loudness no number": (delivery(loudness_lufs=math.nan), "delivery.loudness_lufs is nan"),
    "loudness endless": (delivery(loudness_lufs=-math.inf), "delivery.loudness_lufs is -inf"),
    "relative folder": (delivery(folder="out"), "delivery.folder is 'out'"),
    "relative soundfont": (request(soundfont_path="a.sf2"), "soundfont_path is 'a.sf2'"),
}


@pytest.mark.parametrize(("asked", "said"), BAD.values(), ids=BAD)
def test_what_cannot_be_used_is_told_by_its_field(asked: calls.CreateScoreRequest, said: str) -> None:
    with pytest.raises(InputError, match=said) as refused:
        score_order_from_proto(asked)

    assert len(str(refused.value)) < 300
    assert "\0" not in str(refused.value)


def test_a_wish_alone_is_enough() -> None:
    assert score_order_from_proto(request()) == ScoreOrder(request=Request(wish="calm"))


OWN = (resources.files("ningbgm_agents") / "palettes" / "lofi.toml").read_text(encoding="utf-8")


def test_a_palette_of_ones_own_goes_both_ways_and_needs_no_name() -> None:
    order = ScoreOrder(request=Request("x", palette="lofi", palette_text=OWN))

    message = score_order_to_proto(order)

    assert message.palette == ""
    assert score_order_from_proto(message).request == order.request


@pytest.mark.parametrize(
    ("palette", "text", "sentence"),
    [
        ("band", OWN, "palette_text holds 'lofi', but palette names 'band'"),
        ("", "name = 3", "in palette_text"),
        ("", "x" * 300_000, "palette_text has 300000 characters"),
    ],
)
def test_a_palette_text_that_cannot_be_used_is_refused(palette: str, text: str, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        score_order_from_proto(request(palette=palette, palette_text=text))


def test_a_palette_may_be_given_by_its_resource_name() -> None:
    assert score_order_from_proto(request(palette="palettes/lofi")).request.palette == "lofi"


def test_a_range_that_says_nothing_is_none() -> None:
    asked = source()
    asked.range.SetInParent()

    assert score_order_from_proto(asked).scored is None


def test_a_delivery_with_no_more_than_a_folder_changes_nothing_else() -> None:
    asked = calls.ReviseScoreRequest(name="scores/s1", delivery=calls.Delivery(folder="/out"))

    order = revise_order_from_proto(asked)

    assert (order.folder, order.request) == ("/out", None)


@pytest.mark.parametrize("cue", ["", "1M1", "a/b", "..", "x" * 65, "1m1\n"])
def test_cues_to_keep_are_names_of_cues(cue: str) -> None:
    with pytest.raises(InputError, match="keep_cue_ids"):
        revise_order_from_proto(calls.ReviseScoreRequest(name="scores/s1", keep_cue_ids=[cue]))


def test_a_regeneration_tells_nothing_from_empty() -> None:
    name = "scores/s1/cues/1m1"

    silent = regenerate_order_from_proto(cue_calls.RegenerateCueRequest(name=name))
    empty = regenerate_order_from_proto(cue_calls.RegenerateCueRequest(name=name, wish="", seed=0))

    assert (silent.wish, silent.seed) == (None, None)
    assert (empty.wish, empty.seed) == ("", 0)
