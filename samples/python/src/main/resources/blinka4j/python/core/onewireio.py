# SPDX-License-Identifier: MIT
"""The 1-Wire bus, bit by bit."""

from _blinka import native as _native
from _resource import Resource as _Resource
from microcontroller import _java


class OneWire(_Resource):
    def __init__(self, pin):
        self._begin(_native.oneWire(_java(pin, "pin")))

    def reset(self):
        """False if a device is there."""
        return self._native.reset()

    def read_bit(self):
        return self._native.readBit()

    def write_bit(self, value):
        self._native.writeBit(bool(value))
