# SPDX-License-Identifier: MIT
import array
import time

import board
import busio
import digitalio
import microcontroller
import neopixel_write
import onewireio
import pulseio
import pwmio
import rainbowio
import supervisor

print(microcontroller.pin.D18 is board.D18, {board.D18: 1}[board.D18], board.D18 == board.D17, "D18" in dir(board))

pwm = pwmio.PWMOut(board.D18, frequency=50, duty_cycle=2**15)
pwm.duty_cycle = 0x4000
print(pwm.frequency, pwm.duty_cycle)
try:
    pwm.frequency = 60
except AttributeError as error:
    print(error)
with pwmio.PWMOut(board.D19, variable_frequency=True) as other:
    other.frequency = 2000
    print(other.frequency)
for wrong in (-1, 65536):
    try:
        pwm.duty_cycle = wrong
    except ValueError as error:
        print(error)

uart = busio.UART(board.TX, board.RX, baudrate=115200, timeout=0.1, parity=busio.UART.Parity.EVEN)
print(uart.write(b"hello\n"), uart.read(4), uart.readline(), uart.in_waiting, uart.timeout, uart.baudrate)

wire = onewireio.OneWire(board.D5)
print(wire.reset())
for bit in range(8):
    wire.write_bit(0x33 >> bit & 1)
print(hex(sum(wire.read_bit() << bit for bit in range(8))))

pulses = pulseio.PulseIn(board.D6, maxlen=10, idle_state=False)
time.sleep(1)
pulses.pause()
print(len(pulses), bool(pulses), [pulses[index] for index in range(len(pulses))], pulses[-1], pulses.popleft())
pulses.clear()
try:
    pulses.popleft()
except IndexError:
    print("empty")
try:
    pulseio.PulseOut(board.D22).send(bytearray(4))
except TypeError as error:
    print(error)
except NotImplementedError as error:
    print("NotImplementedError")

strip = digitalio.DigitalInOut(board.MOSI)
strip.direction = digitalio.Direction.OUTPUT
for green in (255, 1):
    neopixel_write.neopixel_write(strip, bytearray([green, 2, 3]))
strip.deinit()
print(hex(rainbowio.colorwheel(85)), supervisor.ticks_ms() > 0)
# The bus of the strip is free again.
busio.SPI(board.SCK, board.MOSI).deinit()
