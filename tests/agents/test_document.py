"""Values as JSON documents."""

from __future__ import annotations

import dataclasses
import inspect
import json
from collections.abc import Iterator
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ningbgm_agents import brief, document, evidence, revision, scene, score, timeline
from ningbgm_agents.errors import InputError
from ningbgm_agents.timeline import Edit, FrameRate, Media, Shot, Span


def value_classes() -> Iterator[type]:
    for module in (timeline, evidence, brief, scene, score, revision):
        for _, kind in inspect.getmembers(module, inspect.isclass):
            if kind.__module__ == module.__name__ and dataclasses.is_dataclass(kind):
                yield kind


RATES = [FrameRate(Fraction(25)), FrameRate(Fraction(30000, 1001), drop_frame=True)]
finite = st.floats(allow_nan=False, allow_infinity=False, width=32)
st.register_type_strategy(float, finite)
st.register_type_strategy(Fraction, st.fractions(max_denominator=10_000))
st.register_type_strategy(FrameRate, st.sampled_from(RATES))
st.register_type_strategy(
    Span, st.tuples(st.integers(0, 99), st.integers(1, 99)).map(lambda p: Span(p[0], p[0] + p[1]))
)
st.register_type_strategy(
    Edit,
    st.builds(
        Edit,
        name=st.text(max_size=8),
        rate=st.sampled_from(RATES),
        duration=st.integers(200, 900),
        scored=st.none() | st.just(Span(3, 150)),
        shots=st.lists(st.from_type(Shot), max_size=2).map(tuple),
    ),
)


@pytest.mark.parametrize("kind", list(value_classes()), ids=lambda kind: kind.__name__)
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_value_survives_its_document(kind: type, data: st.DataObject) -> None:
    value = data.draw(st.from_type(kind))

    text = document.dump(value)

    assert document.load(kind, text) == value
    assert document.dump(document.load(kind, text)) == text


def test_equal_values_have_equal_fingerprints_and_others_do_not() -> None:
    first, again, other = Media("/a.mov"), Media("/a.mov"), Media("/b.mov")

    assert document.fingerprint(first) == document.fingerprint(again)
    assert document.fingerprint(first) != document.fingerprint(other)


def test_fractions_are_exact_in_the_document() -> None:
    rate = FrameRate(Fraction(24000, 1001))

    plain = json.loads(document.dump(rate))

    assert plain["value"]["fps"] == "24000/1001"
    assert plain["kind"] == "FrameRate"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"kind": "Span"}',
        '{"kind": "Media", "version": 99, "value": {"path": "/a"}}',
        '{"kind": "Media", "version": 1}',
        '{"kind": "Media", "version": 1, "value": {"path": 3}}',
        "[" * 100_000,
    ],
)
def test_damaged_documents_are_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(InputError, match="document"):
        document.load(Media, text)


def test_a_document_that_breaks_the_rules_of_its_value_is_refused() -> None:
    text = '{"kind": "Span", "version": 1, "value": {"start": 5, "end": 1}}'

    with pytest.raises(InputError):
        document.load(Span, text)
