# SPDX-License-Identifier: MIT
"""Digital pins."""

from _blinka import native as _native
from _resource import Constant as _Constant
from _resource import Resource as _Resource
from microcontroller import _java


class Direction:
    pass


class Pull:
    pass


class DriveMode:
    pass


def _constants(owner, *names):
    for name in names:
        setattr(owner, name, _Constant(f"digitalio.{owner.__name__}", name))
    return {name: getattr(owner, name) for name in names}


_constants(Direction, "INPUT", "OUTPUT")
_pulls = _constants(Pull, "UP", "DOWN")
_modes = _constants(DriveMode, "PUSH_PULL", "OPEN_DRAIN")


def _name(value, constants, what):
    for name, constant in constants.items():
        if value is constant:
            return name
    raise ValueError(f"{value!r} is not a {what}")


def _pull_name(pull):
    return None if pull is None else _name(pull, _pulls, "digitalio.Pull or None")


class DigitalInOut(_Resource):
    """A pin. It begins as an input without pull."""

    def __init__(self, pin):
        self._begin(_native.digital(_java(pin, "pin")))

    def switch_to_input(self, pull=None):
        self._native.switchToInput(_pull_name(pull))

    def switch_to_output(self, value=False, drive_mode=DriveMode.PUSH_PULL):
        self._native.switchToOutput(bool(value), _name(drive_mode, _modes, "digitalio.DriveMode"))

    @property
    def direction(self):
        return Direction.OUTPUT if self._native.isOutput() else Direction.INPUT

    @direction.setter
    def direction(self, value):
        if value is Direction.OUTPUT:
            self.switch_to_output()
        elif value is Direction.INPUT:
            self.switch_to_input()
        else:
            raise ValueError(f"{value!r} is not a digitalio.Direction")

    @property
    def value(self):
        return self._native.value()

    @value.setter
    def value(self, value):
        self._native.value(bool(value))

    @property
    def pull(self):
        return _pulls.get(self._native.pull())

    @pull.setter
    def pull(self, pull):
        self._native.pull(_pull_name(pull))

    @property
    def drive_mode(self):
        return _modes[self._native.driveMode()]

    @drive_mode.setter
    def drive_mode(self, mode):
        self._native.driveMode(_name(mode, _modes, "digitalio.DriveMode"))

    def deinit(self):
        super().deinit()
        native = self.__dict__.get("_native")
        if native is not None:
            _native.neopixelEnd(native)
