// SPDX-License-Identifier: MIT
package blinka4j.boards;

import blinka4j.provider.Host;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The revision code that the firmware of a Raspberry Pi hands to the kernel, as described in <a
 * href="https://www.raspberrypi.com/documentation/computers/raspberry-pi.html#raspberry-pi-revision-codes">Raspberry Pi
 * revision codes</a>.
 *
 * @param code as it is, with the bits that overclocking sets
 * @param source the file that says so
 */
record RaspberryPiRevision(int code, String source) {
    private static final String DEVICE_TREE = "/proc/device-tree/system/linux,revision";
    private static final String CPUINFO = "/proc/cpuinfo";

    /** Made when they are needed, which they are on few machines: regular expressions cost a program's start milliseconds. */
    private static final class Patterns {
        static final Pattern REVISION = Pattern.compile("(?m)^Revision\\s*:\\s*([0-9a-fA-F]{1,8})\\s*$");
        static final Pattern HARDWARE = Pattern.compile("(?m)^Hardware\\s*:\\s*BCM2[78]\\d\\d\\b");
    }

    /** The code of this machine; null if it is no Raspberry Pi: other machines have a {@code Revision} of their own. */
    static @Nullable RaspberryPiRevision of(Host host) {
        List<String> compatible = host.compatible();
        boolean told = false;
        for (String name : compatible) {
            told |= name.startsWith("raspberrypi,") || name.startsWith("brcm,bcm27") || name.startsWith("brcm,bcm28");
        }
        if (!told && !compatible.isEmpty()) {
            return null;
        }
        byte[] cell = host.bytes(DEVICE_TREE);
        if (told && cell != null && cell.length == Integer.BYTES) {
            return new RaspberryPiRevision(ByteBuffer.wrap(cell).getInt(), DEVICE_TREE);
        }
        String cpuinfo = host.text(CPUINFO);
        if (cpuinfo.isEmpty()) {
            return null;
        }
        Matcher revision = Patterns.REVISION.matcher(cpuinfo);
        if (revision.find() && (told || Patterns.HARDWARE.matcher(cpuinfo).find())) {
            return new RaspberryPiRevision(Integer.parseUnsignedInt(revision.group(1), 16), CPUINFO);
        }
        return null;
    }

    /** Whether the bits of the code tell the type; else it is a number from a list. */
    boolean isNewStyle() {
        return ((code >>> 23) & 1) == 1;
    }

    /** The type bits of a new-style code: 0x11 is a Raspberry Pi 4 Model B. */
    int type() {
        return (code >>> 4) & 0xff;
    }

    /** An old-style code without the bits above it, which tell of overclocking. */
    int oldStyleCode() {
        return code & 0xffff;
    }

    @Override
    public String toString() {
        return "%s says revision %04x%s"
                .formatted(source, code, isNewStyle() ? ", Raspberry Pi type 0x%02x".formatted(type()) : "");
    }
}
