"""The gateway as a caller of the gRPC door."""

from __future__ import annotations

import grpc
from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from ..wire import limits

_SLACK_S = 5.0
"""How much longer than the door itself the gateway waits, so that the door's own answer comes first."""


class Upstream:
    """Calls methods by their descriptors over a channel to this very process."""

    def __init__(self, target: str) -> None:
        options = [
            ("grpc.max_receive_message_length", -1),
            ("grpc.max_send_message_length", -1),
            ("grpc.enable_http_proxy", 0),
            ("grpc.use_local_subchannel_pool", 1),
        ]
        self._channel = grpc.aio.insecure_channel(target, options)

    async def answer(self, method: MethodDescriptor, request: Message, token: str) -> Message:
        """The answer of a method that gives one.

        Raises:
            AioRpcError: the call ended with another status than OK.
        """
        ask: grpc.aio.UnaryUnaryMultiCallable[bytes, Message] = self._channel.unary_unary(
            _path(method), response_deserializer=GetMessageClass(method.output_type).FromString
        )
        return await ask(
            request.SerializeToString(), metadata=_shown(token), timeout=limits.LONGEST_CALL_S + _SLACK_S
        )

    def stream(
        self, method: MethodDescriptor, request: Message, token: str
    ) -> grpc.aio.UnaryStreamCall[bytes, Message]:
        """The running call of a method that streams."""
        ask: grpc.aio.UnaryStreamMultiCallable[bytes, Message] = self._channel.unary_stream(
            _path(method), response_deserializer=GetMessageClass(method.output_type).FromString
        )
        return ask(
            request.SerializeToString(), metadata=_shown(token), timeout=limits.LONGEST_STREAM_S + _SLACK_S
        )

    async def close(self) -> None:
        """End all calls."""
        await self._channel.close()


def _path(method: MethodDescriptor) -> str:
    return f"/{method.containing_service.full_name}/{method.name}"


def _shown(token: str) -> tuple[tuple[str, str], ...]:
    return (("authorization", token),)
