// SPDX-License-Identifier: MIT
package blinka4j.linux;

import blinka4j.provider.Host;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Addresses of devices in the device tree, by the Devicetree Specification (v0.4, sections 2.3.5 to 2.3.8). The {@code reg} of a node
 * is an address of its bus, and the {@code ranges} of each bus above translate it.
 */
final class DeviceTree {
    private static final int CELL = 4;
    /** The specification's default. */
    private static final int ADDRESS_CELLS = 2;

    private static final int SIZE_CELLS = 1;

    private DeviceTree() {}

    /**
     * Returns the processor's address of a device's first registers.
     *
     * @param node a path of the host to the device's node; may contain links
     * @return empty if the processor cannot address the device's bus
     */
    static OptionalLong address(Host host, String node) {
        try {
            Path root = host.path("/proc/device-tree").toRealPath();
            Path device = host.path(node).toRealPath();
            Path bus = device.getParent();
            if (bus == null || !device.startsWith(root) || device.equals(root)) {
                return OptionalLong.empty();
            }
            int addressCells = cells(bus, "#address-cells", ADDRESS_CELLS);
            byte[] reg = Files.readAllBytes(device.resolve("reg"));
            if (reg.length < addressCells * CELL) {
                return OptionalLong.empty();
            }
            BigInteger address = number(reg, 0, addressCells);
            while (!bus.equals(root)) {
                Path above = bus.getParent();
                if (above == null || !Files.exists(bus.resolve("ranges"))) {
                    return OptionalLong.empty();
                }
                address = translate(bus, above, address);
                if (address == null) {
                    return OptionalLong.empty();
                }
                bus = above;
            }
            return address.bitLength() < Long.SIZE ? OptionalLong.of(address.longValue()) : OptionalLong.empty();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /** Returns the address on the bus above; null if it has none there. */
    private static @Nullable BigInteger translate(Path bus, Path above, BigInteger address) throws IOException {
        byte[] ranges = Files.readAllBytes(bus.resolve("ranges"));
        if (ranges.length == 0) {
            return address;
        }
        int childCells = cells(bus, "#address-cells", ADDRESS_CELLS);
        int parentCells = cells(above, "#address-cells", ADDRESS_CELLS);
        int sizeCells = cells(bus, "#size-cells", SIZE_CELLS);
        int range = (childCells + parentCells + sizeCells) * CELL;
        for (int at = 0; at + range <= ranges.length; at += range) {
            BigInteger child = number(ranges, at, childCells);
            BigInteger parent = number(ranges, at + childCells * CELL, parentCells);
            BigInteger size = number(ranges, at + (childCells + parentCells) * CELL, sizeCells);
            BigInteger within = address.subtract(child);
            if (within.signum() >= 0 && within.compareTo(size) < 0) {
                return parent.add(within);
            }
        }
        return null;
    }

    private static int cells(Path node, String property, int otherwise) throws IOException {
        Path file = node.resolve(property);
        return Files.exists(file) ? number(Files.readAllBytes(file), 0, 1).intValue() : otherwise;
    }

    private static BigInteger number(byte[] bytes, int offset, int cells) {
        return new BigInteger(1, bytes, offset, cells * CELL);
    }
}
