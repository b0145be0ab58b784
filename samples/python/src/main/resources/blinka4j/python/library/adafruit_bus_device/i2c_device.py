# SPDX-License-Identifier: MIT
"""A device on an I2C bus."""

import time


class I2CDevice:
    """The device at an address. In a with statement no other program part uses the bus."""

    def __init__(self, i2c, device_address, probe=True):
        self.i2c = i2c
        self.device_address = device_address
        if probe:
            self.__probe_for_device()

    def readinto(self, buf, *, start=0, end=None):
        self.i2c.readfrom_into(self.device_address, buf, start=start, end=len(buf) if end is None else end)

    def write(self, buf, *, start=0, end=None):
        self.i2c.writeto(self.device_address, buf, start=start, end=len(buf) if end is None else end)

    def write_then_readinto(self, out_buffer, in_buffer, *, out_start=0, out_end=None, in_start=0, in_end=None):
        self.i2c.writeto_then_readfrom(
            self.device_address,
            out_buffer,
            in_buffer,
            out_start=out_start,
            out_end=len(out_buffer) if out_end is None else out_end,
            in_start=in_start,
            in_end=len(in_buffer) if in_end is None else in_end,
        )

    def __enter__(self):
        while not self.i2c.try_lock():
            time.sleep(0)
        return self

    def __exit__(self, kind, error, trace):
        self.i2c.unlock()
        return False

    # The originals' name, which subclasses replace.
    def __probe_for_device(self):
        """Writes nothing, or reads a byte where a device does not answer to that."""
        with self:
            try:
                self.i2c.writeto(self.device_address, b"")
            except OSError:
                try:
                    self.i2c.readfrom_into(self.device_address, bytearray(1))
                except OSError:
                    raise ValueError(f"No I2C device at address: 0x{self.device_address:x}") from None
