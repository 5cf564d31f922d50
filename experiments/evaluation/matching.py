"""Finds for each treated household the one elsewhere that a register shows to be most like it."""

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]
LEAST_SPREAD = 1e-9


def match(treated: Floats, others: Floats) -> Ints:
    """Gives each treated household another one, the two most alike first (Mahalanobis, each used once).

    Args:
        treated: Treated household x what the register shows.
        others: Household elsewhere x the same.

    Returns:
        Place of the other household, -1 for who finds none any more.
    """
    found = np.full(len(treated), -1, np.int64)
    if not len(others):
        return found
    both = np.vstack([treated, others])
    spread = both.std(axis=0)
    seen = spread > LEAST_SPREAD
    scaled = (both[:, seen] - both[:, seen].mean(axis=0)) / spread[seen]
    near = np.atleast_2d(np.corrcoef(scaled, rowvar=False)) if seen.sum() > 1 else np.eye(int(seen.sum()))
    inverse = np.linalg.pinv(near, hermitian=True)
    own, theirs = scaled[: len(treated)], scaled[len(treated) :]
    gaps = own[:, np.newaxis, :] - theirs[np.newaxis, :, :]
    distance = np.einsum("ijk,kl,ijl->ij", gaps, inverse, gaps)
    for _ in range(min(distance.shape)):
        place, nearest = np.unravel_index(int(distance.argmin()), distance.shape)
        found[place] = nearest
        distance[place, :] = distance[:, nearest] = np.inf
    return found
