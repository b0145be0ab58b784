# SPDX-License-Identifier: MIT
"""A memory of 32 KiB at 0x50, whose addresses have two bytes."""

import array

import board
import busio

with busio.I2C(board.SCL, board.SDA, frequency=400000) as i2c:
    while not i2c.try_lock():
        pass
    print(i2c.try_lock(), [hex(address) for address in i2c.scan()], i2c.probe(0x50), i2c.probe(0x51))

    data = bytearray(b"\x00\x10..abcdefghijklmnopqrst..")
    # Bytes 0 to 3 without the points, then all but the last two.
    i2c.writeto(0x50, data[:2] + data[4:-2])
    i2c.writeto(0x50, memoryview(data)[0:2], start=0, end=99)

    whole = bytearray(b"-" * 24)
    i2c.readfrom_into(0x50, whole, start=2, end=-2)
    print(whole)

    i2c.writeto_then_readfrom(0x50, data, whole, out_end=2, in_start=20)
    print(whole)

    # The idiom of drivers: one buffer for both.
    same = bytearray(b"\x00\x11~~~~~~~~~")
    i2c.writeto_then_readfrom(0x50, same, same, out_end=2, in_start=2)
    print(same)

    words = array.array("H", [0, 0, 0])
    part = memoryview(words)[1:]
    i2c.writeto_then_readfrom(0x50, b"\x00\x10", part)
    print([hex(word) for word in words])

    i2c.writeto(0x50, "\x00\x10AB")
    one = bytearray(1)
    i2c.writeto_then_readfrom(0x50, bytes([0x00, 0x11]), one)
    print(one)
    for name, call in {
        "bytes": lambda: i2c.readfrom_into(0x50, b"abc"),
        "list": lambda: i2c.writeto(0x50, [1, 2]),
        "empty": lambda: i2c.readfrom_into(0x50, bytearray(0)),
        "step": lambda: i2c.readfrom_into(0x50, memoryview(bytearray(8))[::2]),
        "address": lambda: i2c.writeto(0xA0, b""),
        "probe": lambda: i2c.probe(None),
        "read": lambda: i2c.readfrom_into("x", bytearray(1)),
        "write": lambda: i2c.writeto("x", b"a"),
        "both": lambda: i2c.writeto_then_readfrom(80.0, b"a", bytearray(1)),
        "start": lambda: i2c.writeto(0x50, b"a", start=0.5),
        "end": lambda: i2c.writeto_then_readfrom(0x50, b"a", bytearray(1), in_end="1"),
    }.items():
        try:
            call()
        except Exception as error:
            print(name, type(error).__name__)
    i2c.unlock()
    i2c.unlock()
    print(i2c.try_lock(), i2c.try_lock())
