# SPDX-License-Identifier: MIT
# The module of CircuitPython, on hardware.py.
import hardware


class PWMOut:
    def __init__(self, pin, *, duty_cycle=0, frequency=500, variable_frequency=False):
        pin.claim()
        self.pin = pin
        self.wire = hardware.wires[pin.id]
        self.wire.pwm = [frequency, duty_cycle]
        self.variable = variable_frequency

    @property
    def frequency(self):
        return self.wire.pwm[0]

    @frequency.setter
    def frequency(self, value):
        if not self.variable:
            raise ValueError('PWM frequency not writable when variable_frequency is False on construction')
        self.wire.pwm[0] = value

    @property
    def duty_cycle(self):
        return self.wire.pwm[1]

    @duty_cycle.setter
    def duty_cycle(self, value):
        self.wire.pwm[1] = value

    def deinit(self):
        self.wire.pwm = None
        self.pin.free()
