// SPDX-License-Identifier: MIT
package blinka4j.lab;

import blinka4j.conformance.Feature;
import blinka4j.conformance.Outside;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The board's pins, by the names of its processor's manual ({@code GPIO5_IO13}), its I2C bus and its serial port from outside. */
final class SabreliteOutside implements Outside {
    /** The controller that has the outputs watched by QEMU. */
    static final int WATCHED = 4;

    private static final Pattern NAME = Pattern.compile("GPIO(\\d)_IO(\\d+)");

    // Registers of the i.MX6's GPIO controllers, from its reference manual.
    private static final long GPIO1 = 0x0209_C000;
    private static final long SIZE = 0x4000;
    private static final int DATA = 0x00;
    private static final int DIRECTION = 0x04;
    private static final int INTERRUPT_MASK = 0x14;
    private static final int INTERRUPT_STATUS = 0x18;

    private final Lab lab;

    SabreliteOutside(Lab lab) {
        this.lab = lab;
        lab.guest().qtest().watch(Sabrelite.gpio(WATCHED));
    }

    private static int chip(String pin) {
        return Integer.parseInt(match(pin).group(1)) - 1;
    }

    private static int line(String pin) {
        return Integer.parseInt(match(pin).group(2));
    }

    private static Matcher match(String pin) {
        Matcher name = NAME.matcher(pin);
        if (!name.matches()) {
            throw new IllegalArgumentException("no line of a controller: " + pin);
        }
        return name;
    }

    private boolean register(String pin, int register) {
        return (lab.memory(GPIO1 + chip(pin) * SIZE + register) >> line(pin) & 1) != 0;
    }

    @Override
    public void drive(String pin, boolean high) {
        lab.guest().qtest().drive(Sabrelite.gpio(chip(pin)), line(pin), high);
    }

    @Override
    public void release(String pin) {
        // QEMU's inputs keep the level that they were last driven to.
    }

    @Override
    public boolean level(String pin) {
        return register(pin, DATA);
    }

    @Override
    public List<Boolean> changes(String pin) {
        if (chip(pin) != WATCHED) {
            throw new IllegalArgumentException("the changes of " + pin + " are not watched");
        }
        return lab.levels(line(pin));
    }

    @Override
    public boolean isDriven(String pin) {
        return register(pin, DIRECTION);
    }

    @Override
    public String info(String pin) {
        return lab.gpioinfo(chip(pin), line(pin));
    }

    @Override
    public void awaitEdgeTaken(String pin) {
        long end = System.nanoTime() + Lab.PATIENCE.toNanos();
        while (register(pin, INTERRUPT_STATUS) || !register(pin, INTERRUPT_MASK)) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("the guest does not handle the interrupt of " + pin);
            }
        }
    }

    @Override
    public AutoCloseable hold(String pin) {
        Job holder = lab.guest().start("gpioset --mode=signal gpiochip%s %s=1".formatted(chip(pin), line(pin)));
        lab.awaitGpioinfo(chip(pin), line(pin), "gpioset");
        return holder;
    }

    @Override
    public AutoCloseable bind(String address) {
        // A driver that every kernel has. It reserves addresses.
        lab.guest().output("echo dummy 0x" + address + " >/sys/bus/i2c/devices/i2c-0/new_device");
        return () -> lab.guest().output("echo 0x" + address + " >/sys/bus/i2c/devices/i2c-0/delete_device");
    }

    @Override
    public AutoCloseable takeAway(Feature kind) {
        if (kind == Feature.SPI) {
            lab.guest().output("spi-driver none");
            return () -> lab.guest().output("spi-driver spidev");
        }
        Job unbind = lab.guest().start("echo 21a0000.i2c >/sys/bus/platform/drivers/imx-i2c/unbind");
        lab.guest().output("sleep 1");
        return () -> {
            try {
                unbind.await(Lab.PATIENCE);
            } finally {
                lab.guest().output("echo 21a0000.i2c >/sys/bus/platform/drivers/imx-i2c/bind");
            }
        };
    }

    @Override
    public void send(byte[] bytes) {
        lab.guest().uart().write(bytes);
    }

    @Override
    public byte[] receive(int count) {
        return lab.guest().uart().read(count, Lab.PATIENCE);
    }
}
