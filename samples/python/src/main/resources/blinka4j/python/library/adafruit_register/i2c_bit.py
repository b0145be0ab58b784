# SPDX-License-Identifier: MIT
"""One bit of a register, as a bool."""

from adafruit_register import _bytes
from adafruit_register.i2c_bits import RWBits


class RWBit(RWBits):
    """The bit counts from the lowest one of the register."""

    def __init__(self, register_address, bit, register_width=1, lsb_first=True):
        super().__init__(1, register_address, bit, register_width, lsb_first)

    def __get__(self, obj, objtype=None):
        value = super().__get__(obj, objtype)
        return value if value is self else bool(value)

    def __set__(self, obj, value):
        super().__set__(obj, bool(value))


class ROBit(_bytes.ReadOnly, RWBit):
    pass
