"""The first-order recurrence behind exponential kernels, for a whole series at once in plain numpy.

h[k] = a[k] h[k−1] + b[k]. Solved by pairwise composition (Hillis and Steele 1986, Communications of the ACM 29, 1170):
log2(n) vectorised passes, fewer where the memory `a` fades within less than n steps. No compiler is needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FADED = 1e-16


def recurrence(memory: Floats, inputs: Floats) -> Floats:
    """h with h[..., 0] = inputs[..., 0]. `memory` is 0 to 1; shapes broadcast, time runs along the last axis.

    What is left of a term after its memory has faded below 1e-16 is dropped.
    """
    import numpy as np

    memory, h = memory.copy(), np.array(np.broadcast_to(inputs, np.broadcast_shapes(memory.shape, inputs.shape)))
    step, n = 1, h.shape[-1]
    while step < n and memory[..., step:].max() > FADED:
        h[..., step:] += memory[..., step:] * h[..., :-step]
        memory[..., step:] = memory[..., step:] * memory[..., :-step]
        step *= 2
    return h
