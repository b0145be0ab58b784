# SPDX-License-Identifier: MIT
"""A driver as Adafruit writes them, on registers of this library or of the user."""

import time

import board
import adafruit_register
from adafruit_register.i2c_bcd_alarm import BCDAlarmTimeRegister
from adafruit_register.i2c_bcd_datetime import BCDDateTimeRegister
from adafruit_register.i2c_bit import ROBit, RWBit
from adafruit_register.i2c_bits import ROBits, RWBits
from adafruit_register.i2c_struct import ROUnaryStruct, Struct, UnaryStruct
from adafruit_register.i2c_struct_array import StructArray
from adafruit_bus_device.i2c_device import I2CDevice
from micropython import const

try:
    from typing import Optional

    from busio import I2C
    from circuitpython_typing import ReadableBuffer
    from circuitpython_typing.device_drivers import I2CDeviceDriver
    from typing_extensions import Literal
except ImportError:
    print("no types")

_ADDRESS = const(0x68)


class DS3231:
    when = BCDDateTimeRegister(0x00)
    alarm1 = BCDAlarmTimeRegister(0x07)
    alarm2 = BCDAlarmTimeRegister(0x0B, has_seconds=False)
    lost_power = RWBit(0x0F, 7)
    rate = RWBits(2, 0x0E, 3)
    busy = ROBit(0x0F, 2)
    whole_degrees = ROBits(8, 0x11, 0, signed=True)
    aging = UnaryStruct(0x10, ">b")
    temperature = ROUnaryStruct(0x11, ">h")
    control = Struct(0x0E, "<BB")
    pairs = StructArray(0x07, "<BB", 2)

    def __init__(self, i2c: "Optional[I2C]", data: "ReadableBuffer" = None) -> None:
        self.i2c_device = I2CDevice(i2c, _ADDRESS)


i2c = board.I2C()
print(board.I2C() is i2c)
clock = DS3231(i2c)
clock.when = time.struct_time((2024, 2, 29, 12, 35, 58, 3, 60, -1))
time.sleep(3)
print(tuple(clock.when)[:7])
for frequency in ("secondly", "minutely", "hourly", "daily", "weekly", "monthly"):
    clock.alarm1 = time.struct_time((2017, 1, 23, 21, 43, 12, 5, 23, -1)), frequency
    when, read = clock.alarm1
    print(tuple(when)[2:7], read)
clock.alarm2 = time.struct_time((2017, 1, 23, 21, 43, 12, 5, 23, -1)), "daily"
print(clock.alarm2[1])
try:
    clock.alarm2 = clock.alarm1[0], "secondly"
except ValueError as error:
    print(error)
clock.lost_power = False
print(clock.lost_power, clock.busy)
clock.rate = 1
print(clock.rate, [hex(value) for value in clock.control])
clock.rate = 5
print(clock.rate)
clock.aging = -5
print(clock.aging, clock.temperature / 256, clock.whole_degrees)
clock.pairs[1] = (0x12, 0x34)
print(clock.pairs[1], len(clock.pairs))
try:
    clock.busy = True
except AttributeError as error:
    print("AttributeError", error.args)
try:
    RWBits(6, 0, 3)
except ValueError as error:
    print(error)
try:
    I2CDevice(i2c, 0x42)
except ValueError as error:
    print(error)
print(adafruit_register.__file__ if hasattr(adafruit_register, "__file__") else "no file")
