# SPDX-License-Identifier: MIT
"""Registers of one format that follow each other."""

import struct

from adafruit_register.i2c_struct import Struct


class _Array:
    def __init__(self, obj, structs):
        self._obj = obj
        self._structs = structs

    def __getitem__(self, index):
        return self._at(index).__get__(self._obj)

    def __setitem__(self, index, value):
        self._at(index).__set__(self._obj, value)

    def __len__(self):
        return len(self._structs)

    def _at(self, index):
        if not 0 <= index < len(self._structs):
            raise IndexError(f"index {index} is out of range 0 to {len(self._structs) - 1}")
        return self._structs[index]


class StructArray:
    """device.array[i] is a tuple."""

    def __init__(self, register_address, struct_format, count):
        size = struct.calcsize(struct_format)
        self._structs = [Struct(register_address + size * index, struct_format) for index in range(count)]

    def __get__(self, obj, objtype=None):
        return self if obj is None else _Array(obj, self._structs)
