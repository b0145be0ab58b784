# SPDX-License-Identifier: MIT
"""Alarms of real time clocks, in binary coded decimals."""

import time

from adafruit_register import _bytes
from adafruit_register.i2c_bcd_datetime import from_bcd, to_bcd

FREQUENCY = ["secondly", "minutely", "hourly", "daily", "weekly", "monthly"]

# In a register: it does not count for the alarm.
_OFF = 0x80
# In a shared register: the number is a weekday.
_WEEKDAY = 0x40
# The first of January 2017 is a Sunday.
_YEAR = 2017
_SUNDAY = 6


class BCDAlarmTimeRegister:
    """The registers [second], minute, hour, day, [weekday] as a tuple: a time, and how often the alarm comes."""

    def __init__(self, register_address, has_seconds=True, weekday_shared=True, weekday_start=1):
        self._address = register_address
        self._minute = 1 if has_seconds else 0
        self._shared = weekday_shared
        self._start = weekday_start
        self._count = self._minute + (3 if weekday_shared else 4)

    def __get__(self, obj, objtype=None):
        if obj is None:
            return self
        with obj.i2c_device as device:
            data = _bytes.read(device, self._address, self._count)
        second = data[0] if self._minute else 0
        minute, hour, day = data[self._minute : self._minute + 3]
        weekday = _OFF if self._shared else data[-1]
        if self._shared and day & (_OFF | _WEEKDAY) == _WEEKDAY:
            day, weekday = _OFF, day & 0x3F
        frequency = "secondly"
        for name, value in zip(FREQUENCY[1:], (second, minute, hour, weekday, day)):
            if not value & _OFF:
                frequency = name
        number = 1, _SUNDAY
        if not day & _OFF:
            first = from_bcd(day & 0x3F)
            number = first, (first - 2) % 7
        elif not weekday & _OFF:
            last = from_bcd(weekday & 0x3F) - self._start
            number = last + 2, last
        parts = [0 if value & _OFF else from_bcd(value & 0x7F) for value in (hour, minute, second)]
        return time.struct_time((_YEAR, 1, number[0], *parts, number[1], number[0], -1)), frequency

    def __set__(self, obj, value):
        if len(value) != 2:
            raise ValueError("Value must be sequence of length two")
        when, name = value
        if name not in FREQUENCY or (name == "secondly" and not self._minute):
            raise ValueError(f"{name} is not a supported frequency")
        level = FREQUENCY.index(name)
        data = bytearray([_OFF] * self._count)
        if level >= 1 and self._minute:
            data[0] = to_bcd(when.tm_sec)
        if level >= 2:
            data[self._minute] = to_bcd(when.tm_min)
        if level >= 3:
            data[self._minute + 1] = to_bcd(when.tm_hour)
        if name == "weekly":
            data[-1] = to_bcd(when.tm_wday + self._start) | (_WEEKDAY if self._shared else 0)
        if name == "monthly":
            data[self._minute + 2] = to_bcd(when.tm_mday)
        with obj.i2c_device as device:
            _bytes.write(device, self._address, data)
