"""Movement from one picture to the next, and the camera's share in it (dense optical flow)."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from .picture import Plane

Floats = npt.NDArray[np.float32]

_STRIDE = 8
_STILL = 0.05


class Flow:
    """Measures movement between neighbouring pictures; one for each thread."""

    def __init__(self) -> None:
        self._dis = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_ULTRAFAST)
        self._models: dict[tuple[int, ...], tuple[Floats, Floats]] = {}

    def measure(self, before: Plane, after: Plane) -> tuple[float, float]:
        """Mean movement in picture widths, and the share (0 to 1) that one camera move explains.

        The camera's move is an affine field fitted twice, the second time without the outliers:
        pans, tilts, zooms and rolls are affine; people and things that move on their own are not.
        """
        if min(before.shape) < 16 or before.shape != after.shape:
            return 0.0, 0.0
        field = self._dis.calc(before, after, np.zeros((*before.shape, 2), np.float32))
        points = field[_STRIDE // 2 :: _STRIDE, _STRIDE // 2 :: _STRIDE].reshape(-1, 2)
        sample = points.astype(np.float32)
        speed = float(np.linalg.norm(sample, axis=1).mean())
        if speed < _STILL:
            return speed / before.shape[1], 0.0
        camera = self._camera_field(sample, before.shape)
        moved = float(np.linalg.norm(camera, axis=1).mean())
        left = float(np.linalg.norm(sample - camera, axis=1).mean())
        return speed / before.shape[1], moved / (moved + left + 1e-6)

    def _camera_field(self, sample: Floats, shape: tuple[int, ...]) -> Floats:
        design, inverse = self._model(shape)
        fitted = design @ (inverse @ sample)
        off = np.square(sample - fitted).sum(axis=1)
        inside = (off <= off.mean()).astype(np.float32)[:, None]
        weighted = design * inside
        solution = np.linalg.pinv(weighted.T @ design) @ (weighted.T @ sample)
        field: Floats = design @ solution
        return field

    def _model(self, shape: tuple[int, ...]) -> tuple[Floats, Floats]:
        """The affine design matrix over the sampled points, and its pseudo-inverse."""
        if shape not in self._models:
            rows = np.arange(_STRIDE // 2, shape[0], _STRIDE) / shape[0] - 0.5
            columns = np.arange(_STRIDE // 2, shape[1], _STRIDE) / shape[1] - 0.5
            y, x = np.meshgrid(rows, columns, indexing="ij")
            design = np.stack([np.ones(x.size), x.ravel(), y.ravel()], axis=1).astype(np.float32)
            self._models[shape] = (design, np.linalg.pinv(design).astype(np.float32))
        return self._models[shape]
