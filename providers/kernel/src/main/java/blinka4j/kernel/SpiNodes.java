// SPDX-License-Identifier: MIT
package blinka4j.kernel;

import blinka4j.NotAvailableException;
import blinka4j.provider.BoardDefinition.SpiBus;
import blinka4j.provider.Host;

/**
 * The device files of an SPI bus, one for each chip select.
 *
 * @param path of the bus, such as {@code /dev/spidev0}
 */
public record SpiNodes(Host host, SpiBus bus, String path) {
    private static final String BUFSIZ = "/sys/module/spidev/parameters/bufsiz";
    private static final int DEFAULT_BUFSIZ = 4096;

    /**
     * Finds a bus.
     *
     * @throws NotAvailableException if the machine does not have it
     */
    public static SpiNodes of(Host host, SpiBus bus) {
        return new SpiNodes(host, bus, DeviceNodes.spi(host, bus));
    }

    /** Returns the most bytes that the kernel transfers in one call. */
    public static int bufsiz(Host host) {
        try {
            return Math.max(1, Integer.parseInt(host.text(BUFSIZ).strip()));
        } catch (NumberFormatException e) {
            return DEFAULT_BUFSIZ;
        }
    }

    /** Returns the device file of a chip select, such as {@code /dev/spidev0.1}. It need not exist. */
    public String node(int select) {
        return path + "." + select;
    }

    /**
     * Returns the lowest chip select that has a device file.
     *
     * @throws NotAvailableException if there is none
     */
    public int first() {
        String prefix = path.substring(path.lastIndexOf('/') + 1) + ".";
        return host.list(path.substring(0, path.lastIndexOf('/') + 1)).stream()
                .filter(name -> name.startsWith(prefix)
                        && name.substring(prefix.length()).matches("\\d{1,9}"))
                .mapToInt(name -> Integer.parseInt(name.substring(prefix.length())))
                .min()
                .orElseThrow(
                        () -> new NotAvailableException("%s does not exist. %s".formatted(node(0), missing(node(0)))));
    }

    /**
     * Requires that a chip select has a device file that the user may read and write.
     *
     * @throws NotAvailableException if it does not
     */
    public void require(int select) {
        DeviceFile.require(host, DeviceKind.SPI, node(select), missing(node(select)));
    }

    /** Returns why a device file of this bus may be missing, and what to do. */
    public String missing(String node) {
        if (!host.exists("/sys/class/spi_master/" + controller())) {
            return DeviceNodes.missing(host, node, bus.enable());
        }
        return "The bus exists, but the device tree names no spidev on this chip select, or a driver of the kernel uses it ('ls -l /sys/bus/spi/devices' shows which)."
                + (bus.enable().isEmpty() ? "" : " " + DeviceNodes.sentence(bus.enable()));
    }

    /** Returns whether the device tree says that a chip select is active high. */
    public boolean isActiveHigh(int select) {
        return host.exists("/sys/bus/spi/devices/" + controller() + "." + select + "/of_node/spi-cs-high");
    }

    /** Returns whether the chip selects are GPIO lines. The kernel then knows their active levels from the device tree. */
    public boolean isSelectedByGpio() {
        return host.exists("/sys/class/spi_master/" + controller() + "/of_node/cs-gpios");
    }

    private String controller() {
        return "spi" + path.replaceFirst(".*\\D", "");
    }
}
