# SPDX-License-Identifier: MIT
import time

import board
from digitalio import DigitalInOut, Pull

with DigitalInOut(board.D4) as button:
    button.switch_to_input(pull=Pull.UP)
    while button.value:
        time.sleep(0.01)
    print("pressed", button.pull)
    while not button.value:
        time.sleep(0.01)
    print("released")
try:
    button.value
except ValueError as error:
    print(error)
button.deinit()
