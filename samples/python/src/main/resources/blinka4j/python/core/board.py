# SPDX-License-Identifier: MIT
"""The pins and buses of the board that the program runs on."""

from _blinka import native as _native
import busio as _busio
import microcontroller as _microcontroller

board_id = _native.boardId()


def __getattr__(name):
    return _microcontroller._pin(name, "board")


def __dir__():
    return sorted([*map(str, _native.pinNames()), "I2C", "SPI", "STEMMA_I2C", "UART", "board_id"])


_shared = {}


def _bus(kind, make):
    bus = _shared.get(kind)
    if bus is None or bus._native.isDeinited():
        bus = _shared[kind] = kind._of(make())
    return bus


def I2C():
    """The bus on SCL and SDA: one object until it is deinitialized."""
    return _bus(_busio.I2C, _native.boardI2c)


STEMMA_I2C = I2C


def SPI():
    """The bus on SCK, MOSI and MISO: one object until it is deinitialized."""
    return _bus(_busio.SPI, _native.boardSpi)


def UART():
    """The port on TX and RX: one object until it is deinitialized."""
    return _bus(_busio.UART, _native.boardUart)
