# SPDX-License-Identifier: MIT
"""Colors of the rainbow."""

from _blinka import native as _native


def colorwheel(n):
    """0xRRGGBB for 0 to 255, from red over green and blue to red."""
    return _native.colorwheel(float(n))
