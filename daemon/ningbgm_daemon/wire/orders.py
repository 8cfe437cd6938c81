"""Orders: what the calls that make jobs ask for, checked, and the same the other way for callers."""

from __future__ import annotations

from collections.abc import Sequence

from ningbgm.v1 import cue_service_pb2 as cue_calls
from ningbgm.v1 import score_service_pb2 as calls
from ningbgm_agents.brief import Request
from ningbgm_agents.errors import WishError

from ..records.order import RegenerateOrder, ReviseOrder, ScoreOrder, TextSource
from . import checks, limits, names
from .delivery import delivery_to_proto, loudness_from_proto, stems_from_proto
from .directions import direction_from_proto, direction_to_proto
from .own_palette import own_palette_in
from .sources import range_from_proto, range_to_proto, source_from_proto, source_to_proto
from .times import duration_from_proto, duration_to_proto
from .vocals import vocals_from_proto, vocals_to_proto


def score_order_from_proto(request: calls.CreateScoreRequest) -> ScoreOrder:
    """What CreateScore asks for.

    Raises:
        InputError: a field that cannot be used.
        WishError: fields that do not go together.
    """
    order = ScoreOrder(
        source=source_from_proto(request.source) if request.HasField("source") else None,
        scored=range_from_proto(request.range) if request.HasField("range") else None,
        length_s=_length(request) if request.HasField("length") else None,
        images=_images(request.images),
        texts=_texts(request.texts),
        request=_request(request),
        soundfont=checks.path_or_nothing(request.soundfont_path, "soundfont_path"),
        like=checks.path_or_nothing(request.like_path, "like_path"),
        preview=not request.delivery.no_preview,
        folder=checks.path_or_nothing(request.delivery.folder, "delivery.folder"),
    )
    if not (order.source or order.images or order.texts or order.request.wish.strip()):
        raise WishError("there is nothing to score: give source, images, texts or a wish")
    if order.scored and not order.source:
        raise WishError("range needs a source; use length for images, texts or a wish", field="range")
    return order


def score_order_to_proto(order: ScoreOrder, request_id: str = "") -> calls.CreateScoreRequest:
    """The CreateScore that asks for an order."""
    wanted = order.request
    made = calls.CreateScoreRequest(
        source=source_to_proto(order.source) if order.source else None,
        range=range_to_proto(order.scored) if order.scored else None,
        length=None if order.length_s is None else duration_to_proto(order.length_s),
        wish=wanted.wish,
        images=[calls.ImageInput(path=path) for path in order.images],
        palette="" if wanted.palette_text else wanted.palette or "",
        palette_text=wanted.palette_text,
        like_path=order.like,
        seed=wanted.seed,
        variations=wanted.variations,
        delivery=delivery_to_proto(wanted, order.folder, order.preview),
        soundfont_path=order.soundfont,
        request_id=request_id,
        vocals=vocals_to_proto(wanted.vocals),
    )
    for text in order.texts:
        made.texts.append(
            calls.TextInput(path=text.path) if text.path else calls.TextInput(content=text.content)
        )
    return made


def revise_order_from_proto(request: calls.ReviseScoreRequest) -> ReviseOrder:
    """What ReviseScore asks for.

    A delivery that says no more than a folder changes nothing else of what was asked for before.

    Raises:
        InputError: a field that cannot be used.
    """
    checks.at_most(request.keep_cue_ids, "keep_cue_ids", limits.MAX_KEPT_CUES)
    wanted = request.delivery
    says_more = bool(wanted.stems or wanted.HasField("loudness_lufs") or wanted.no_duck)
    return ReviseOrder(
        score_id=names.score_in(request.name),
        source=source_from_proto(request.source) if request.HasField("source") else None,
        scored=range_from_proto(request.range) if request.HasField("range") else None,
        keep=tuple(names.bare_id(cue, "keep_cue_ids") for cue in request.keep_cue_ids),
        plan_only=request.plan_only,
        request=_delivered(wanted) if says_more else None,
        folder=checks.path_or_nothing(wanted.folder, "delivery.folder"),
    )


def revise_order_to_proto(order: ReviseOrder, request_id: str = "") -> calls.ReviseScoreRequest:
    """The ReviseScore that asks for an order."""
    return calls.ReviseScoreRequest(
        name=names.score_name(order.score_id),
        source=source_to_proto(order.source) if order.source else None,
        range=range_to_proto(order.scored) if order.scored else None,
        keep_cue_ids=order.keep,
        plan_only=order.plan_only,
        delivery=delivery_to_proto(order.request or Request(), order.folder),
        request_id=request_id,
    )


def regenerate_order_from_proto(request: cue_calls.RegenerateCueRequest) -> RegenerateOrder:
    """What RegenerateCue asks for.

    Raises:
        InputError: a field that cannot be used.
    """
    score, cue = names.cue_in(request.name)
    wish = checks.text(request.wish, "wish", limits.MAX_WISH_CHARS)
    return RegenerateOrder(
        score_id=score,
        cue=cue,
        seed=request.seed if request.HasField("seed") else None,
        wish=wish if request.HasField("wish") else None,
        folder=checks.path_or_nothing(request.folder, "folder"),
        direction=direction_from_proto(request.direction) if request.HasField("direction") else None,
    )


def regenerate_order_to_proto(order: RegenerateOrder, request_id: str = "") -> cue_calls.RegenerateCueRequest:
    """The RegenerateCue that asks for an order."""
    return cue_calls.RegenerateCueRequest(
        name=names.cue_name(order.score_id, order.cue),
        seed=order.seed,
        wish=order.wish,
        folder=order.folder,
        request_id=request_id,
        direction=None if order.direction is None else direction_to_proto(order.direction),
    )


def _request(request: calls.CreateScoreRequest) -> Request:
    wanted, own = request.delivery, own_palette_in(request)
    return Request(
        wish=checks.text(request.wish, "wish", limits.MAX_WISH_CHARS),
        palette=own or (names.palette_in(request.palette) if request.palette else None),
        palette_text=request.palette_text,
        loudness_lufs=loudness_from_proto(wanted),
        seed=request.seed,
        variations=checks.whole(request.variations, "variations", 0, limits.MOST_VARIATIONS) or 1,
        stems=stems_from_proto(wanted),
        duck=not wanted.no_duck,
        vocals=vocals_from_proto(request.vocals),
    )


def _delivered(wanted: calls.Delivery) -> Request:
    return Request(
        loudness_lufs=loudness_from_proto(wanted), stems=stems_from_proto(wanted), duck=not wanted.no_duck
    )


def _length(request: calls.CreateScoreRequest) -> float:
    return checks.number(duration_from_proto(request.length), "length", *limits.LENGTH_S)


def _images(images: Sequence[calls.ImageInput]) -> tuple[str, ...]:
    checks.at_most(images, "images", limits.MAX_IMAGES)
    return tuple(checks.path(image.path, f"images[{at}].path") for at, image in enumerate(images))


def _texts(texts: Sequence[calls.TextInput]) -> tuple[TextSource, ...]:
    checks.at_most(texts, "texts", limits.MAX_TEXTS)
    return tuple(_text(given, f"texts[{at}]") for at, given in enumerate(texts))


def _text(given: calls.TextInput, field: str) -> TextSource:
    if given.WhichOneof("from") == "path":
        return TextSource(path=checks.path(given.path, f"{field}.path"))
    content = checks.text(given.content, f"{field}.content", limits.MAX_TEXT_CHARS)
    if not content.strip():
        raise WishError(f"{field} is empty; give a path or content", field=field)
    return TextSource(content=content)
