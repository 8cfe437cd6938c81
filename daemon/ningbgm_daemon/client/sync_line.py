"""The line to the daemon for plain code: gRPC's synchronous channel, with patience."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator, Iterator
from typing import TypeVar, cast

import grpc
from google.protobuf.message import Message

from ningbgm_agents.errors import NotFoundError

from .calls import A, Call, Part, Stream, T
from .endpoint import OPTIONS, Endpoint, Find
from .errors import EndedCall
from .patience import Patience

M = TypeVar("M", bound=Message)


class Line:
    """Carries calls to the daemon wherever it is now; safe for several threads."""

    def __init__(self, endpoint: Endpoint, find: Find, patience_s: float) -> None:
        self._find, self._patience_s = find, patience_s
        self._lock = threading.Lock()
        self.endpoint = endpoint
        self._channel = _open(endpoint)

    def ask(self, call: Call[A, T]) -> T:
        """The answer to a call, tried again where that is safe and may help.

        Raises:
            NingbgmError: what the daemon answers instead, or that it does not.
        """
        patience = self.patience(call.again)
        while True:
            try:
                with self._lock:
                    method = self._channel.unary_unary(
                        call.path,
                        request_serializer=type(call.request).SerializeToString,
                        response_deserializer=call.answer.FromString,
                    )
                answer = method(call.request, timeout=call.limit_s, metadata=self.endpoint.metadata)
                return call.read(answer)
            except grpc.RpcError as error:
                self.wait(patience, error)

    def pages(self, part: Callable[[str], Call[A, Part[T]]]) -> Iterator[T]:
        """All items of a list, asked for as they are read."""
        token = ""
        while True:
            found = self.ask(part(token))
            yield from found.items
            token = found.next_token
            if not token:
                return

    def stream(self, call: Stream[M], limit_s: float) -> Generator[M, None, None]:
        """The messages of a stream, once; it is closed where the reader stops reading.

        Raises:
            grpc.RpcError: it broke; `wait`, and open it again.
        """
        with self._lock:
            method = self._channel.unary_stream(
                call.path,
                request_serializer=type(call.request).SerializeToString,
                response_deserializer=call.answer.FromString,
            )
        messages = method(call.request, timeout=limit_s, metadata=self.endpoint.metadata)
        try:
            yield from messages
        finally:
            messages.cancel()

    def patience(self, again: bool = True) -> Patience:
        """A new count of tries."""
        return Patience(again, self._patience_s)

    def wait(self, patience: Patience, error: grpc.RpcError) -> None:
        """Wait before the next try, and see where the daemon is by then.

        Raises:
            NingbgmError: the error of the call, where there is no next try.
        """
        ended = cast(EndedCall, error)
        time.sleep(patience.delay_after(ended, self._moved()))

    def close(self) -> None:
        """Close the connection."""
        self._channel.close()

    def _moved(self) -> bool:
        """Go where the daemon is now; whether that is elsewhere than before."""
        try:
            found = self._find()
        except NotFoundError:
            return False
        with self._lock:
            if found == self.endpoint:
                return False
            old, self.endpoint, self._channel = self._channel, found, _open(found)
        old.close()
        return True


def _open(endpoint: Endpoint) -> grpc.Channel:
    if endpoint.certificate is None:
        return grpc.insecure_channel(endpoint.address, OPTIONS)
    return grpc.secure_channel(endpoint.address, grpc.ssl_channel_credentials(endpoint.certificate), OPTIONS)
