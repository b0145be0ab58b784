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
