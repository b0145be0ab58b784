# SPDX-License-Identifier: MIT
# The module of CircuitPython, on hardware.py.
import hardware


class AnalogIn:
    def __init__(self, pin):
        if pin.id not in hardware.volts:
            raise ValueError('Invalid pin')
        pin.claim()
        self.pin = pin
        self.id = pin.id

    @property
    def value(self):
        raw = min(4095, max(0, round(hardware.volts[self.id] / 3.3 * 4095)))
        return raw << 4 | raw >> 8

    def deinit(self):
        self.pin.free()
