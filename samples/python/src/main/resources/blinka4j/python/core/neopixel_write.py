# SPDX-License-Identifier: MIT
"""Strips of NeoPixels, on the MOSI pin of an SPI bus."""

from _blinka import native as _native
from _resource import readable as _readable


def neopixel_write(gpio, buf):
    """Writes the bytes of all pixels, in the order of the strip."""
    _native.neopixelWrite(gpio._native, _readable(buf))
