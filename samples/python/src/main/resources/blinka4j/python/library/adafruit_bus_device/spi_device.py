# SPDX-License-Identifier: MIT
"""A device on an SPI bus."""

import time


class SPIDevice:
    """In a with statement the device is selected, and its bus is the value."""

    def __init__(
        self,
        spi,
        chip_select=None,
        *,
        cs_active_value=False,
        baudrate=100000,
        polarity=0,
        phase=0,
        extra_clocks=0,
    ):
        self.spi = spi
        self.chip_select = chip_select
        self.cs_active_value = cs_active_value
        self.baudrate = baudrate
        self.polarity = polarity
        self.phase = phase
        self.extra_clocks = extra_clocks
        if chip_select is not None:
            chip_select.switch_to_output(value=not cs_active_value)

    def __enter__(self):
        while not self.spi.try_lock():
            time.sleep(0)
        try:
            self.spi.configure(baudrate=self.baudrate, polarity=self.polarity, phase=self.phase)
            if self.chip_select is not None:
                self.chip_select.value = self.cs_active_value
        except BaseException:
            self.spi.unlock()
            raise
        return self.spi

    def __exit__(self, kind, error, trace):
        try:
            if self.chip_select is not None:
                self.chip_select.value = not self.cs_active_value
            if self.extra_clocks > 0:
                self.spi.write(b"\xff" * ((self.extra_clocks + 7) // 8))
        finally:
            self.spi.unlock()
        return False
