"""A response that is sent until it is over or nobody listens."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine

from starlette.types import Receive


async def send_while_heard(sending: Coroutine[None, None, None], receive: Receive) -> None:
    """Carry out `sending`; it ends early where the caller goes. What goes wrong in it is raised."""
    tasks = asyncio.create_task(sending), asyncio.create_task(_left(receive))
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        if tasks[0].done():
            tasks[0].result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
