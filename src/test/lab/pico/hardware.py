# SPDX-License-Identifier: MIT
# The wires and chips of a Raspberry Pi Pico that MicroPython's port to Unix plays. The modules machine.py and circuitpython/ use them
# from inside, board.py from outside.


class Wire:
    def __init__(self):
        self.mode = 'in'
        self.value = 0
        self.pull = 0
        self.outside = None
        self.last = 0
        self.history = []
        self.pwm = None

    def level(self):
        if self.mode == 'out':
            return self.value
        if self.mode == 'od' and not self.value:
            return 0
        if self.outside is not None:
            return self.outside
        if self.mode == 'in' and self.pull:
            return 1 if self.pull == 1 else 0
        return self.last

    def changed(self):
        level = self.level()
        if level != self.last:
            self.last = level
            self.history.append(level)

    def be(self, mode, value=0, pull=0):
        self.mode = mode
        self.value = value
        self.pull = pull
        self.pwm = None
        self.changed()


# The pins of the RP2040, and those of the wireless chip of a Pico W.
wires = {}
for pin in range(30):
    wires[pin] = Wire()
for pin in ('WL_GPIO0', 'WL_GPIO1', 'WL_GPIO2'):
    wires[pin] = Wire()
volts = {26: 0.0, 27: 0.0, 28: 0.0, 29: 5.0 / 3, 'temperature': 0.706}
reset_cause = 1

# From the table "GPIO Functions" in the data sheet of the RP2040.
scl = {0: (1, 5, 9, 13, 17, 21, 25, 29), 1: (3, 7, 11, 15, 19, 23, 27)}
sda = {0: (0, 4, 8, 12, 16, 20, 24, 28), 1: (2, 6, 10, 14, 18, 22, 26)}
sck = {0: (2, 6, 18, 22), 1: (10, 14, 26)}
tx = {0: (3, 7, 19, 23), 1: (11, 15, 27)}
rx = {0: (0, 4, 16, 20), 1: (8, 12, 24, 28)}


class Registers:
    """A chip with 256 registers of 8 bits whose number moves on."""

    def __init__(self, content):
        self.content = bytearray(content)
        self.at = 0

    def write(self, data):
        if data:
            self.at = data[0]
        for each in data[1:]:
            self.content[self.at] = each
            self.at = (self.at + 1) & 0xFF

    def read(self, into):
        for i in range(len(into)):
            into[i] = self.content[self.at]
            self.at = (self.at + 1) & 0xFF


class Words:
    """The PCT2075: two bytes for each register; its number stays."""

    def __init__(self):
        self.content = {0: b'\x19\x00', 1: b'\x00', 2: b'\x4b\x00', 3: b'\x50\x00'}
        self.at = 0

    def write(self, data):
        if data:
            self.at = data[0] & 3
        if len(data) > 1:
            self.content[self.at] = bytes(data[1:])

    def read(self, into):
        content = self.content[self.at]
        for i in range(len(into)):
            into[i] = content[i % len(content)]


class Eeprom:
    """The 24LC32: 4096 bytes, a 12-bit address, pages of 32 bytes for writing."""

    def __init__(self):
        self.content = bytearray(b'\xff' * 4096)
        self.at = 0

    def write(self, data):
        if len(data) > 1:
            self.at = (data[0] << 8 | data[1]) & 0xFFF
        for each in data[2:]:
            self.content[self.at] = each
            self.at = self.at & ~31 | (self.at + 1) & 31

    def read(self, into):
        for i in range(len(into)):
            into[i] = self.content[self.at]
            self.at = (self.at + 1) & 0xFFF


class Flash:
    """The SST25VF016B on SPI: its id and read commands. Pin 17 is its chip select."""

    id = b'\xbf\x25\x41'

    def __init__(self):
        self.content = b''
        self.selections = 0
        self.restart()

    def restart(self):
        self.count = 0
        self.command = 0
        self.address = 0

    def exchange(self, out):
        if wires[17].level():
            return 0xFF
        if self.selections != len(wires[17].history):
            self.selections = len(wires[17].history)
            self.restart()
        at = self.count
        self.count += 1
        if at == 0:
            self.command = out
            return 0xFF
        if self.command == 0x9F:
            return self.id[(at - 1) % 3]
        if self.command != 0x03:
            return 0xFF
        if at <= 3:
            self.address = self.address << 8 | out
            return 0xFF
        self.address += 1
        return self.content[(self.address - 1) % len(self.content)]


chips = {0x37: Words(), 0x50: Eeprom()}
flash = Flash()
# Error numbers for the next transfers.
failures = []
log = []


def transfer(address, data, into, absent):
    """One transaction. absent is the error number of the port for a chip that does not answer."""
    if failures:
        raise OSError(failures.pop(0))
    if address not in chips:
        raise OSError(absent)
    if data is not None:
        chips[address].write(data)
    if into is not None:
        chips[address].read(into)


def info(pin, objects):
    wire = wires[pin]
    used = any(getattr(each, 'id', None) == pin for each in objects)
    return '%s %s%s%s' % (
        'used' if used else 'unused',
        'input' if wire.mode == 'in' else 'output',
        ('', ' pull-up', ' pull-down')[wire.pull],
        ' open-drain' if wire.mode == 'od' else '')


def drive(pin, level):
    wires[pin].outside = level
    wires[pin].changed()


def driven(pin):
    wire = wires[pin]
    return wire.mode == 'out' or wire.mode == 'od' and not wire.value


def stop():
    """A soft reset."""
    for wire in wires.values():
        wire.pwm = None
    failures.clear()
