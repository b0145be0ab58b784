// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.lab.guest.SoftwarePulses;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Pulses in software, as the kernel sees them: its event {@code gpio:gpio_value} has the time of each edge. The same loop in C runs in
 * the same guest. Its lines are 30 and 31.
 */
@ExtendWith(Lab.Extension.class)
class SoftwarePwmIT {
    private static final String TRACING = "/sys/kernel/tracing";
    private static final Pattern EDGE = Pattern.compile("(?m) (\\d+)\\.(\\d{6}): gpio_value: (\\d+) set ([01])$");

    private static final long PERIOD = 20_000;
    private static final int SECONDS = 11;
    private static final int[] DUTY_CYCLES = {32768, 4915};
    private static final double EXACT = 0.002;
    /** On a busy machine, the kernel may run no program for a while. */
    private static final int ATTEMPTS = 5;

    private final Lab lab;
    private final Guest guest;

    SoftwarePwmIT(@On("gpiosim") Lab lab) {
        this.lab = lab;
        guest = lab.guest();
    }

    /** @param micros since the guest began */
    private record Edge(long micros, boolean high) {}

    /** The whole periods of 10 s. All numbers are in µs. */
    private record Pulses(double duty, int periods, long longest, long late99, long width99) {
        static Pulses of(List<Edge> edges, long high) {
            int first = IntStream.range(0, edges.size())
                    .filter(i -> edges.get(i).high)
                    .findFirst()
                    .orElseThrow();
            long begin = edges.get(first).micros;
            long sum = 0;
            List<Long> late = new ArrayList<>();
            List<Long> wrong = new ArrayList<>();
            int last = first;
            for (int i = first; i + 2 < edges.size() && edges.get(i).micros - begin < 10_000_000; i += 2) {
                long width = edges.get(i + 1).micros - edges.get(i).micros;
                sum += width;
                wrong.add(Math.abs(width - high));
                late.add((edges.get(i).micros - begin + PERIOD / 2) % PERIOD - PERIOD / 2);
                last = i + 2;
            }
            long time = edges.get(last).micros - begin;
            // The first edge may be late itself.
            long[] sorted = late.stream().mapToLong(each -> each).sorted().toArray();
            long earliest = sorted[0];
            return new Pulses(
                    (double) sum / time,
                    late.size(),
                    sorted[sorted.length - 1] - earliest,
                    sorted[sorted.length * 99 / 100] - earliest,
                    wrong.stream().mapToLong(each -> each).sorted().toArray()[wrong.size() * 99 / 100]);
        }

        @Override
        public String toString() {
            return "%s periods, mean duty %.4f %%, 99 %% of the edges at most %s us late (the latest %s us), 99 %% of the pulses at most %s us too short or long"
                    .formatted(periods, 100 * duty, late99, longest, width99);
        }
    }

    @Test
    void theMeanDutyCycleIsRightAtServoRateAndNothingIsLeft() {
        String line = guest.output("for c in /sys/class/gpio/gpiochip*; do"
                        + " [ $(cat $c/label) != sim-gpio ] || cat $c/base; done")
                .strip();
        int base = Integer.parseInt(line);
        guest.output(
                "mountpoint -q %1$s || mount -t tracefs tracefs %1$s; echo mono >%1$s/trace_clock; echo 8000 >%1$s/buffer_size_kb"
                        .formatted(TRACING));
        String floor = "/tmp/floor-pwm";
        guest.output("gcc -O2 -pthread -o %s %s"
                .formatted(floor, Path.of("bench/floor.c").toAbsolutePath()));
        String chip = GpioSim.chip(guest).name();

        List<Pulses> ours = List.of();
        for (int attempt = 0; attempt < ATTEMPTS && !areExact(ours); attempt++) {
            ours = java(base + 30);
        }
        for (int i = 0; i < DUTY_CYCLES.length; i++) {
            long high = DUTY_CYCLES[i] * PERIOD / 65535;
            List<Edge> edges = traced(
                    base + 31,
                    () -> guest.output("%s pwm /dev/%s 31 %s000 %s000 505".formatted(floor, chip, PERIOD, high)));
            System.out.println("duty cycle %s of 65535, %s us of %s:".formatted(DUTY_CYCLES[i], high, PERIOD));
            System.out.println("    Java: " + ours.get(i));
            System.out.println("    C:    " + Pulses.of(edges, high));
        }
        assertThat(areExact(ours)).as("within 0.2 %%: %s", ours).isTrue();
    }

    private static boolean areExact(List<Pulses> pulses) {
        return !pulses.isEmpty()
                && IntStream.range(0, DUTY_CYCLES.length)
                        .allMatch(i -> Math.abs(pulses.get(i).duty / (DUTY_CYCLES[i] / 65535.0) - 1) <= EXACT);
    }

    /** Runs the program, and returns the pulses at each duty cycle. */
    private List<Pulses> java(int line) {
        List<String> arguments = new ArrayList<>(List.of("D30", String.valueOf(SECONDS)));
        Arrays.stream(DUTY_CYCLES).mapToObj(String::valueOf).forEach(arguments::add);
        List<Edge> edges = traced(line, () -> {
            String output = lab.finish(lab.start(SoftwarePulses.class, arguments.toArray(String[]::new)), Lab.PATIENCE);
            assertThat(output.lines())
                    .contains(
                            "threads before: 0",
                            "hardware: false",
                            "threads: 1",
                            "CPU at rest at 0: 0 ns",
                            "CPU at rest at 65535: 0 ns",
                            "threads after: 0",
                            "more files: 0",
                            "the line is free");
        });
        assertThat(edges.get(edges.size() - 1).high).as("the level at the end").isFalse();
        List<Pulses> pulses = new ArrayList<>();
        int from = 0;
        for (int dutyCycle : DUTY_CYCLES) {
            long high = dutyCycle * PERIOD / 65535;
            // The first second of a duty cycle has what was before, and what the virtual machine does the first time.
            long begin = edges.get(from).micros + 500_000;
            List<Edge> part = edges.stream()
                    .filter(edge -> edge.micros >= begin && edge.micros < begin + 10_400_000)
                    .toList();
            pulses.add(Pulses.of(part, high));
            long end = edges.get(from).micros + SECONDS * 1_000_000;
            from = IntStream.range(from, edges.size())
                    .filter(i -> edges.get(i).micros >= end)
                    .findFirst()
                    .orElse(edges.size() - 1);
        }
        return pulses;
    }

    /** Returns the edges of a line during an action. The first write of a level that the line already has is none. */
    private List<Edge> traced(int line, Runnable action) {
        guest.output(
                "echo 'gpio == %2$s && get == 0' >%1$s/events/gpio/gpio_value/filter; echo >%1$s/trace; echo 1 >%1$s/events/gpio/gpio_value/enable"
                        .formatted(TRACING, line));
        action.run();
        String trace = guest.output(
                "echo 0 >%1$s/events/gpio/gpio_value/enable; grep gpio_value: %1$s/trace".formatted(TRACING));
        List<Edge> edges = new ArrayList<>();
        Matcher edge = EDGE.matcher(trace);
        boolean level = false;
        while (edge.find()) {
            assertThat(Integer.parseInt(edge.group(3))).isEqualTo(line);
            boolean high = edge.group(4).equals("1");
            if (high != level) {
                edges.add(new Edge(Long.parseLong(edge.group(1)) * 1_000_000 + Long.parseLong(edge.group(2)), high));
                level = high;
            }
        }
        assertThat(edges).as(trace.lines().limit(5).toList().toString()).hasSizeGreaterThan(1000);
        return edges;
    }
}
