from __future__ import annotations

from ningbgm_agents.lyrics import VocalWish
from ningbgm_daemon.client.asking import create_request
from ningbgm_daemon.wire.vocals import vocals_from_proto


def test_what_is_asked_of_the_voice_reaches_the_request() -> None:
    wanted = VocalWish(True, "alto", "de", "Eins\nzwei")

    request = create_request(None, {"wish": "warm", "vocals": wanted})

    assert vocals_from_proto(request.vocals) == wanted


def test_nothing_is_said_of_the_voice_unless_it_is_asked_for() -> None:
    assert not create_request(None, {"wish": "warm"}).HasField("vocals")
