"""What the settings say of models, as a job needs it."""

from __future__ import annotations

from ningbgm_agents.minds.language import Limits
from ningbgm_daemon.config import Settings, load_settings

from .posts import known_post
from .thinking import Staffing


def staffing_now() -> Staffing:
    """The staffing that the settings say at this moment, so that a change holds from the next job on.

    Raises:
        WishError: the settings cannot be read, or name a post that there is not.
    """
    return staffing_of(load_settings())


def staffing_of(settings: Settings) -> Staffing:
    """The staffing of some settings.

    Raises:
        WishError: a post that there is not.
    """
    posts = tuple((known_post(post), model) for post, model in settings.models)
    wait_s = float(settings.model_wait_s)
    limits = Limits(reply_s=wait_s, task_s=2 * wait_s, film_s=10 * wait_s)
    keep_s = float(settings.model_keep_s)
    own, place = settings.data / "models", settings.runtime / "models"
    return Staffing(posts, own, place, limits, keep_s, settings.performer_ca)
