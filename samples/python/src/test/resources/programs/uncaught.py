# SPDX-License-Identifier: MIT
import board


def read(bus):
    bus.readfrom_into(0x10, bytearray(1))


i2c = board.I2C()
i2c.try_lock()
read(i2c)
