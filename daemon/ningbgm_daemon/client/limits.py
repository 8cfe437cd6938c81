"""How long the client waits for what, and how often it asks again."""

CALL_S = 20.0
"""For an answer to a plain call; the daemon answers within 50 ms, a machine under load later."""
PATIENCE_S = 30.0
"""For a daemon that does not answer, or comes back elsewhere, before a call is given up."""
FIRST_DELAY_S = 0.1
MOST_DELAY_S = 2.0
"""Between two tries; each delay is twice the one before, less a random part."""
STREAM_S = 600.0
"""A stream that is still open after so long is opened again, lest it be a dead one."""
START_S = 30.0
"""For a daemon that was just started to answer."""
ANSWER_BYTES = 64 * 1024**2
"""The largest answer that is taken."""
PAGE_SIZE = 100
"""Items asked for at a time where a list is read to its end."""
