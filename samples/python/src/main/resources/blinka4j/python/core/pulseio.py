# SPDX-License-Identifier: MIT
"""Lengths of pulses."""

import array as _array

from _blinka import native as _native
from _resource import Resource as _Resource
from microcontroller import _java


class PulseIn(_Resource):
    def __init__(self, pin, maxlen=2, *, idle_state=False):
        self._begin(_native.pulseIn(_java(pin, "pin"), maxlen, bool(idle_state)))

    def pause(self):
        self._native.pause()

    def resume(self, trigger_duration=0):
        """First pulls the line to the active level for so many µs."""
        self._native.resume(trigger_duration)

    def clear(self):
        self._native.clear()

    def popleft(self):
        """The oldest pulse in µs, which is removed."""
        return self._native.popleft()

    @property
    def maxlen(self):
        return self._native.maxlen()

    @property
    def paused(self):
        return self._native.paused()

    def __len__(self):
        return self._native.length()

    def __bool__(self):
        return self._native.length() > 0

    def __getitem__(self, index):
        return self._native.item(index + len(self) if index < 0 else index)


class PulseOut(_Resource):
    def __init__(self, pin, *, frequency=38000, duty_cycle=1 << 15):
        self._begin(_native.pulseOut(_java(pin, "pin"), frequency, duty_cycle))

    def send(self, pulses):
        """An array.array("H") of lengths in µs: on, off, on ..."""
        if not isinstance(pulses, _array.array) or pulses.typecode != "H":
            raise TypeError("Array must contain halfwords (type 'H')")
        self._native.send(pulses)
