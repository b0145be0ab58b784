// SPDX-License-Identifier: MIT
package blinka4j.kernel;

import blinka4j.provider.Host;
import blinka4j.provider.Provider.Probe;

/** Tells whether a provider that opens the kernel's devices can be used on this machine. */
public final class Devices {
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
        boolean hasSerialPort = hasNumbered(host, "/dev/pts", "");
        for (String name : host.list("/dev")) {
            if (Names.isNumbered(name, "gpiochip") || Names.isNumbered(name, "i2c-") || Names.isSpi(name)) {
                return new Probe.Usable(rank);
            }
            hasSerialPort |= Names.isSerialPort(name);
        }
        if (hasNumbered(host, "/sys/class/pwm", "pwmchip")) {
            return new Probe.Usable(rank);
        }
        return hasSerialPort ? new Probe.Usable(rank, NONE) : new Probe.Skipped(NONE);
    }

    private static boolean hasNumbered(Host host, String folder, String beginning) {
        for (String name : host.list(folder)) {
            if (Names.isNumbered(name, beginning)) {
                return true;
            }
        }
        return false;
    }
}
