# SPDX-License-Identifier: MIT
# The module of CircuitPython, on hardware.py. A chip that does not answer is ENODEV.
import hardware


class Bus:
    def __init__(self, *pins):
        self.pins = pins
        self.locked = False
        for each in pins:
            each.claim()

    def try_lock(self):
        was = self.locked
        self.locked = True
        return not was

    def deinit(self):
        for each in self.pins:
            each.free()

    def require(self):
        if not self.locked:
            raise RuntimeError('Function requires lock')


class I2C(Bus):
    def __init__(self, scl, sda, *, frequency=100000, timeout=255):
        if not any(scl.id in hardware.scl[n] and sda.id in hardware.sda[n] for n in (0, 1)):
            raise ValueError('Invalid pins')
        super().__init__(scl, sda)

    def writeto(self, address, data):
        self.require()
        hardware.transfer(address, data, None, 19)

    def readfrom_into(self, address, into):
        self.require()
        hardware.transfer(address, None, into, 19)

    def writeto_then_readfrom(self, address, data, into):
        self.require()
        hardware.transfer(address, data, into, 19)


class SPI(Bus):
    def __init__(self, clock, MOSI, MISO):
        if not any(clock.id in hardware.sck[n] and MOSI.id in hardware.tx[n] and MISO.id in hardware.rx[n] for n in (0, 1)):
            raise ValueError('Invalid pins')
        super().__init__(clock, MOSI, MISO)

    def configure(self, *, baudrate=100000, polarity=0, phase=0, bits=8):
        self.require()

    def write(self, data):
        self.require()
        for each in data:
            hardware.flash.exchange(each)

    def readinto(self, into, *, write_value=0):
        self.require()
        for i in range(len(into)):
            into[i] = hardware.flash.exchange(write_value)

    def write_readinto(self, data, into):
        self.require()
        for i in range(len(data)):
            into[i] = hardware.flash.exchange(data[i])
