"""Which Resolve this is, and what it lacks."""

from .errors import PluginError

_OLDEST = (18, 5)  # the first that exports OpenTimelineIO
_WANTED = (
    ("GetSelectedClips", "Selected clips cannot be read (21.0.4 can); use mark in and out."),
    ("GetMarkInOut", "Mark in and out cannot be read (20 can); the whole timeline is scored."),
)


def can(thing, name):
    """Whether an object of Resolve has a call; `hasattr` is true for every name there."""
    return callable(getattr(thing, name, None))


class Edition:
    """Asked before all else: a Studio-only call on the free edition blocks later ones with a window."""

    def __init__(self, resolve):
        product, version = resolve.GetProductName(), resolve.GetVersion()
        if not product or not version:
            raise PluginError("Resolve does not answer; close any window that it shows, and try again")
        self.version = tuple(int(part) for part in list(version)[:3])
        self.name = "{} {}.{}.{}".format(product, *self.version)
        if self.version < _OLDEST:
            raise PluginError(f"NingBGM needs DaVinci Resolve 18.5 or newer; this is {self.name}")

    def lacks(self, timeline):
        """What this build cannot do, a sentence each."""
        return [sentence for name, sentence in _WANTED if not can(timeline, name)]
