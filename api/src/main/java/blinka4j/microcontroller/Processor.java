// SPDX-License-Identifier: MIT
package blinka4j.microcontroller;

import blinka4j.NotAvailableException;
import blinka4j.provider.Host;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** The processor that the program runs on, as Linux describes it. */
public final class Processor {
    private static final String THERMAL = "/sys/class/thermal/thermal_zone0/temp";
    private static final String FREQUENCY = "/sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq";
    private static final String REGULATORS = "/sys/class/regulator/";
    private static final String BOOT_STATUS = "/sys/class/watchdog/watchdog0/bootstatus";

    // The kernel's include/uapi/linux/watchdog.h.
    private static final int WDIOF_POWERUNDER = 0x10;
    private static final int WDIOF_CARDRESET = 0x20;

    private final Host host;

    Processor(Host host) {
        this.host = host;
    }

    /**
     * The processor's temperature in °C.
     *
     * @throws NotAvailableException if the kernel does not report it
     */
    public double temperature() {
        return number(THERMAL) / 1000.0;
    }

    /**
     * The current clock frequency of the first core in Hz.
     *
     * @throws NotAvailableException if the kernel does not report it
     */
    public long frequency() {
        return number(FREQUENCY) * 1000;
    }

    /**
     * The supply voltage of the first core in V, from its regulator in the device tree. NaN if the kernel does not know it, where
     * CircuitPython has {@code None}.
     */
    public double voltage() {
        for (String supply : new String[] {"cpu", "cpu0", "arm"}) {
            byte[] wanted = host.bytes("/sys/devices/system/cpu/cpu0/of_node/" + supply + "-supply");
            for (String regulator : wanted == null ? List.<String>of() : host.list(REGULATORS)) {
                byte[] phandle = host.bytes(REGULATORS + regulator + "/of_node/phandle");
                String microvolts =
                        host.text(REGULATORS + regulator + "/microvolts").strip();
                if (Arrays.equals(wanted, phandle) && microvolts.matches("\\d{1,9}")) {
                    return Integer.parseInt(microvolts) / 1e6;
                }
            }
        }
        return Double.NaN;
    }

    /**
     * Why the machine started last, as the driver of its watchdog reports it. {@link ResetReason#UNKNOWN} if there is no watchdog, or if
     * the watchdog and the supply were not the reason.
     */
    public ResetReason resetReason() {
        String status = host.text(BOOT_STATUS).strip();
        int bits = status.matches("\\d{1,9}") ? Integer.parseInt(status) : 0;
        return (bits & WDIOF_CARDRESET) != 0
                ? ResetReason.WATCHDOG
                : (bits & WDIOF_POWERUNDER) != 0 ? ResetReason.BROWNOUT : ResetReason.UNKNOWN;
    }

    /**
     * The board's serial number from the device tree or {@code /proc/cpuinfo}, usually 8 bytes.
     *
     * @throws NotAvailableException if the kernel does not report one
     */
    public byte[] uid() {
        String serial =
                host.text("/proc/device-tree/serial-number").replace("\0", "").strip();
        if (serial.isEmpty()) {
            serial = host.text("/proc/cpuinfo")
                    .lines()
                    .filter(line -> line.startsWith("Serial"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("");
        }
        if (serial.length() % 2 != 0 || !serial.matches("[0-9a-fA-F]{2,64}")) {
            throw new NotAvailableException(
                    "this machine has no serial number in /proc/device-tree/serial-number or /proc/cpuinfo. Use another id.");
        }
        return HexFormat.of().parseHex(serial);
    }

    private long number(String path) {
        String text = host.text(path).strip();
        if (!text.matches("-?\\d{1,18}")) {
            throw new NotAvailableException("the kernel of this machine does not report this value: %s %s"
                    .formatted(path, host.exists(path) ? "holds '" + text + "'" : "does not exist"));
        }
        return Long.parseLong(text);
    }
}
