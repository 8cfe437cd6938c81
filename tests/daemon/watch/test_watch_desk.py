"""What a folder's recipe asks for reaches the daemon whole."""

from __future__ import annotations

from dataclasses import fields

import pytest

from ningbgm_agents.brief import Request
from ningbgm_agents.lyrics import VocalWish
from ningbgm_daemon.client.asking import create_request
from ningbgm_daemon.records.order import EditSource, ScoreOrder
from ningbgm_daemon.watch.client_desk import details_of
from ningbgm_daemon.wire.orders import score_order_from_proto

SOURCE = EditSource("/films/reel.mp4", media_roots=("/media",), rate="25")
WANTED = Request(
    wish="calm",
    palette="lofi",
    loudness_lufs=-20.0,
    seed=7,
    variations=2,
    stems=("melody", "bass"),
    duck=False,
    vocals=VocalWish(True, "alto", "de", "Eins\nzwei"),
)
MEASURED_THERE = ("likeness", "palette_text")
"""The daemon listens to the temp track itself; a palette's text is asked for in a test of its own."""


@pytest.mark.parametrize(
    "name", [field.name for field in fields(Request) if field.name not in MEASURED_THERE]
)
def test_every_part_of_a_request_arrives(name: str) -> None:
    order = ScoreOrder(source=SOURCE, request=WANTED)

    arrived = score_order_from_proto(create_request(SOURCE.path, details_of(order, SOURCE, "id")))

    assert getattr(WANTED, name) != getattr(Request(), name), "say something unusual in the test"
    assert getattr(arrived.request, name) == getattr(WANTED, name)


def test_so_do_the_rest_of_the_order_and_its_edit() -> None:
    order = ScoreOrder(
        source=SOURCE, images=("/films/reel.jpg",), like="/films/reel.like.wav", folder="/films/reel"
    )

    arrived = score_order_from_proto(create_request(SOURCE.path, details_of(order, SOURCE, "id")))

    assert (arrived.source, arrived.images) == (SOURCE, ("/films/reel.jpg",))
    assert (arrived.like, arrived.folder) == ("/films/reel.like.wav", "/films/reel")
