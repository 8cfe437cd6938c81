"""How long the watch folder waits for what."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """Waits, in seconds."""

    tick_s: float = 0.25
    """Between two looks at what may have changed."""
    quiet_s: float = 2.0
    """A file that has not changed for so long is whole."""
    poll_s: float | None = None
    """Between two looks at a share; None where the system tells of changes."""
    rescan_s: float = 300.0
    """Everything is looked at again so often, should the system have told too little."""
    retry_s: float = 1.0
    """Before a daemon that does not answer is asked again; each time twice as long, up to the next."""
    longest_retry_s: float = 30.0
    """Longest such wait."""


LOCAL = Pace()
"""For folders of this machine."""
SHARE = Pace(quiet_s=10.0, poll_s=5.0, rescan_s=60.0)
"""For shares: clients keep sizes and times for some seconds (NFS: 3 s at least, acregmin in nfs(5))."""
