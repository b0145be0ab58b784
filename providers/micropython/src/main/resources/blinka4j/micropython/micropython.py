# SPDX-License-Identifier: MIT
# For a board with MicroPython, after shared.py. A pin is a number or the name that machine.Pin takes.
import machine, sys
def _gn(n, k):
    _o[n] = machine.Pin(k)
    _e()
def _gi(n, k, u):
    P = machine.Pin
    _o[n] = P(k, P.IN, P.PULL_UP if u == 1 else P.PULL_DOWN if u == 2 else None)
    _e()
def _go(n, k, v, d):
    P = machine.Pin
    _o[n] = P(k, P.OPEN_DRAIN if d else P.OUT, value=v)
    _e()
def _gw(n, v):
    _o[n].value(v)
    _e()
def _gr(n):
    _e(_o[n].value())
def _cf(n, *p):
    _o.pop(n, None)
    for k in p:
        machine.Pin(k, machine.Pin.IN, None)
    _e()
def _ic(n, i, c, d, f, t):
    a = {'freq': f}
    if t:
        a['timeout'] = t
    if c is not None:
        a['scl'] = machine.Pin(c)
        a['sda'] = machine.Pin(d)
    _o[n] = machine.SoftI2C(**a) if i is None else machine.I2C(i, **a)
    _e()
def _it(n, a, h, r):
    w = _b(h)
    if w or not r:
        _o[n].writeto(a, w, not r)
    b = bytearray(r)
    if r:
        _o[n].readfrom_into(a, b)
    _x(b)
def _sc(n, i, c, o, r, f, p, h):
    S = machine.SPI
    _o[n] = S(i, baudrate=f, polarity=p, phase=h, bits=8, firstbit=S.MSB, sck=machine.Pin(c), mosi=machine.Pin(o), miso=machine.Pin(r))
    _e()
def _sw(n, h):
    _o[n].write(_b(h))
    _e()
def _sx(n, h):
    b = bytearray(_b(h))
    _o[n].write_readinto(b, b)
    _x(b)
def _sr(n, r):
    b = bytearray(r)
    _o[n].readinto(b, 0)
    _x(b)
def _pw(n, k, f, d):
    if n not in _o:
        _o[n] = machine.PWM(machine.Pin(k))
    if f:
        _o[n].freq(f)
    _o[n].duty_u16(d)
    _e()
def _pf(n, k):
    p = _o.pop(n, None)
    if p:
        p.duty_u16(0)
        # On the RP2040 it would stop the other output of the slice, too.
        if sys.platform != 'rp2':
            p.deinit()
        machine.Pin(k, machine.Pin.IN, None)
    _e()
def _ac(n, k):
    _o[n] = machine.ADC(machine.Pin(k))
    _e()
def _ar(n):
    _e(_o[n].read_u16())
# From the data sheets of the RP2040 (4.9.5) and the RP2350 (12.4.6).
def _mt():
    if sys.platform != 'rp2':
        raise NotImplementedError('temperature')
    v = machine.ADC(getattr(machine.ADC, 'CORE_TEMP', 4)).read_u16() * 3.3 / 65535
    _e(27 - (v - 0.706) / 0.001721)
def _mf():
    f = machine.freq()
    _e(f[0] if isinstance(f, tuple) else f)
def _mv():
    _e('nan')
def _mr():
    _e('WATCHDOG' if machine.reset_cause() == machine.WDT_RESET else 'UNKNOWN')
def _mu():
    _x(machine.unique_id())
print('=ready')
