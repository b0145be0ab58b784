# SPDX-License-Identifier: MIT
"""Pulse width modulation."""

from _blinka import native as _native
from _resource import Resource as _Resource
from _resource import integer as _integer
from microcontroller import _java


class PWMOut(_Resource):
    def __init__(self, pin, *, duty_cycle=0, frequency=500, variable_frequency=False):
        duty = _integer(int(duty_cycle), "duty_cycle", 0, 65535)
        self._begin(_native.pwm(_java(pin, "pin"), duty, int(frequency), bool(variable_frequency)))

    @property
    def duty_cycle(self):
        """0 to 65535."""
        return self._native.dutyCycle()

    @duty_cycle.setter
    def duty_cycle(self, value):
        self._native.dutyCycle(_integer(int(value), "duty_cycle", 0, 65535))

    @property
    def frequency(self):
        """In Hz. It can be changed if variable_frequency was True."""
        return self._native.frequency()

    @frequency.setter
    def frequency(self, value):
        self._native.frequency(int(value))
