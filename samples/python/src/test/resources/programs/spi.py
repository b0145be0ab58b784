# SPDX-License-Identifier: MIT
import board
import busio
import digitalio
from adafruit_bus_device.spi_device import SPIDevice

spi = busio.SPI(board.SCK, MOSI=board.MOSI, MISO=board.MISO)
cs = digitalio.DigitalInOut(board.D5)
device = SPIDevice(spi, cs, baudrate=500000, extra_clocks=8)
try:
    spi.write(b"\x00")
except RuntimeError as error:
    print(error)
with device as bus:
    print(bus is spi, cs.value, spi.try_lock())
    bus.write(bytes([0xD0]))
    result = bytearray(b"---")
    bus.readinto(result, start=1, end=2)
print(cs.value, result, spi.frequency)
with device as bus:
    both = bytearray([0xD0, 0])
    bus.write_readinto(both, both)
    try:
        bus.write_readinto(both, both, out_end=1)
    except ValueError as error:
        print("ValueError")
print(hex(both[1]))
spi.deinit()
