# SPDX-License-Identifier: MIT
"""Date and time in binary coded decimals, as real time clocks have them."""

import time

from adafruit_register import _bytes


def from_bcd(value):
    return (value >> 4) * 10 + (value & 15)


def to_bcd(value):
    return value // 10 << 4 | value % 10


class BCDDateTimeRegister:
    """Seven registers from seconds to the year since 2000."""

    def __init__(self, register_address, weekday_first=True, weekday_start=1):
        self._address = register_address
        self._weekday, self._day = (3, 4) if weekday_first else (4, 3)
        self._start = weekday_start

    def __get__(self, obj, objtype=None):
        if obj is None:
            return self
        with obj.i2c_device as device:
            data = _bytes.read(device, self._address, 7)
        return time.struct_time(
            (
                2000 + from_bcd(data[6]),
                from_bcd(data[5] & 0x1F),
                from_bcd(data[self._day] & 0x3F),
                from_bcd(data[2] & 0x3F),
                from_bcd(data[1] & 0x7F),
                from_bcd(data[0] & 0x7F),
                from_bcd(data[self._weekday] & 0x07) - self._start,
                -1,
                -1,
            )
        )

    def __set__(self, obj, value):
        data = bytearray(7)
        data[0] = to_bcd(value.tm_sec)
        data[1] = to_bcd(value.tm_min)
        data[2] = to_bcd(value.tm_hour)
        data[self._weekday] = to_bcd(value.tm_wday + self._start)
        data[self._day] = to_bcd(value.tm_mday)
        data[5] = to_bcd(value.tm_mon)
        data[6] = to_bcd(value.tm_year - 2000)
        with obj.i2c_device as device:
            _bytes.write(device, self._address, data)
