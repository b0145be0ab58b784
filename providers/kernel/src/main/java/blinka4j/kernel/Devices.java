// SPDX-License-Identifier: MIT
package blinka4j.kernel;

import blinka4j.provider.Host;
import blinka4j.provider.Provider.Probe;
import java.util.regex.Pattern;

/** Tells whether a provider that opens the kernel's devices can be used on this machine. */
public final class Devices {
    private static final Pattern BUS = Pattern.compile("gpiochip\\d+|i2c-\\d+|spidev\\d+\\.\\d+");
    private static final Pattern SERIAL_PORT = Pattern.compile("tty[A-Za-z]\\w*|rfcomm\\d+");
    private static final Pattern TERMINAL = Pattern.compile("\\d+");
    private static final Pattern PWM = Pattern.compile("pwmchip\\d+");
    private static final String NONE =
            "there is no /dev/gpiochip*, /dev/i2c-* or /dev/spidev*. On a board, enable the buses in its device tree (sudo raspi-config on a Raspberry Pi) and load i2c-dev and spidev. In a container, pass the devices in.";

    private Devices() {}

    /**
     * Returns the result of {@code Provider.probe} on a machine that is not Linux.
     *
     * @param user the provider or its library, as messages call it
     */
    public static Probe notLinux(Host host, String user) {
        return new Probe.Skipped("this is %s, and %s needs Linux. For a simulated board, set BLINKA_PROVIDER=sim."
                .formatted(host.operatingSystem(), user));
    }

    /**
     * Returns the result of {@code Provider.probe} if the provider's libraries work here: usable if there are devices, and with a
     * hint if there are only serial ports.
     */
    public static Probe probe(Host host, int rank) {
        if (has(host, "/dev", BUS) || has(host, "/sys/class/pwm", PWM)) {
            return new Probe.Usable(rank);
        }
        return has(host, "/dev", SERIAL_PORT) || has(host, "/dev/pts", TERMINAL)
                ? new Probe.Usable(rank, NONE)
                : new Probe.Skipped(NONE);
    }

    private static boolean has(Host host, String folder, Pattern names) {
        return host.list(folder).stream().anyMatch(names.asMatchPredicate());
    }
}
