# SPDX-License-Identifier: MIT
# The module of CircuitPython's port raspberrypi, on hardware.py.
import hardware

used = set()


class Pin:
    def __init__(self, id):
        self.id = id

    def claim(self):
        if self.id in used:
            raise ValueError('%s in use' % self.id)
        used.add(self.id)

    def free(self):
        used.discard(self.id)
        hardware.wires[self.id].be('in')


class Pins:
    pass


pin = Pins()
for number in range(30):
    setattr(pin, 'GPIO%d' % number, Pin(number))


class ResetReason:
    POWER_ON = 1
    BROWNOUT = 2
    WATCHDOG = 3


class Processor:
    frequency = 125000000
    voltage = None
    uid = b'\xe6\x61\xa4\xd1\x74\x69\x21\x2a'

    @property
    def temperature(self):
        return 27 - (hardware.volts['temperature'] - 0.706) / 0.001721

    @property
    def reset_reason(self):
        return hardware.reset_cause


cpu = Processor()
