"""Decides whether a failed call is tried again, and when."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import grpc

from .errors import EndedCall, error_of_call, may_pass
from .limits import FIRST_DELAY_S, MOST_DELAY_S, PATIENCE_S


class Patience:
    """Counts the tries of one call: exponential delays with jitter, until the patience is used up."""

    def __init__(
        self,
        again: bool = True,
        limit_s: float = PATIENCE_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`again` says whether the call may be sent twice at all."""
        self._again, self._limit_s, self._clock = again, limit_s, clock
        self._since: float | None = None
        self._delay_s = FIRST_DELAY_S

    def delay_after(self, call: EndedCall, moved: bool = False) -> float:
        """Seconds to wait before the next try; `moved` says that there is a new daemon to ask.

        Raises:
            NingbgmError: the error of the call, where another try would not help or is not safe.
        """
        now = self._clock()
        self._since = now if self._since is None else self._since
        refused = call.code() is grpc.StatusCode.UNAUTHENTICATED
        worth_it = moved if refused else self._again and may_pass(call)
        if not worth_it or now - self._since >= self._limit_s:
            raise error_of_call(call)
        delay = self._delay_s * random.uniform(0.5, 1.0)
        self._delay_s = min(MOST_DELAY_S, 2 * self._delay_s)
        return delay

    def renew(self) -> None:
        """Forget earlier failures: something was heard."""
        self._since, self._delay_s = None, FIRST_DELAY_S
