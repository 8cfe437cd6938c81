"""What is tried again, when, and for how long."""

from __future__ import annotations

import grpc
import pytest

from ningbgm_agents.errors import BusyError, InputError, MediaError, NingbgmError, TokenError
from ningbgm_daemon.client.errors import error_of_call
from ningbgm_daemon.client.patience import Patience
from ningbgm_daemon.status import status_of


class Ended:
    """A call that ended so."""

    def __init__(self, code: grpc.StatusCode, told: NingbgmError | None = None) -> None:
        self._code, self._told = code, told

    def code(self) -> grpc.StatusCode:
        return self._code

    def details(self) -> str:
        return "details"

    def trailing_metadata(self) -> tuple[tuple[str, bytes], ...]:
        if self._told is None:
            return ()
        return (("grpc-status-details-bin", status_of(self._told).SerializeToString()),)


class HandClock:
    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


GONE = Ended(grpc.StatusCode.UNAVAILABLE)


class TestPatience:
    def test_delays_grow_to_their_limit(self) -> None:
        patience = Patience()

        delays = [patience.delay_after(GONE) for _ in range(12)]

        assert delays[0] <= 0.1
        assert all(1.0 <= delay <= 2.0 for delay in delays[6:])

    def test_it_ends(self) -> None:
        clock = HandClock()
        patience = Patience(limit_s=5, clock=clock)
        patience.delay_after(GONE)
        clock.now_s = 5.1

        with pytest.raises(BusyError):
            patience.delay_after(GONE)

    def test_what_was_heard_renews_it(self) -> None:
        clock = HandClock()
        patience = Patience(limit_s=5, clock=clock)
        patience.delay_after(GONE)
        clock.now_s = 5.1
        patience.renew()

        assert patience.delay_after(GONE) <= 0.1

    def test_what_is_not_safe_to_repeat_is_not_repeated(self) -> None:
        with pytest.raises(BusyError):
            Patience(again=False).delay_after(GONE)

    @pytest.mark.parametrize("code", [grpc.StatusCode.CANCELLED, grpc.StatusCode.DEADLINE_EXCEEDED])
    def test_a_call_that_a_stopping_daemon_broke_is_repeated(self, code: grpc.StatusCode) -> None:
        assert Patience().delay_after(Ended(code)) > 0

    def test_what_the_daemon_said_is_final(self) -> None:
        said = Ended(grpc.StatusCode.INVALID_ARGUMENT, MediaError("it is damaged"))

        with pytest.raises(MediaError, match="it is damaged"):
            Patience().delay_after(said)

    def test_a_refused_token_is_shown_only_to_another_daemon(self) -> None:
        refused = Ended(grpc.StatusCode.UNAUTHENTICATED, TokenError("wrong"))

        assert Patience(again=False).delay_after(refused, moved=True) > 0
        with pytest.raises(TokenError):
            Patience().delay_after(refused)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (grpc.StatusCode.UNAVAILABLE, BusyError),
        (grpc.StatusCode.DEADLINE_EXCEEDED, BusyError),
        (grpc.StatusCode.RESOURCE_EXHAUSTED, InputError),
        (grpc.StatusCode.UNAUTHENTICATED, TokenError),
        (grpc.StatusCode.UNIMPLEMENTED, NingbgmError),
    ],
)
def test_what_grpc_itself_says_is_an_error_of_ours(code: grpc.StatusCode, kind: type[NingbgmError]) -> None:
    assert type(error_of_call(Ended(code))) is kind
