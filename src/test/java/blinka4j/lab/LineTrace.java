// SPDX-License-Identifier: MIT
package blinka4j.lab;

import java.util.ArrayList;
import java.util.List;

/** The times at which the kernel changes an output of a simulated chip, whoever asks for it: its event {@code gpio:gpio_value}. */
final class LineTrace {
    private static final String TRACING = "/sys/kernel/tracing";

    /** @param micros since the guest began */
    record Edge(long micros, boolean high) {}

    private LineTrace() {}

    /** Returns the edges of a line during an action. The line is low before. */
    static List<Edge> during(Guest guest, SimChip chip, int line, Runnable action) {
        String base = guest.output(
                        "mountpoint -q %1$s || mount -t tracefs tracefs %1$s; for c in /sys/class/gpio/gpiochip*; do [ $(cat $c/label) != %2$s ] || cat $c/base; done"
                                .formatted(TRACING, chip))
                .strip();
        guest.output(
                "set -e; cd %s; echo mono >trace_clock; echo 'gpio == %s && get == 0' >events/gpio/gpio_value/filter; echo >trace; echo 1 >events/gpio/gpio_value/enable"
                        .formatted(TRACING, Integer.parseInt(base) + line));
        action.run();
        String trace = guest.output(
                "cd %s; echo 0 >events/gpio/gpio_value/enable; sed -n 's/.* \\([0-9]*\\)\\.\\([0-9]*\\): gpio_value: [0-9]* set \\([01]\\)$/\\1\\2 \\3/p' trace"
                        .formatted(TRACING));
        List<Edge> edges = new ArrayList<>();
        boolean level = false;
        for (String text : trace.lines().toList()) {
            String[] words = text.split(" ");
            boolean high = words[1].equals("1");
            if (high != level) {
                edges.add(new Edge(Long.parseLong(words[0]), high));
                level = high;
            }
        }
        return edges;
    }
}
