# SPDX-License-Identifier: MIT
"""Registers in a format of Python's struct."""

import struct

from adafruit_register import _bytes


class Struct:
    """All numbers of the format, as a tuple."""

    def __init__(self, register_address, struct_format):
        self._address = register_address
        self._format = struct_format

    def __get__(self, obj, objtype=None):
        if obj is None:
            return self
        with obj.i2c_device as device:
            return struct.unpack(self._format, _bytes.read(device, self._address, struct.calcsize(self._format)))

    def __set__(self, obj, value):
        with obj.i2c_device as device:
            _bytes.write(device, self._address, struct.pack(self._format, *value))


class UnaryStruct(Struct):
    """The one number of the format."""

    def __get__(self, obj, objtype=None):
        return self if obj is None else super().__get__(obj, objtype)[0]

    def __set__(self, obj, value):
        super().__set__(obj, (value,))


class ROUnaryStruct(_bytes.ReadOnly, UnaryStruct):
    pass
