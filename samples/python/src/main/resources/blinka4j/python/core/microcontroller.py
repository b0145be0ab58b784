# SPDX-License-Identifier: MIT
"""Pins and the processor."""

import types as _types

from _blinka import native as _native


class Pin:
    """A pin of the board. There is one object for each."""

    def __init__(self, *arguments):
        raise TypeError("cannot create 'Pin' instances. Use board.D18")

    def __repr__(self):
        return f"board.{self._name}"


_pins = {}


def _pin(name, module):
    if name in _pins:
        return _pins[name]
    java = None if name.startswith("__") else _native.pin(name)
    if java is None:
        # Without the hint for the names that Python itself asks for, such as __path__.
        why = "" if name.startswith("__") else f". {_native.noPin(name)}"
        raise AttributeError(f"module '{module}' has no attribute '{name}'{why}", name=name)
    pin = Pin.__new__(Pin)
    pin._name = name
    pin._java = java
    return _pins.setdefault(name, pin)


def _java(pin, parameter, optional=False):
    """The Java object of a pin that a program passes."""
    if isinstance(pin, Pin):
        return pin._java
    if pin is None and optional:
        return None
    raise TypeError(f"{parameter} must be of type Pin, not {type(pin).__name__}. Pass a pin such as board.D18")


class _PinModule(_types.ModuleType):
    def __getattr__(self, name):
        return _pin(name, "microcontroller.pin")

    def __dir__(self):
        return [str(name) for name in _native.pinNames()]


pin = _PinModule("microcontroller.pin")


class Processor:
    @property
    def temperature(self):
        return _native.cpuTemperature()

    @property
    def frequency(self):
        return _native.cpuFrequency()

    @property
    def voltage(self):
        return _native.cpuVoltage()

    @property
    def uid(self):
        return bytearray.fromhex(_native.cpuUid())


cpu = Processor()
cpus = (cpu,)


def delay_us(delay):
    """Waits at least so many µs."""
    if delay < 0:
        raise ValueError("delay must be 0 or more")
    _native.delayUs(int(delay))
