# SPDX-License-Identifier: MIT
# Plays the Python of a Raspberry Pi Pico, in MicroPython's port to Unix. A test has the prompt in front of it. Each line on the standard
# input is a letter and text in hexadecimal: x runs code as the raw REPL does, and prints what that prints, \x04, an exception, \x04; o
# asks the hardware for the value of an expression from outside, and prints its repr and \x04; r restarts Python.
import sys as unix
from binascii import unhexlify


class System:
    platform = 'rp2'


system = System()
circuitpython = unix.argv[1] == 'circuitpython'
unix.path.append(unix.argv[2])
import hardware

if circuitpython:
    unix.path.append(unix.argv[2] + '/circuitpython')
else:
    import machine


class Implementation:
    name = unix.argv[1]
    _machine = unix.argv[3]


system.implementation = Implementation
unix.modules['sys'] = system


def fresh():
    return {'__name__': '__main__'}


space = fresh()


def be(platform):
    System.platform = platform


def objects():
    return list(space.get('_o', {}).values())


while True:
    try:
        line = unix.stdin.readline()
        if not line:
            break
        text = unhexlify(line[1:].strip()).decode()
        if line[0] == 'r':
            hardware.stop()
            space = fresh()
            if circuitpython:
                # It also makes all pins inputs.
                import microcontroller
                for each in list(microcontroller.used):
                    microcontroller.Pin(each).free()
        elif line[0] == 'o':
            try:
                print(repr(eval(text, {'hardware': hardware, 'objects': objects, 'system': be})), end='\x04')
            except Exception as e:
                print('error: %r' % e, end='\x04')
        else:
            try:
                exec(text, space)
                print(end='\x04')
            except BaseException as e:
                print(end='\x04')
                unix.print_exception(e, unix.stdout)
            print(end='\x04')
    except KeyboardInterrupt:
        pass
