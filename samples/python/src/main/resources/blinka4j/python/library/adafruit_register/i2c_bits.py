# SPDX-License-Identifier: MIT
"""Some bits of a register, as a number."""

from adafruit_register import _bytes


class RWBits:
    """num_bits bits from lowest_bit on, in a register of register_width bytes."""

    def __init__(self, num_bits, register_address, lowest_bit, register_width=1, lsb_first=True, signed=False):
        if lowest_bit + num_bits > 8 * register_width:
            raise ValueError("Cannot have more bits than register size")
        self._address = register_address
        self._lowest = lowest_bit
        self._width = register_width
        self._order = "little" if lsb_first else "big"
        self._mask = (1 << num_bits) - 1
        self._sign = 1 << (num_bits - 1) if signed else 0

    def _read(self, device):
        return int.from_bytes(_bytes.read(device, self._address, self._width), self._order)

    def __get__(self, obj, objtype=None):
        if obj is None:
            return self
        with obj.i2c_device as device:
            value = self._read(device) >> self._lowest & self._mask
        return value - 2 * self._sign if value & self._sign else value

    def __set__(self, obj, value):
        with obj.i2c_device as device:
            others = self._read(device) & ~(self._mask << self._lowest)
            changed = others | (int(value) & self._mask) << self._lowest
            _bytes.write(device, self._address, changed.to_bytes(self._width, self._order))


class ROBits(_bytes.ReadOnly, RWBits):
    pass
