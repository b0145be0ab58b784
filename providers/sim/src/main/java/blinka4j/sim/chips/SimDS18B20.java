// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.checksum.Crc8;
import blinka4j.sim.Quantity;
import blinka4j.sim.RomCommands;
import blinka4j.sim.SimChip;

/**
 * Analog Devices (Maxim) DS18B20: temperature in steps of 1/16 °C; 1-Wire. Data sheet: 19-7487 rev 6.
 *
 * <p>A conversion takes the longest time of the data sheet for its resolution. Until then the chip sends zeros. The memory that keeps
 * settings without a supply, and parasite power, are not simulated.
 */
public final class SimDS18B20 extends SimChip {
    private static final int CONVERT = 0x44;
    private static final int WRITE = 0x4E;
    private static final int READ = 0xBE;
    private static final long LONGEST_NANOS = 750_000_000;
    private static final byte[] POWER_ON = {0x50, 0x05, 0x4B, 0x46, 0x7F, -1, 0x0C, 0x10, 0x1C};

    private final Quantity temperature = measures("temperature", -55, 125, "°C", 22.5);
    private final RomCommands rom;
    /** Figure 9: temperature, alarms TH and TL, configuration, reserved bytes, checksum. */
    private final byte[] scratchpad = POWER_ON.clone();

    private long ready = Long.MAX_VALUE;

    /** @param serialNumber each chip on a bus must have another one */
    public SimDS18B20(int serialNumber) {
        rom = new RomCommands(0x28, serialNumber, new Functions());
        onOneWire(rom);
    }

    /** The ROM code, 8 bytes. */
    public byte[] rom() {
        return rom.rom();
    }

    /** The bytes that a program reads, to make the chip another one or a broken one. */
    public byte[] scratchpad() {
        return scratchpad;
    }

    /** Sets the temperature, -55 to 125 °C. */
    public SimDS18B20 temperature(double celsius) {
        temperature.value(celsius);
        return this;
    }

    @Override
    protected void powerOn() {
        System.arraycopy(POWER_ON, 0, scratchpad, 0, POWER_ON.length);
        ready = Long.MAX_VALUE;
    }

    /** The bits of the resolution that are not used: 0 of 12, 3 of 9. */
    private int unused() {
        return 3 - (scratchpad[4] >> 5 & 3);
    }

    private final class Functions implements RomCommands.Functions {
        private int command;
        private int count;

        @Override
        public void selected() {
            command = 0;
            count = 0;
        }

        @Override
        public void write(int value) {
            if (command == 0) {
                command = value;
                ready = command == CONVERT ? clock().nanos() + (LONGEST_NANOS >> unused()) : ready;
            } else if (command == WRITE && count < 3) {
                scratchpad[2 + count] = (byte) (count == 2 ? (value & 0x60) | 0x1F : value);
                count++;
            }
        }

        @Override
        public int next() {
            if (clock().nanos() >= ready) {
                int sixteenths = (int) Math.round(temperature.value() * 16) & -(1 << unused());
                scratchpad[0] = (byte) sixteenths;
                scratchpad[1] = (byte) (sixteenths >> 8);
                scratchpad[6] = (byte) (0x10 - (sixteenths & 0x0F));
                ready = Long.MAX_VALUE;
            }
            if (command == CONVERT) {
                return ready == Long.MAX_VALUE ? 0xFF : 0;
            }
            scratchpad[8] = (byte) Crc8.ONE_WIRE.of(scratchpad, 0, 8);
            return command != READ ? -1 : count < scratchpad.length ? scratchpad[count++] & 0xFF : 0xFF;
        }
    }
}
