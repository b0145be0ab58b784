# SPDX-License-Identifier: MIT
import atexit
import time

import board
import digitalio

atexit.register(lambda: print("at exit"))
try:
    with digitalio.DigitalInOut(board.D18) as led:
        led.switch_to_output(True)
        count = 0
        while True:
            print("line", count)
            count += 1
            time.sleep(1)
finally:
    print("finally", board.D18)
