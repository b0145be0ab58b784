# SPDX-License-Identifier: MIT
"""Reads and writes the bytes of a register."""


def read(device, address, count):
    buffer = bytearray(1 + count)
    buffer[0] = address
    device.write_then_readinto(buffer, buffer, out_end=1, in_start=1)
    return buffer[1:]


def write(device, address, data):
    device.write(bytes([address]) + bytes(data))


class ReadOnly:
    """A register that a program may not change."""

    def __set__(self, obj, value):
        raise AttributeError()
