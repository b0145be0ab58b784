// SPDX-License-Identifier: MIT
package blinka4j.boards;

import blinka4j.provider.Host;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The revision code that the firmware of a Raspberry Pi hands to the kernel, as described in <a
 * href="https://www.raspberrypi.com/documentation/computers/raspberry-pi.html#raspberry-pi-revision-codes">Raspberry Pi
 * revision codes</a>.
 *
 * @param code the whole code, with the overclocking bits
 * @param source the file that it was read from
 */
record RaspberryPiRevision(int code, String source) {
    private static final String DEVICE_TREE = "/proc/device-tree/system/linux,revision";

    /** The processors of Raspberry Pis, with both names of each. No other board uses them. */
    private static final Set<String> PROCESSORS =
            Set.of("bcm2708", "bcm2709", "bcm2710", "bcm2711", "bcm2712", "bcm2835", "bcm2836", "bcm2837");

    private static final String BROADCOM = "brcm,";

    /**
     * The code of this machine; null if it is not a Raspberry Pi, because other machines also have a {@code Revision}. Without a
     * device tree, as in a container, {@code Hardware} or {@code Model} of {@code /proc/cpuinfo} must say that it is one.
     */
    static @Nullable RaspberryPiRevision of(Host host) {
        List<String> compatible = host.compatible();
        boolean told = false;
        for (String name : compatible) {
            told |= isRaspberryPi(name);
        }
        if (!told && !compatible.isEmpty()) {
            return null;
        }
        byte[] cell = host.bytes(DEVICE_TREE);
        if (told && cell != null && cell.length == Integer.BYTES) {
            return new RaspberryPiRevision(ByteBuffer.wrap(cell).getInt(), DEVICE_TREE);
        }
        String cpuinfo = host.text(Cpuinfo.FILE);
        String code = Cpuinfo.value(cpuinfo, "Revision");
        if (!isCode(code)) {
            return null;
        }
        String hardware = Cpuinfo.value(cpuinfo, "Hardware").toLowerCase(Locale.ROOT);
        return told
                        || PROCESSORS.contains(hardware)
                        || !Cpuinfo.raspberryPi(host).isEmpty()
                ? new RaspberryPiRevision(Integer.parseUnsignedInt(code, 16), Cpuinfo.FILE)
                : null;
    }

    private static boolean isRaspberryPi(String compatible) {
        return compatible.startsWith(BROADCOM)
                ? PROCESSORS.contains(compatible.substring(BROADCOM.length()))
                : compatible.startsWith("raspberrypi,");
    }

    private static boolean isCode(String text) {
        return !text.isEmpty()
                && text.length() <= 2 * Integer.BYTES
                && text.chars().allMatch(digit -> digit < 0x80 && Character.digit(digit, 16) >= 0);
    }

    /** Whether the code has type bits; otherwise it is a number from a list. */
    boolean isNewStyle() {
        return ((code >>> 23) & 1) == 1;
    }

    /** The type bits of a new-style code: 0x11 is a Raspberry Pi 4 Model B. */
    int type() {
        return (code >>> 4) & 0xff;
    }

    /** An old-style code without the overclocking bits. */
    int oldStyleCode() {
        return code & 0xffff;
    }

    @Override
    public String toString() {
        return "%s says revision %04x%s"
                .formatted(source, code, isNewStyle() ? ", Raspberry Pi type 0x%02x".formatted(type()) : "");
    }
}
