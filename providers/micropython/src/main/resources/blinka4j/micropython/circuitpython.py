# SPDX-License-Identifier: MIT
# For a board with CircuitPython, after shared.py: the same functions as in micropython.py.
import analogio, busio, digitalio, microcontroller, pwmio
def _k(k):
    k = 'GPIO' + str(k) if isinstance(k, int) else k.replace('WL_GPIO', 'CYW')
    if not hasattr(microcontroller.pin, k):
        raise ValueError('invalid pin ' + k)
    return getattr(microcontroller.pin, k)
def _gn(n, k):
    _o[n] = digitalio.DigitalInOut(_k(k))
    _e()
def _gi(n, k, u):
    P = digitalio.Pull
    _o[n].switch_to_input(P.UP if u == 1 else P.DOWN if u == 2 else None)
    _e()
def _go(n, k, v, d):
    M = digitalio.DriveMode
    _o[n].switch_to_output(bool(v), M.OPEN_DRAIN if d else M.PUSH_PULL)
    _e()
def _gw(n, v):
    _o[n].value = bool(v)
    _e()
def _gr(n):
    _e(int(_o[n].value))
def _cf(n, *p):
    x = _o.pop(n, None)
    if x:
        x.deinit()
    _e()
def _ic(n, i, c, d, f, t):
    b = busio.I2C(_k(c), _k(d), frequency=f, timeout=t or 50000)
    b.try_lock()
    _o[n] = b
    _e()
def _it(n, a, h, r):
    w = _b(h)
    b = bytearray(r)
    if w and r:
        _o[n].writeto_then_readfrom(a, w, b)
    elif r:
        _o[n].readfrom_into(a, b)
    else:
        _o[n].writeto(a, w)
    _x(b)
def _sc(n, i, c, o, r, f, p, h):
    if n not in _o:
        _o[n] = busio.SPI(_k(c), _k(o), _k(r))
        _o[n].try_lock()
    _o[n].configure(baudrate=f, polarity=p, phase=h)
    _e()
def _sw(n, h):
    _o[n].write(_b(h))
    _e()
def _sx(n, h):
    w = _b(h)
    b = bytearray(len(w))
    _o[n].write_readinto(w, b)
    _x(b)
def _sr(n, r):
    b = bytearray(r)
    _o[n].readinto(b)
    _x(b)
def _pw(n, k, f, d):
    if n not in _o:
        _o[n] = pwmio.PWMOut(_k(k), duty_cycle=d, frequency=f, variable_frequency=True)
    elif f:
        _o[n].frequency = f
    _o[n].duty_cycle = d
    _e()
def _pf(n, k):
    _cf(n)
def _ac(n, k):
    _o[n] = analogio.AnalogIn(_k(k))
    _e()
def _ar(n):
    _e(_o[n].value)
def _mt():
    if microcontroller.cpu.temperature is None:
        raise NotImplementedError('temperature')
    _e(microcontroller.cpu.temperature)
def _mf():
    _e(microcontroller.cpu.frequency)
def _mv():
    v = microcontroller.cpu.voltage
    _e('nan' if v is None else v)
def _mr():
    R = microcontroller.ResetReason
    r = microcontroller.cpu.reset_reason
    _e('WATCHDOG' if r == R.WATCHDOG else 'BROWNOUT' if r == R.BROWNOUT else 'UNKNOWN')
def _mu():
    _x(microcontroller.cpu.uid)
print('=ready')
