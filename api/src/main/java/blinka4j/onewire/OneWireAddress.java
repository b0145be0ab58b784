// SPDX-License-Identifier: MIT
package blinka4j.onewire;

import blinka4j.hardware.Arguments;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The ROM code of a device on a 1-Wire bus: family code, serial number and checksum. No two devices have the same. */
public final class OneWireAddress {
    private static final int LENGTH = 8;

    private final byte[] rom;

    /**
     * @param rom 8 bytes: the family code, six bytes of the serial number, lowest first, and the checksum
     * @throws IllegalArgumentException if there are not 8 bytes
     */
    public OneWireAddress(byte... rom) {
        if (Arguments.required(rom, "OneWireAddress needs 8 bytes", "bus.scan().get(0).rom()").length != LENGTH) {
            throw new IllegalArgumentException(
                    "a 1-Wire address of %s bytes is not possible. It must have 8. OneWireBus.scan() finds the addresses."
                            .formatted(rom.length));
        }
        this.rom = rom.clone();
    }

    /** The 8 bytes, in the order on the bus. */
    public byte[] rom() {
        return rom.clone();
    }

    /** The checksum of the other bytes, 0 to 255. */
    public int crc() {
        return rom[LENGTH - 1] & 0xFF;
    }

    /** The serial number, 6 bytes, lowest first. */
    public byte[] serialNumber() {
        return Arrays.copyOfRange(rom, 1, LENGTH - 1);
    }

    /** The kind of device, 0 to 255: 0x28 for a DS18B20. */
    public int familyCode() {
        return rom[0] & 0xFF;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof OneWireAddress address && Arrays.equals(rom, address.rom);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(rom);
    }

    /** The name that Linux gives the device, such as {@code 28-0000070e41ac}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("%02x-".formatted(rom[0]));
        for (int i = LENGTH - 2; i > 0; i--) {
            text.append("%02x".formatted(rom[i]));
        }
        return text.toString();
    }
}
