"""Tells what the daemon is and has, and ends it."""

from __future__ import annotations

from ningbgm.v1 import system_service_pb2 as calls
from ningbgm.v1.system_service_pb2_grpc import SystemServiceServicer
from ningbgm_agents.palette import load_palette, palette_names

from ..wire.system import palette_to_proto, system_state_to_proto
from .paging import page_of
from .ports import System


class SystemServicer(SystemServiceServicer):
    """`ningbgm.v1.SystemService`."""

    def __init__(self, system: System) -> None:
        self._system = system

    async def GetStatus(self, request: calls.GetStatusRequest, context: object) -> calls.Status:
        """The daemon and its machine."""
        return system_state_to_proto(await self._system.state())

    async def ListPalettes(
        self, request: calls.ListPalettesRequest, context: object
    ) -> calls.ListPalettesResponse:
        """The palettes that there are."""
        page = page_of(palette_names(), str, request.page_size, request.page_token)
        return calls.ListPalettesResponse(
            palettes=[palette_to_proto(load_palette(name)) for name in page.items],
            next_page_token=page.next_token,
        )

    async def Shutdown(self, request: calls.ShutdownRequest, context: object) -> calls.ShutdownResponse:
        """Begin to end."""
        await self._system.shut_down()
        return calls.ShutdownResponse()
