# SPDX-License-Identifier: MIT
# The module of CircuitPython, on hardware.py.
import hardware


class Pull:
    UP = 1
    DOWN = 2


class DriveMode:
    PUSH_PULL = 0
    OPEN_DRAIN = 1


class DigitalInOut:
    def __init__(self, pin):
        pin.claim()
        self.pin = pin
        self.id = pin.id
        self.wire = hardware.wires[pin.id]
        self.wire.be('in')

    def switch_to_input(self, pull=None):
        self.wire.be('in', pull=pull or 0)

    def switch_to_output(self, value=False, drive_mode=DriveMode.PUSH_PULL):
        self.wire.be('od' if drive_mode else 'out', 1 if value else 0)

    @property
    def value(self):
        return bool(self.wire.level())

    @value.setter
    def value(self, value):
        self.wire.value = 1 if value else 0
        self.wire.changed()

    def deinit(self):
        self.pin.free()
