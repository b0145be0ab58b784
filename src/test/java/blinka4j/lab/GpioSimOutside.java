// SPDX-License-Identifier: MIT
package blinka4j.lab;

import blinka4j.conformance.Feature;
import blinka4j.conformance.Outside;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The lines of the simulated chip from outside, by their names, such as {@code D5}. Changes by a program are read from the kernel's
 * trace of GPIO, which contains even the shortest ones.
 */
final class GpioSimOutside implements Outside {
    private static final String TRACE = "/sys/kernel/tracing";

    /** {@code gpio_value: 517 set 1}, {@code gpio_direction: 517 out (0)} */
    private static final Pattern EVENT = Pattern.compile("gpio_(value|direction): +(\\d+) +(\\w+) \\(?(-?\\d+)\\)?");

    /** A chip that can be taken away. */
    static final String REMOVABLE = "removable";

    private final Lab lab;
    private final SimChip chip;
    private final int base;

    GpioSimOutside(Lab lab) {
        this.lab = lab;
        chip = GpioSim.chip(lab.guest());
        lab.guest()
                .output(
                        "set -e; mountpoint -q %1$s || mount -t tracefs none %1$s; mountpoint -q /sys/kernel/debug || mount -t debugfs none /sys/kernel/debug; echo 1 >%1$s/events/gpio/enable"
                                .formatted(TRACE));
        base = Integer.parseInt(lab.guest()
                .output("sed -n 's/^%s: GPIOs \\([0-9]*\\)-.*/\\1/p' /sys/kernel/debug/gpio".formatted(chip.name()))
                .strip());
    }

    private static int line(String pin) {
        return Integer.parseInt(pin.substring(1));
    }

    /** The guest filters the trace. On a busy machine the agent would take a minute to send thousands of lines. */
    private List<Matcher> events(String pin) {
        String number = String.valueOf(base + line(pin));
        return lab.guest()
                .shell()
                .output("grep -E 'gpio_(value|direction): +%s ' %s/trace || true".formatted(number, TRACE))
                .lines()
                .map(EVENT::matcher)
                .filter(event -> event.find() && event.group(2).equals(number))
                .toList();
    }

    @Override
    public void drive(String pin, boolean high) {
        chip.drive(line(pin), high);
    }

    @Override
    public void release(String pin) {
        chip.drive(line(pin), false);
    }

    @Override
    public boolean level(String pin) {
        return chip.level(line(pin));
    }

    @Override
    public List<Boolean> changes(String pin) {
        List<Boolean> changes = new ArrayList<>();
        boolean level = false;
        for (Matcher event : events(pin)) {
            if (event.group(1).equals("value") && event.group(3).equals("set")) {
                boolean to = event.group(4).equals("1");
                if (to != level) {
                    changes.add(to);
                }
                level = to;
            }
        }
        return changes;
    }

    @Override
    public boolean isDriven(String pin) {
        String direction = "in";
        for (Matcher event : events(pin)) {
            if (event.group(1).equals("direction")) {
                direction = event.group(3);
            }
        }
        return direction.equals("out");
    }

    @Override
    public String info(String pin) {
        return lab.guest()
                .shell()
                .output("gpioinfo " + GpioSim.CHIP)
                .lines()
                .filter(text -> text.matches("\\s+line\\s+" + line(pin) + ":.*"))
                .map(text -> text.strip().replaceAll("\\s+", " "))
                .collect(Collectors.joining());
    }

    /** In one go: the simulator's edges wait for each other. */
    @Override
    public void toggle(String pin, int times) {
        StringBuilder sequence = new StringBuilder();
        for (int i = 0; i < times; i++) {
            sequence.append(line(pin)).append(i % 2 == 0 ? "=1 " : "=0 ");
        }
        chip.drive(sequence.toString().strip());
    }

    @Override
    public void awaitEdgeTaken(String pin) {
        // As above.
    }

    @Override
    public AutoCloseable hold(String pin) {
        Job holder = lab.guest().start("exec gpioset --mode=signal %s %s=1".formatted(GpioSim.CHIP, line(pin)));
        long end = System.nanoTime() + Lab.PATIENCE.toNanos();
        while (!info(pin).contains("gpioset")) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("gpioset does not take " + pin + ": " + holder);
            }
        }
        return holder;
    }

    @Override
    public AutoCloseable bind(String address) {
        String bus = "/sys/bus/i2c/devices/" + GpioSim.i2c(lab.guest()).replace("/dev/", "");
        lab.guest().output("echo dummy 0x%s >%s/new_device".formatted(address, bus));
        return () -> lab.guest().output("echo 0x%s >%s/delete_device".formatted(address, bus));
    }

    @Override
    public AutoCloseable takeAway(Feature kind) {
        SimChip removable = new SimChip(lab.guest(), REMOVABLE);
        removable.live(false);
        return () -> removable.live(true);
    }
}
