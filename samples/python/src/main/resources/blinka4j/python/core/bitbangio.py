# SPDX-License-Identifier: MIT
"""Buses on any pins, made by the program."""

import busio as _busio
from _blinka import native as _native


class I2C(_busio.I2C):
    _open = staticmethod(_native.bitbangI2c)

    def __init__(self, scl, sda, *, frequency=400000, timeout=255):
        super().__init__(scl, sda, frequency=frequency, timeout=timeout)


class SPI(_busio.SPI):
    _open = staticmethod(_native.bitbangSpi)

    def __init__(self, clock, MOSI=None, MISO=None):
        super().__init__(clock, MOSI, MISO)
