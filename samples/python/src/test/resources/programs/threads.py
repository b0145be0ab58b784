# SPDX-License-Identifier: MIT
"""Two threads share a bus: the number of a register and its value stay together."""

import threading
import time

import board
from adafruit_bus_device.i2c_device import I2CDevice

device = I2CDevice(board.I2C(), 0x50)
wrong = []


def use(place):
    for value in range(20):
        with device as bus:
            bus.write(bytes([0, place, value]))
            time.sleep(0.001)
            read = bytearray(1)
            bus.write_then_readinto(bytes([0, place]), read)
        if read[0] != value:
            wrong.append((place, value, read[0]))


threads = [threading.Thread(target=use, args=(place,)) for place in (1, 2)]
for thread in threads:
    thread.start()


def last():
    for thread in threads:
        thread.join()
    print("wrong:", wrong)
    raise RuntimeError("at the end of a thread")


threading.Thread(target=last, name="last").start()
print("main has ended")
