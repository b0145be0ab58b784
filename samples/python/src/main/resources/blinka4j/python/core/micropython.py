# SPDX-License-Identifier: MIT
"""What programs for microcontrollers use of MicroPython."""


def const(value):
    return value


def native(function):
    return function


def viper(function):
    raise SyntaxError("invalid micropython decorator")


asm_thumb = viper


def opt_level(level=None):
    return 0


def heap_lock():
    pass


def heap_unlock():
    pass
