# SPDX-License-Identifier: MIT
"""src/test/differential in one process: CircuitPython's drivers in GraalPy, on busio of this module, and ours in Java.

samples/python/measure --states calls it: compare.py STATES FOLDER [DRIVER...]. It uses the comparison of src/test/differential, with
another way to the simulated chips.
"""

import importlib.util
import pathlib
import sys

import busio
import java
from _blinka import native

ROOT = pathlib.Path(__file__).resolve().parents[4]
SPEC = importlib.util.spec_from_file_location("differential", ROOT / "src/test/differential/compare.py")
differential = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(differential)
JavaTwins = java.type("blinka4j.drivers.vectors.Twins")


class Twins(differential.Twins):
    def __init__(self):
        self.java = JavaTwins()
        self.requests = 0

    def ask(self, request, error=RuntimeError):
        answer = str(self.java.reply(request))
        if answer.startswith("ok "):
            return differential.json.loads(answer[3:])
        raise error(answer.removeprefix("raised "))

    def count(self):
        """A driver that asks for ever is stopped."""
        self.requests += 1
        if self.requests > self.MOST_REQUESTS:
            raise RuntimeError(f"still not ready after {self.MOST_REQUESTS} requests")

    def close(self):
        pass


class I2C(busio.I2C):
    def __init__(self, twins, adds=0):
        self._begin(native.i2cOn(twins.java.theirI2c()))
        self.twins = twins
        self.adds = adds

    def added(self, buffer, start):
        """The bits of drivers.txt that CircuitPython's driver does not set in a register's number."""
        if not self.adds or len(buffer) <= start:
            return buffer
        changed = bytearray(buffer)
        changed[start] |= self.adds
        return changed

    def _require_lock(self):
        self.twins.count()
        super()._require_lock()

    def writeto(self, address, buffer, *, start=0, end=None):
        super().writeto(address, self.added(buffer, start), start=start, end=end)

    def writeto_then_readfrom(self, address, out_buffer, in_buffer, *, out_start=0, **slices):
        out = self.added(out_buffer, out_start)
        super().writeto_then_readfrom(address, out, in_buffer, out_start=out_start, **slices)


class SPI(busio.SPI):
    def __init__(self, twins, MOSI=None):
        """A strip of DotStars opens its bus itself, with two pins."""
        self._begin(native.spiOn(twins.java.theirSpi()))
        self.twins = twins

    def _require_lock(self):
        self.twins.count()
        super()._require_lock()


def install_modules(folder):
    """The modules of the board are those of this module."""
    for clone in sorted(folder.iterdir()):
        sys.path.append(str(clone))


differential.Twins = Twins
differential.I2C = I2C
differential.SPI = SPI
differential.install_modules = install_modules
sys.exit(differential.main(*sys.argv[1:]))
