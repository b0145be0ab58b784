# SPDX-License-Identifier: MIT
import analogio
import board

with analogio.AnalogIn(board.A0) as pin:
    print(f"{pin.value / 65535 * pin.reference_voltage:.2f} V of {pin.reference_voltage}")
try:
    analogio.AnalogOut(board.A0)
except (ValueError, NotImplementedError) as error:
    print(type(error).__name__)
