"""Which Resolve this is, what it can, and the one error of the plugin."""


class PluginError(Exception):
    """A sentence for the person at the desk; `left` names what a failure could not take back."""

    def __init__(self, sentence, left=()):
        super().__init__(sentence)
        self.left = list(left)


def can(thing, name):
    """Whether an object of Resolve has a call; `hasattr` is true for every name there."""
    return callable(getattr(thing, name, None))


def edition_of(resolve):
    """(name, version); asked before all else: a call of Studio's alone blocks later ones with a window."""
    product, version = resolve.GetProductName(), resolve.GetVersion()
    if not product or not version:
        raise PluginError("Resolve does not answer; close any window that it shows, and try again")
    version = tuple(int(part) for part in list(version)[:3])
    name = "{} {}.{}.{}".format(product, *version)
    if version < (18, 5):  # the first that exports OpenTimelineIO
        raise PluginError(f"NingBGM needs DaVinci Resolve 18.5 or newer; this is {name}")
    return name, version
