# SPDX-License-Identifier: MIT
import errno

import bitbangio
import board
import busio
import digitalio


def show(name, call):
    try:
        print(name, call())
    except Exception as error:
        number = f" {errno.errorcode[error.errno]}" if isinstance(error, OSError) else ""
        print(f"{name}: {type(error).__name__}{number}: {error.args[-1] if error.args else ''}")


i2c = busio.I2C(board.SCL, board.SDA)
show("no lock", lambda: i2c.writeto(0x10, b""))
show("in use", lambda: busio.I2C(board.SCL, board.SDA))
i2c.try_lock()
show("no device", lambda: i2c.readfrom_into(0x10, bytearray(1)))
show("timeout", lambda: i2c.readfrom_into(0x18, bytearray(1)))
show("lost", lambda: i2c.readfrom_into(0x18, bytearray(1)))
i2c.deinit()
i2c.deinit()
show("deinited", i2c.unlock)
show("deinited", i2c.try_lock)
show("deinited", lambda: i2c.writeto(0x10, b""))

pin = digitalio.DigitalInOut(board.D4)
show("in use", lambda: digitalio.DigitalInOut(board.D4))
show("input", lambda: setattr(pin, "value", True))
show("input", lambda: pin.drive_mode)
show("direction", lambda: setattr(pin, "direction", 1))
show("pull", lambda: setattr(pin, "pull", "UP"))
pin.direction = digitalio.Direction.OUTPUT
show("output", lambda: pin.pull)
pin.deinit()
show("deinited", lambda: pin.value)
show("no pin", lambda: digitalio.DigitalInOut(4))
show("no such pin", lambda: board.D99)
show("no such pin", lambda: board.SDL)

wires = bitbangio.I2C(board.D5, board.D6)
wires.try_lock()
show("no pull-ups", lambda: wires.writeto(0x10, b""))
show("no such bus", lambda: busio.SPI(board.D4, board.D5))
