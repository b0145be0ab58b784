# SPDX-License-Identifier: MIT
import time

import board
import digitalio

led = digitalio.DigitalInOut(board.D18)
led.direction = digitalio.Direction.OUTPUT
began = time.monotonic()
for _ in range(3):
    led.value = True
    time.sleep(0.5)
    led.value = False
    time.sleep(0.25)
print(f"{time.monotonic() - began:.2f} s, {time.monotonic_ns() // 10**7}")
led.switch_to_output(value=True, drive_mode=digitalio.DriveMode.OPEN_DRAIN)
print(led.direction, led.drive_mode, led.value)
