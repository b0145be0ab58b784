// SPDX-License-Identifier: MIT
package blinka4j.linux;

import blinka4j.NotAvailableException;
import blinka4j.kernel.DeviceKind;
import blinka4j.kernel.Errno;
import blinka4j.provider.Host;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registers of GPIO controllers, mapped into this process. Each controller is mapped once, for all its lines, for as long as the
 * process lives, so a thread may use a line's registers while another thread closes the line. If a controller cannot be mapped, a
 * debug message says why, and its lines go through the kernel.
 *
 * <p>The setting {@code BLINKA_GPIOMEM} disables mapping ({@code off}), or names the device to map. {@code /dev/mem} contains all of
 * the processor's addresses, and the device tree tells where the registers are. Any other device begins with the registers.
 */
final class GpioMemory {
    static final String SETTING = "BLINKA_GPIOMEM";

    private static final Logger LOG = LoggerFactory.getLogger(GpioMemory.class);
    private static final String WHOLE_MEMORY = "/dev/mem";

    /** The largest page size of kernels for these boards. A mapping begins at a multiple of the page size. */
    private static final int PAGE = 0x1_0000;

    private final SystemCalls sys;
    private final Host host;
    private final Map<Key, Registers> mappings = new HashMap<>();

    GpioMemory(SystemCalls sys, Host host) {
        this.sys = sys;
        this.host = host;
    }

    /** A device and the offset where its mapping begins. */
    private record Key(String device, long offset) {}

    /** Says why a line is not mapped. Used in this class only. */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String reason) {
            super(reason, null, false, false);
        }
    }

    /**
     * Maps the controller of a line.
     *
     * @param chip the kernel's name of the controller, such as {@code gpiochip0}
     * @param label the name that its driver gives it
     * @return null if the line must be used through the kernel
     * @throws NotAvailableException if the setting is neither {@code off} nor a device that has registers
     */
    @Nullable MappedLine open(String chip, String label, int line) {
        String setting = host.setting(SETTING).orElse("");
        if (!setting.isEmpty() && !setting.equals("off") && !setting.startsWith("/")) {
            throw new NotAvailableException(
                    "%s=%s is not a device. Set it to 'off', to a device such as /dev/gpiomem or /dev/mem, or not at all."
                            .formatted(SETTING, setting));
        }
        String mistaken = setting.startsWith("/") ? DeviceKind.GPIOMEM.mistaken(host, setting) : null;
        if (mistaken != null) {
            // Writes would be lost, or would overwrite a file.
            throw new NotAvailableException(
                    "%s: %s Set it to 'off', to /dev/gpiomem or /dev/mem, or not at all.".formatted(SETTING, mistaken));
        }
        try {
            if (setting.equals("off")) {
                throw new Refused(SETTING + " is off");
            }
            return map(chip, label, line, setting);
        } catch (Refused e) {
            LOG.debug("line {} of {} ({}) goes through the kernel: {}", line, label, chip, e.getMessage());
            return null;
        }
    }

    private MappedLine map(String name, String label, int line, String setting) throws Refused {
        MappedChip chip = MappedChip.labelled(label)
                .orElseThrow(() -> new Refused("the registers of this controller are unknown"));
        String node = "/sys/bus/gpio/devices/" + name + "/of_node";
        if (!host.strings(node + "/compatible").contains(chip.compatible)) {
            throw new Refused("%s/compatible does not list %s".formatted(node, chip.compatible));
        }
        MappedLine.Place place = chip.place(line).orElseThrow(() -> new Refused("the controller has no such line"));
        String device = setting.isEmpty() ? chip.device : setting;
        long offset = 0;
        if (device.equals(WHOLE_MEMORY)) {
            if (chip == MappedChip.RP1) {
                throw new Refused(
                        "the RP1 is behind PCIe and has no fixed address in /dev/mem. Use " + chip.device + ".");
            }
            OptionalLong address = DeviceTree.address(host, node);
            offset = address.orElseThrow(() -> new Refused(node + " gives no address"));
        }
        return new MappedLine(registers(new Key(device, offset), chip.length), place);
    }

    private synchronized Registers registers(Key key, int length) throws Refused {
        Registers registers = mappings.get(key);
        if (registers == null) {
            registers = map(key, length);
            mappings.put(key, registers);
        }
        return registers;
    }

    private Registers map(Key key, int length) throws Refused {
        int fd = Node.tryOpen(sys, host, DeviceKind.GPIOMEM, key.device(), SystemCalls.O_SYNC);
        if (fd < 0) {
            String mistaken = DeviceKind.GPIOMEM.mistaken(host, key.device());
            throw new Refused(
                    mistaken != null ? mistaken : "%s cannot be opened (%s)".formatted(key.device(), Errno.name(-fd)));
        }
        try {
            int skipped = (int) (key.offset() % PAGE);
            long address = sys.map(fd, key.offset() - skipped, skipped + length);
            if (address < 0) {
                throw new Refused("%s cannot be mapped (%s)".formatted(key.device(), Errno.name((int) -address)));
            }
            ByteBuffer memory = Libc.memory(address + skipped, length);
            LOG.debug("{} is mapped from 0x{} on", key.device(), Long.toHexString(key.offset()));
            return new Registers(memory);
        } finally {
            // A mapping does not need its file.
            sys.close(fd);
        }
    }
}
