// SPDX-License-Identifier: MIT
package blinka4j.provider;

import blinka4j.NotAvailableException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** The processor of this machine. The temperature is that of its first thermal zone, the frequency and the voltage are of its first core. */
final class LinuxProcessor implements BoardProcessor {
    private static final String THERMAL = "/sys/class/thermal/thermal_zone0/temp";
    private static final String FREQUENCY = "/sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq";
    private static final String REGULATORS = "/sys/class/regulator/";
    private static final String BOOT_STATUS = "/sys/class/watchdog/watchdog0/bootstatus";

    // The kernel's include/uapi/linux/watchdog.h.
    private static final int WDIOF_POWERUNDER = 0x10;
    private static final int WDIOF_CARDRESET = 0x20;

    private final Host host;

    LinuxProcessor(Host host) {
        this.host = host;
    }

    @Override
    public double temperature() {
        return number(THERMAL) / 1000.0;
    }

    @Override
    public long frequency() {
        return number(FREQUENCY) * 1000;
    }

    @Override
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

    @Override
    public Start lastStart() {
        String status = host.text(BOOT_STATUS).strip();
        int bits = status.matches("\\d{1,9}") ? Integer.parseInt(status) : 0;
        return (bits & WDIOF_CARDRESET) != 0
                ? Start.WATCHDOG
                : (bits & WDIOF_POWERUNDER) != 0 ? Start.BROWNOUT : Start.UNKNOWN;
    }

    @Override
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
