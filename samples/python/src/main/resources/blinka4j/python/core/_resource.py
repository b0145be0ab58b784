# SPDX-License-Identifier: MIT
"""What all objects that own pins have in common."""

import sys

ALL = sys.maxsize
DEINITED = "Object has been deinitialized and can no longer be used. Create a new object."


class Constant:
    """A constant such as digitalio.Pull.UP. It is compared with "is" or "=="."""

    def __init__(self, owner, name):
        self._owner = owner
        self._name = name

    def __repr__(self):
        return f"{self._owner}.{self._name}"


def readable(buffer):
    """A buffer to read from. A string is its bytes, as in CircuitPython."""
    if type(buffer) is bytearray or type(buffer) is bytes:
        return buffer
    if isinstance(buffer, str):
        return buffer.encode()
    return whole(buffer)


def whole(buffer):
    """The buffer, if its bytes lie side by side."""
    if isinstance(buffer, memoryview) and not buffer.contiguous:
        raise BufferError("the bytes of the buffer must lie side by side: no memoryview with a step")
    return buffer


def integer(value, name, least, greatest):
    if not isinstance(value, int):
        raise TypeError(f"{name} must be of type int, not {type(value).__name__}")
    if not least <= value <= greatest:
        raise ValueError(f"{name} must be {least}-{greatest}")
    return int(value)


class Resource:
    """Has the Java object in _native."""

    @classmethod
    def _of(cls, native):
        made = cls.__new__(cls)
        made._begin(native)
        return made

    def _begin(self, native):
        self._native = native

    def deinit(self):
        """Frees the pins. Doing so again does nothing."""
        native = self.__dict__.get("_native")
        if native is not None:
            native.deinit()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.deinit()


class Lockable(Resource):
    """A bus. Whoever has the lock may use it; the lock is not reentrant, and another thread may free it."""

    def _begin(self, native):
        from _thread import allocate_lock

        self._native = native
        self._lock = allocate_lock()

    def try_lock(self):
        """Takes the bus; False if somebody has it."""
        self._require_open()
        return self._lock.acquire(False)

    def unlock(self):
        """Frees the bus."""
        self._require_open()
        # GraalPy frees a lock twice without an error, and then two could have it.
        if self._lock.locked():
            self._lock.release()

    def _require_open(self):
        if self._native.isDeinited():
            raise ValueError(DEINITED)

    def _require_lock(self):
        if not self._lock.locked():
            self._require_open()
            raise RuntimeError("Function requires lock. Call try_lock() first.")
