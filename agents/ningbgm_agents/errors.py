"""The one tree of errors that a user can meet.

NingbgmError
├── InputError            what was given cannot be used
│   ├── MediaError        a media, image or text file that cannot be read
│   ├── TimelineError     a timeline that cannot be read or says nonsense
│   ├── RangeError        a range outside the edit, or empty
│   └── WishError         an option or a wish that contradicts itself
├── NotFoundError         a thing asked for by name that is not there
├── StateError            what is asked does not fit the state that a thing is in
├── AccessError           the caller may not do this
│   └── TokenError        the caller has not shown the token
├── BusyError             no room or no answer now; later there may be
├── StoreError            what NingBGM keeps on disk cannot be read or written
├── DeliveryError         the output cannot be written
├── ModelError            a model cannot be loaded, or gives no answer that can be used
└── PerformanceError      the score cannot be turned into sound
"""

from __future__ import annotations


class NingbgmError(Exception):
    """Anything that went wrong and that a sentence can explain; `facts` hold the particulars."""

    def __init__(self, message: str, **facts: object) -> None:
        super().__init__(message)
        self.facts = facts


class InputError(NingbgmError):
    """What was given cannot be used."""


class MediaError(InputError):
    """A media, image or text file cannot be read."""


class TimelineError(InputError):
    """A timeline cannot be read or contradicts itself."""


class RangeError(InputError):
    """A range is empty or lies outside the edit."""


class WishError(InputError):
    """An option or a wish cannot be honoured as it stands."""


class NotFoundError(NingbgmError):
    """A thing asked for by name is not there."""


class StateError(NingbgmError):
    """What is asked does not fit the state that a thing is in."""


class AccessError(NingbgmError):
    """The caller may not do this, or comes from a place that is not open to callers."""


class TokenError(AccessError):
    """The caller has shown no token, or a wrong one."""


class BusyError(NingbgmError):
    """There is no room or no answer now; asking again later may help."""


class StoreError(NingbgmError):
    """What NingBGM keeps on disk cannot be read or written."""


class DeliveryError(NingbgmError):
    """The output cannot be written."""


class ModelError(NingbgmError):
    """A model cannot be loaded, or does not answer.

    The fact `again` says that asking again may help, `unsent` that nothing was sent to it at all.
    """


class PerformanceError(NingbgmError):
    """The score cannot be turned into sound."""
