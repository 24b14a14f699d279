"""Tells scores that say the same whatever the event from scores that tell events apart.

A model whose embeddings are lost still answers, in time and without an error, and every answer is
the same number (give or take what floating point adds). Its counts pile up in one place.
"""

from collections.abc import Sequence
from itertools import pairwise

# Fewer equal scores than this happen by chance: a quiet language of a saturated model has runs of
# ten and more equal answers.
FEWEST = 30
# Of the shipped models none puts more than 20 % of a language into its two fullest neighbours; a
# model that answers 0 to nearly every event tells as little as one that answers 0 to all.
SHARE = 0.99


def is_constant(counts: Sequence[int]) -> bool:
    """Whether nearly all scores lie in one cell or in two cells side by side.

    ``counts`` has the number of scores of each cell of the scale; an edge between two cells may
    cut through what is one value but for its last digits.
    """
    total = sum(counts)
    if 2 * max(counts) < SHARE * total:
        return False  # at once for nearly all, which a check of a thousand languages feels
    fullest = max(one + beside for one, beside in pairwise(counts))
    return total >= FEWEST and fullest >= SHARE * total
