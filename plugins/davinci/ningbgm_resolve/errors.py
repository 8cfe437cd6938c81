"""The one error of the plugin."""


class PluginError(Exception):
    """A sentence for the person at the desk; `left` names what a failure could not take back."""

    def __init__(self, sentence, left=(), reason=""):
        """`reason` is the daemon's own word for what it refused."""
        super().__init__(sentence)
        self.left, self.reason = list(left), reason
