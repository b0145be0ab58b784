# SPDX-License-Identifier: MIT
"""Hardware buses."""

from _blinka import native as _native
from _resource import ALL as _ALL
from _resource import Constant as _Constant
from _resource import Lockable as _Lockable
from _resource import Resource as _Resource
from _resource import integer as _integer
from _resource import readable as _readable
from _resource import whole as _whole
from microcontroller import _java


def _address(value):
    return _integer(value, "address", 0, 0x7F)


def _bounds(start, end, prefix=""):
    """Where a part of a buffer starts and ends, as numbers."""
    return _integer(start, prefix + "start", -_ALL, _ALL), (
        _ALL if end is None else _integer(end, prefix + "end", -_ALL, _ALL)
    )


class I2C(_Lockable):
    _open = staticmethod(_native.i2c)

    def __init__(self, scl, sda, *, frequency=100000, timeout=255):
        frequency = _integer(frequency, "frequency", 1, 5_000_000)
        timeout = _integer(timeout, "timeout", 0, 1_000_000)
        self._begin(self._open(_java(scl, "scl"), _java(sda, "sda"), frequency, timeout))

    def scan(self):
        """The addresses from 0x08 to 0x77 at which a device answers."""
        self._require_lock()
        return [int(address) for address in self._native.scan()]

    def probe(self, address):
        """Whether a device answers at the address."""
        self._require_lock()
        return self._native.probe(_address(address))

    def readfrom_into(self, address, buffer, *, start=0, end=_ALL):
        self._require_lock()
        self._native.read(_address(address), _whole(buffer), *_bounds(start, end))

    def writeto(self, address, buffer, *, start=0, end=_ALL):
        self._require_lock()
        self._native.write(_address(address), _readable(buffer), *_bounds(start, end))

    def writeto_then_readfrom(
        self, address, out_buffer, in_buffer, *, out_start=0, out_end=_ALL, in_start=0, in_end=_ALL
    ):
        self._require_lock()
        self._native.writeThenRead(
            _address(address),
            _readable(out_buffer),
            *_bounds(out_start, out_end, "out_"),
            _whole(in_buffer),
            *_bounds(in_start, in_end, "in_"),
        )


class SPI(_Lockable):
    _open = staticmethod(_native.spi)

    def __init__(self, clock, MOSI=None, MISO=None, half_duplex=False):
        if half_duplex:
            raise NotImplementedError("half_duplex is not supported")
        self._begin(self._open(_java(clock, "clock"), _java(MOSI, "MOSI", True), _java(MISO, "MISO", True)))

    def configure(self, *, baudrate=100000, polarity=0, phase=0, bits=8):
        self._require_lock()
        self._native.configure(
            _integer(int(baudrate), "baudrate", 1, 0x7FFF_FFFF),
            _integer(polarity, "polarity", 0, 1),
            _integer(phase, "phase", 0, 1),
            _integer(bits, "bits", 8, 9),
        )

    @property
    def frequency(self):
        """The clock in Hz."""
        return self._native.frequency()

    def write(self, buffer, *, start=0, end=_ALL):
        self._require_lock()
        self._native.write(_readable(buffer), *_bounds(start, end))

    def readinto(self, buffer, *, start=0, end=_ALL, write_value=0):
        self._require_lock()
        self._native.read(_whole(buffer), *_bounds(start, end), write_value)

    def write_readinto(self, out_buffer, in_buffer, *, out_start=0, out_end=_ALL, in_start=0, in_end=_ALL):
        self._require_lock()
        self._native.writeRead(
            _readable(out_buffer),
            *_bounds(out_start, out_end, "out_"),
            _whole(in_buffer),
            *_bounds(in_start, in_end, "in_"),
        )


class UART(_Resource):
    class Parity:
        pass

    def __init__(
        self,
        tx=None,
        rx=None,
        *,
        rts=None,
        cts=None,
        rs485_dir=None,
        rs485_invert=False,
        baudrate=9600,
        bits=8,
        parity=None,
        stop=1,
        timeout=1,
        receiver_buffer_size=64,
    ):
        if rts is not None or cts is not None or rs485_dir is not None:
            raise NotImplementedError("rts, cts and rs485_dir are not supported")
        if parity is not None and not isinstance(parity, _Constant):
            raise TypeError("parity must be of type UART.Parity")
        pins = _java(tx, "tx", True), _java(rx, "rx", True)
        name = None if parity is None else parity._name
        self._begin(_native.uart(*pins, int(baudrate), bits, name, stop, float(timeout)))

    def read(self, nbytes=None):
        """Bytes until none has come for the timeout; None if none came."""
        result = bytearray()
        while nbytes is None or len(result) < nbytes:
            part = bytearray(64 if nbytes is None else nbytes - len(result))
            count = self._native.read(part, len(part))
            result += part[:count]
            if count < len(part):
                break
        return bytes(result) if result or nbytes == 0 else None

    def readinto(self, buf, nbytes=_ALL):
        """The number of bytes read; None if none came."""
        return self._native.read(_whole(buf), nbytes) or None

    def readline(self):
        """A line with its end, or what came until the timeout; None if nothing came."""
        line = bytearray()
        one = bytearray(1)
        while not line.endswith(b"\n") and self._native.read(one, 1):
            line += one
        return bytes(line) or None

    def write(self, buf):
        return self._native.write(_readable(buf))

    @property
    def in_waiting(self):
        return self._native.inWaiting()

    def reset_input_buffer(self):
        self._native.resetInputBuffer()

    @property
    def baudrate(self):
        return self._native.baudrate()

    @baudrate.setter
    def baudrate(self, value):
        self._native.baudrate(value)

    @property
    def timeout(self):
        return self._native.timeout()

    @timeout.setter
    def timeout(self, value):
        self._native.timeout(float(value))


UART.Parity.ODD = _Constant("busio.UART.Parity", "ODD")
UART.Parity.EVEN = _Constant("busio.UART.Parity", "EVEN")
