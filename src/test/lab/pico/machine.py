# SPDX-License-Identifier: MIT
# The module machine of MicroPython's port rp2, on hardware.py. Arguments and errors are those of machine_pin.c, machine_i2c.c and so on.
import hardware


def pin_of(source):
    return source.id if isinstance(source, Pin) else Pin(source).id


class Pin:
    IN = 0
    OUT = 1
    OPEN_DRAIN = 2
    PULL_UP = 1
    PULL_DOWN = 2

    def __init__(self, source, mode=None, pull=None, value=None):
        if isinstance(source, Pin):
            source = source.id
        if isinstance(source, str):
            names = {'LED': 25}
            for i in range(29):
                names['GP%d' % i] = i
            if source in names:
                source = names[source]
            elif source not in hardware.wires:
                raise ValueError('unknown named pin "%s"' % source)
        elif source not in hardware.wires:
            raise ValueError('invalid pin')
        self.id = source
        if isinstance(source, str) and pull is not None:
            raise ValueError('pulls are not supported for external pins')
        wire = hardware.wires[source]
        if mode == Pin.IN:
            wire.be('in', pull=pull or 0)
        elif mode == Pin.OUT:
            wire.be('out', wire.value if value is None else 1 if value else 0)
        elif mode == Pin.OPEN_DRAIN:
            wire.be('od', 1 if value is None or value else 0)

    def value(self, *value):
        wire = hardware.wires[self.id]
        if not value:
            return wire.level()
        wire.value = 1 if value[0] else 0
        wire.changed()


class I2C:
    def __init__(self, number, *, scl, sda, freq=400000, timeout=50000):
        if number not in (0, 1):
            raise ValueError("I2C(%d) doesn't exist" % number)
        if scl.id not in hardware.scl[number]:
            raise ValueError('bad SCL pin')
        if sda.id not in hardware.sda[number]:
            raise ValueError('bad SDA pin')
        hardware.log.append('I2C(%d, scl=%d, sda=%d, freq=%d, timeout=%d)' % (number, scl.id, sda.id, freq, timeout))
        self.written = None

    def writeto(self, address, data, stop=True):
        hardware.transfer(address, data, None, 5)

    def readfrom_into(self, address, into):
        hardware.transfer(address, None, into, 5)


class SPI:
    MSB = 0
    LSB = 1

    def __init__(self, number, baudrate=1000000, *, polarity=0, phase=0, bits=8, firstbit=0, sck, mosi, miso):
        if number not in (0, 1):
            raise ValueError("SPI(%d) doesn't exist" % number)
        if sck.id not in hardware.sck[number]:
            raise ValueError('bad SCK pin')
        if mosi.id not in hardware.tx[number]:
            raise ValueError('bad MOSI pin')
        if miso.id not in hardware.rx[number]:
            raise ValueError('bad MISO pin')
        if firstbit != SPI.MSB:
            raise NotImplementedError('LSB')
        hardware.log.append('SPI(%d, baudrate=%d, polarity=%d, phase=%d)' % (number, baudrate, polarity, phase))

    def write_readinto(self, data, into):
        for i in range(len(data)):
            into[i] = hardware.flash.exchange(data[i])

    def readinto(self, into, write=0):
        for i in range(len(into)):
            into[i] = hardware.flash.exchange(write)

    def write(self, data):
        for each in data:
            hardware.flash.exchange(each)


class PWM:
    def __init__(self, pin):
        self.wire = hardware.wires[pin.id]
        self.wire.pwm = [0, 0]

    def freq(self, freq):
        if freq < 8:
            raise ValueError('freq too small')
        if freq > 62500000:
            raise ValueError('freq too large')
        self.wire.pwm[0] = freq

    def duty_u16(self, duty):
        self.wire.pwm[1] = duty

    def deinit(self):
        self.wire.pwm = None


PWRON_RESET = 1
WDT_RESET = 3


def freq():
    return 125000000


def unique_id():
    return b'\xe6\x61\xa4\xd1\x74\x69\x21\x2a'


def reset_cause():
    return hardware.reset_cause


class ADC:
    CORE_TEMP = 4

    def __init__(self, source):
        if source == ADC.CORE_TEMP:
            self.id = 'temperature'
            return
        self.id = pin_of(source)
        if self.id not in hardware.volts:
            raise ValueError("Pin doesn't have ADC capabilities")

    def read_u16(self):
        # 12 bits, stretched to 16 as the port does.
        raw = min(4095, max(0, round(hardware.volts[self.id] / 3.3 * 4095)))
        return raw << 4 | raw >> 8
