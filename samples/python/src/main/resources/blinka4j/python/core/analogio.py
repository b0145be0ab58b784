# SPDX-License-Identifier: MIT
"""Analog pins."""

from _blinka import native as _native
from _resource import Resource as _Resource
from _resource import integer as _integer
from microcontroller import _java


class AnalogIn(_Resource):
    def __init__(self, pin):
        self._begin(_native.analogIn(_java(pin, "pin")))

    @property
    def value(self):
        """0 to 65535."""
        return self._native.value()

    @property
    def reference_voltage(self):
        """The voltage of 65535, in V."""
        return self._native.referenceVoltage()


class AnalogOut(_Resource):
    def __init__(self, pin):
        self._begin(_native.analogOut(_java(pin, "pin")))

    def _set(self, value):
        """0 to 65535."""
        self._native.value(_integer(value, "value", 0, 65535))

    value = property(None, _set)
