# SPDX-License-Identifier: Apache-2.0
"""Fields of a text: (start, end, type) in code points; and what else the sets of token labels share."""
from __future__ import annotations

Span = tuple[int, int, str]
# The type of a place that may be a field or not: nothing is learnt from its words.
MASKED = "?"
