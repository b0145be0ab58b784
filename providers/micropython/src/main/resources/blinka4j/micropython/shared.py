# SPDX-License-Identifier: MIT
# What is sent to every board, before micropython.py or circuitpython.py. Each function prints one line: = and its result.
# Objects have numbers. Bytes are in hexadecimal.
from binascii import hexlify, unhexlify
_v = 1
_o = {}
_d = bytearray()
def _e(x=''):
    print('=' + str(x))
def _x(b):
    print('=', end='')
    for i in range(0, len(b), 256):
        print(hexlify(b[i:i + 256]).decode(), end='')
    print()
def _q(h):
    _d.extend(unhexlify(h))
    _e()
def _b(h):
    global _d
    if h is not None:
        return unhexlify(h)
    b = _d
    _d = bytearray()
    return b
def _z():
    global _d
    _d = bytearray()
    _e()
