# SPDX-License-Identifier: MIT
"""The timer of CircuitPython's supervisor."""

from _blinka import native as _native


def ticks_ms():
    """Milliseconds. The counter begins again with 0 after 2**29, and starts 65 s before that."""
    return (_native.monotonicNanos() // 1_000_000 + (1 << 29) - 65_536) % (1 << 29)
