// SPDX-License-Identifier: MIT
package blinka4j.boards;

import blinka4j.provider.Host;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The board id in the EEPROM of a BeagleBone: the header AA 55 33 EE, then name and version. See the system reference manual of the
 * BeagleBone Black.
 *
 * @param file the file that it was read from
 * @param id the text after the header, one character per byte
 */
record BeagleBoneEeprom(String file, String id) {
    private static final String DEVICES = "/sys/bus/nvmem/devices/";
    private static final byte[] HEADER = {(byte) 0xAA, 0x55, 0x33, (byte) 0xEE};
    private static final int LENGTH = 32;
    private static final int NAME = 12;
    /** Address 0x50 of an I2C bus; newer kernels add a number. */
    private static final String DEVICE = "\\d+-0050\\d*";

    /** Reads the EEPROM of this machine; null if the processor is not from Texas Instruments, or the EEPROM cannot be read. */
    static @Nullable BeagleBoneEeprom of(Host host) {
        boolean told = false;
        for (String name : host.compatible()) {
            told |= name.startsWith("ti,") || name.startsWith("beagle,");
        }
        if (!told) {
            return null;
        }
        for (String device : host.list(DEVICES)) {
            if (device.matches(DEVICE)) {
                String file = DEVICES + device + "/nvmem";
                byte[] bytes = host.bytes(file);
                if (bytes != null
                        && bytes.length >= HEADER.length + NAME
                        && Arrays.equals(bytes, 0, HEADER.length, HEADER, 0, HEADER.length)) {
                    int length = Math.min(bytes.length, LENGTH) - HEADER.length;
                    return new BeagleBoneEeprom(
                            file, new String(bytes, HEADER.length, length, StandardCharsets.ISO_8859_1));
                }
            }
        }
        return null;
    }

    /** @param start text, or 0x and hexadecimal digits */
    boolean beginsWith(String start) {
        return id.startsWith(
                start.startsWith("0x")
                        ? new String(HexFormat.of().parseHex(start.substring(2)), StandardCharsets.ISO_8859_1)
                        : start);
    }

    @Override
    public String toString() {
        String name = id.substring(0, NAME);
        return "%s says %s"
                .formatted(
                        file,
                        name.matches("[ -~]+")
                                ? name
                                : "0x" + HexFormat.of().formatHex(name.getBytes(StandardCharsets.ISO_8859_1)));
    }
}
