// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import blinka4j.lab.LineTrace.Edge;
import blinka4j.lab.guest.Timed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What depends on times, in a guest whose clock does not depend on the host. */
@Order(14)
class ExactTimeIT {
    private static final String CHIP = "exact-lab";
    private static final int INPUT = 0;
    private static final int SCL = 1;
    private static final int SDA = 2;
    private static final int MISO = 3;
    private static final int OUTPUT = 4;
    private static final int OUTPUT_OF_C = 5;

    private static final int STRETCH_MICROS = 20_000;

    /** So many seconds with 100 edges each: Java compiles a method for the second and last time after 5,000 to 15,000 calls. */
    private static final int WARM_SECONDS = 200;

    /** Of the duty cycle itself, not of the period. */
    private static final double EXACT = 0.002;

    @RegisterExtension
    static final InputsRig RIG = new InputsRig("exact", CHIP, 6, Timed.class);

    /** Starts what is at the other end of a line: see lines.c. */
    private static Job outside(String input, String what, Object... arguments) {
        return RIG.guest()
                .start("printf '%s' | exec chrt -f 40 lab-lines %s %s %s"
                        .formatted(
                                input,
                                what,
                                RIG.chip().name(),
                                Arrays.stream(arguments).map(String::valueOf).collect(Collectors.joining(" "))));
    }

    /** Starts a program in C that changes the level of a line at the right times. Even pulses are low. */
    private static Job play(String what, int line, List<Integer> microseconds) {
        StringBuilder pulses = new StringBuilder();
        for (int i = 0; i < microseconds.size(); i++) {
            pulses.append(i % 2).append(' ').append(microseconds.get(i)).append('\n');
        }
        Job job = outside(pulses.toString(), what, line);
        job.awaitOut("ready\n", Lab.PATIENCE);
        return job;
    }

    /** Returns how long each pulse has really lasted, in µs. */
    private static List<Integer> finish(Job job) {
        Result result = job.await(Lab.PATIENCE);
        assertThat(result.exit()).as(job.toString()).isZero();
        return result.out().lines().skip(1).map(Integer::valueOf).toList();
    }

    /** NEC's protocol for remote controls: address 04, command 08. Each byte is sent with its lowest bit first. */
    @Test
    void aFrameOfARemoteControlIsRecordedToTheMicrosecondAndDecoded() {
        List<Integer> sent = new ArrayList<>(List.of(9000, 4500));
        for (int octet : new int[] {0x04, 0xFB, 0x08, 0xF7}) {
            for (int bit = 0; bit < 8; bit++) {
                sent.add(560);
                sent.add((octet >> bit & 1) == 1 ? 1690 : 560);
            }
        }
        sent.add(560);
        // The line is high again: the end of the last pulse.
        sent.add(100);
        RIG.chip().drive(INPUT, true);

        RIG.say("pulses @0 true 67");
        RIG.job().awaitOut("recording\n", Lab.PATIENCE);
        List<Integer> played = finish(play("pulses", INPUT, sent));
        String[] answer = RIG.answer().split("\n");

        List<Integer> recorded = Arrays.stream(
                        answer[answer.length - 2].replaceAll("[\\[\\] ]", "").split(","))
                .map(Integer::valueOf)
                .toList();
        assertThat(recorded).hasSize(67);
        assertThat(played).hasSize(67);
        for (int i = 0; i < 67; i++) {
            assertThat(recorded.get(i)).as("pulse " + i).isCloseTo(played.get(i), within(20));
        }
        assertThat(answer[answer.length - 1]).isEqualTo("[32, 223, 16, 239]");
    }

    /** The example and the times of the data sheet of the AM2302: 65.2 % and 35.1 °C. The sensor answers as soon as the line is free. */
    @Test
    void aDht22IsRead() {
        List<Integer> frame = new ArrayList<>(List.of(80, 80));
        for (int octet : new int[] {0x02, 0x8C, 0x01, 0x5F, 0xEE}) {
            for (int bit = 7; bit >= 0; bit--) {
                frame.add(50);
                frame.add((octet >> bit & 1) == 1 ? 70 : 26);
            }
        }
        frame.addAll(List.of(50, 100));
        RIG.chip().drive(INPUT, true);
        try (Job sensor = play("answer", INPUT, frame)) {
            String answer = RIG.ask("dht22 @0");
            System.out.println("the sensor's pulses: " + finish(sensor));
            assertThat(answer).isEqualTo("35.1 C, 65.2 %");
        }
    }

    /** At the other end is a program in C with the sensor's registers. */
    private static Job sensor(int stretch) {
        Job sensor = outside("", "mcp9808", SCL, SDA, stretch);
        sensor.awaitOut("ready\n", Lab.PATIENCE);
        return sensor;
    }

    @Test
    void aDriverReadsASensorOnABitbangBusThatStretchesTheClock() {
        try (Job sensor = sensor(STRETCH_MICROS)) {
            RIG.does("i2c @1 @2 1000000");
            String[] answer = RIG.ask("temperature").split(" ");
            assertThat(answer[0]).isEqualTo("25.25");
            // Two registers of the identity and the temperature: each time an address, the register, an address, and a
            // byte.
            assertThat(Integer.parseInt(answer[1])).isGreaterThanOrEqualTo(3 * 4 * STRETCH_MICROS / 1000);
            assertThat(RIG.ask("limit -12.75")).isEqualTo("-12.75");
            assertThat(sensor.running()).as(sensor.toString()).isTrue();
        }
        try (Job sensor = sensor(0)) {
            assertThat(RIG.ask("scan")).isEqualTo("[24]");
            assertThat(sensor.running()).isTrue();
        }
    }

    @Test
    void aClockThatIsStretchedLongerThanTheTimeoutIsAnErrorAndTheBusWorksAgainAfterwards() {
        RIG.does("i2c @1 @2 100000");
        try (Job sensor = sensor(-1)) {
            assertThat(RIG.ask("temperature"))
                    .startsWith("BusException")
                    .contains(CHIP + ":1", "SCL stays low for more than 100000 µs", "longer timeout");
            assertThat(sensor.running()).isTrue();
        }
        // Still held: the sensor has ended, and its lines are as it left them. The next one lets go.
        assertThat(RIG.ask("temperature")).startsWith("BusException").contains("SCL stays low");
        try (Job sensor = sensor(0)) {
            assertThat(RIG.ask("temperature")).startsWith("25.25 ");
            assertThat(sensor.running()).isTrue();
        }
    }

    @Test
    void bytesGoRoundABitbangSpiBus() {
        RIG.does("spi @1 @2 @3");
        RIG.chip().drive(MISO, true);
        assertThat(RIG.ask("exchange 00a5")).isEqualTo("ffff");
        RIG.chip().drive(MISO, false);
        assertThat(RIG.ask("exchange ffa5")).isEqualTo("0000");
        try (Job wire = outside("", "copy", SDA, MISO)) {
            wire.awaitOut("ready\n", Lab.PATIENCE);
            assertThat(RIG.ask("exchange 00ffa53c01")).isEqualTo("00ffa53c01");
        }
    }

    /** What was driven. All times are in µs; the jitters are those of 50 %, of 99 % and of all of the periods. */
    private record Pulses(double duty, long late50, long late99, long wrong50, long wrong99, long wrongest) {
        /** @param edges begins with a rise */
        static Pulses of(List<Edge> edges, long period, double high) {
            long begin = edges.get(0).micros();
            int periods = (edges.size() - 1) / 2;
            long[] late = IntStream.range(0, periods)
                    .mapToLong(i -> edges.get(2 * i).micros() - begin)
                    .map(time -> Math.floorMod(time + period / 2, period) - period / 2)
                    .sorted()
                    .toArray();
            long[] widths = IntStream.range(0, periods)
                    .mapToLong(i ->
                            edges.get(2 * i + 1).micros() - edges.get(2 * i).micros())
                    .toArray();
            long[] wrong = LongStream.of(widths)
                    .map(width -> Math.round(Math.abs(width - high)))
                    .sorted()
                    .toArray();
            return new Pulses(
                    (double) LongStream.of(widths).sum()
                            / (edges.get(2 * periods).micros() - begin),
                    // The first one may be late itself.
                    late[periods / 2] - late[0],
                    late[periods * 99 / 100] - late[0],
                    wrong[periods / 2],
                    wrong[periods * 99 / 100],
                    wrong[periods - 1]);
        }
    }

    /** Leaves out the first second, in which the virtual machine does what it does the first time, and what is not in whole periods. */
    private static List<Edge> settled(List<Edge> edges, int seconds) {
        assertThat(edges).isNotEmpty();
        long begin = edges.get(0).micros() + 1_000_000;
        List<Edge> settled = edges.stream()
                .filter(edge -> edge.micros() >= begin && edge.micros() < begin + 1_000_000L * seconds)
                .toList();
        return settled.subList(settled.get(0).high() ? 0 : 1, settled.size());
    }

    private static List<Edge> pulsesOfC(long period, double duty, int count) {
        return trace(
                OUTPUT_OF_C,
                () -> RIG.guest()
                        .output("lab-lines pwm %s %s %s %s %s"
                                .formatted(
                                        RIG.chip().name(),
                                        OUTPUT_OF_C,
                                        1000 * period,
                                        Math.round(1000 * period * duty),
                                        count)));
    }

    /** Measures for some seconds, prints a row of the table, and returns the mean duty cycle as a part of what was asked for. */
    private static double measured(int frequency, int dutyCycle, int seconds) {
        long period = 1_000_000 / frequency;
        double duty = dutyCycle / 65535.0;
        String command = "pwm @%s %s %s %s".formatted(OUTPUT, frequency, dutyCycle, seconds + 2);
        Pulses ours = Pulses.of(settled(trace(OUTPUT, () -> RIG.does(command)), seconds), period, duty * period);
        Pulses c =
                Pulses.of(settled(pulsesOfC(period, duty, frequency * (seconds + 2)), seconds), period, duty * period);
        System.out.printf(
                Locale.ROOT,
                "| %s | %.3f %% | %.4f %% (%+.3f %%); %.4f %% | %s, %s; %s, %s | %s, %s, %s; %s, %s, %s |%n",
                frequency,
                100 * duty,
                100 * ours.duty,
                100 * (ours.duty / duty - 1),
                100 * c.duty,
                ours.late50,
                ours.late99,
                c.late50,
                c.late99,
                ours.wrong50,
                ours.wrong99,
                ours.wrongest,
                c.wrong50,
                c.wrong99,
                c.wrongest);
        return ours.duty / duty;
    }

    /**
     * The same loop in C has the same priority. The processor is the only one: a pulse that falls while it compiles the program is up
     * to 4 ms too long. So the program is warm first.
     */
    @Test
    void theMeanDutyCycleOfPulsesInSoftwareIsRight() {
        System.out.println(
                "| Hz | duty | mean duty; C's | rises late: 50 %, 99 %; C's (us) | pulses too long or short: 50 %, 99 %, most; C's (us) |");
        RIG.does("pwm @%s 50 4915 %s".formatted(OUTPUT, WARM_SECONDS));
        for (int dutyCycle : new int[] {4915, 32768}) {
            assertThat(measured(50, dutyCycle, 10)).as("of %s", dutyCycle).isCloseTo(1, within(EXACT));
        }
        measured(1000, 16384, 2);
    }

    private static List<Edge> trace(int line, Runnable action) {
        return LineTrace.during(RIG.guest(), RIG.chip(), line, action);
    }

    /**
     * Does once what is measured then. A class is read from the host's files when it is used first, and while the guest rests for a slow
     * host, its clock jumps from timer to timer: the first pulse was up to a second too long.
     */
    private static void warmUp(String command, Runnable use) {
        RIG.does(command);
        use.run();
        RIG.does("close");
    }

    @Test
    void anLedBlinksInTheBackgroundAndDoesNotDrift() {
        warmUp("blink @4 0.05 0.05", () -> RIG.guest().output("sleep 1"));
        List<Edge> edges = trace(OUTPUT, () -> {
            RIG.does("blink @4 0.05 0.05");
            RIG.guest().output("sleep 2");
            RIG.does("close");
        });
        assertThat(edges).hasSizeGreaterThanOrEqualTo(39);
        for (int i = 0; i < edges.size(); i++) {
            assertThat(edges.get(i).micros() - edges.get(0).micros())
                    .as("edge " + i)
                    .isCloseTo(50_000L * i, within(25_000L));
        }
    }

    @Test
    void theListenersOfAButtonAreCalledWhenItIsPressedReleasedAndHeld() {
        RIG.does("button @0 0.3");
        assertThat(RIG.chip().pull(INPUT)).isEqualTo("pull-up");
        finish(play("pulses", INPUT, List.of(100_000, 100_000, 700_000, 100_000)));
        RIG.await("events", "pressed released pressed held released");
    }

    /** The kernel's driver gpio-ir-tx sends. Its device is that of the module ir-device instead of that of a device tree. */
    @Test
    void pulsesAreSentWithAndWithoutACarrierAndALineWithoutATransmitterIsAnErrorWithTheCure() {
        int[] frame = {9000, 4500, 560, 1690, 560};
        String send =
                "send @%s %s " + Arrays.stream(frame).mapToObj(String::valueOf).collect(Collectors.joining(","));
        assertThat(RIG.ask(send.formatted(OUTPUT, 32768)))
                .startsWith("NotAvailableException")
                .contains(CHIP + ":4", "gpio-ir-tx", "modprobe");
        RIG.guest()
                .output("set -e; modprobe gpio-ir-tx; modprobe ir-device chip=%s line=%s; ls /dev/lirc0"
                        .formatted(CHIP, OUTPUT));
        try {
            List<Edge> pulses = trace(OUTPUT, () -> RIG.does(send.formatted(OUTPUT, 65535)));
            assertThat(pulses).hasSize(frame.length + 1);
            List<Long> bursts = new ArrayList<>();
            List<Edge> carrier = trace(OUTPUT, () -> RIG.does(send.formatted(OUTPUT, 32768)));
            for (int i = 0; i < carrier.size(); i += 2) {
                if (i == 0 || carrier.get(i).micros() - carrier.get(i - 1).micros() > 100) {
                    bursts.add(carrier.get(i).micros());
                }
            }
            assertThat(bursts).hasSize(3);
            long time = 0;
            for (int i = 0; i < frame.length; i++) {
                assertThat(pulses.get(i + 1).micros() - pulses.get(i).micros())
                        .as("pulse " + i)
                        .isCloseTo(frame[i], within(20L));
                if (i % 2 == 0) {
                    long burst = bursts.get(i / 2);
                    assertThat(burst - bursts.get(0)).as("burst " + i).isCloseTo(time, within(30L));
                    long end = burst + frame[i] + 100;
                    assertThat(carrier.stream()
                                    .filter(edge -> edge.high() && edge.micros() >= burst && edge.micros() < end)
                                    .count())
                            .as("periods of the carrier")
                            .isCloseTo(frame[i] * 38L / 1000, within(2L));
                }
                time += frame[i];
            }
        } finally {
            // The line stays an output.
            RIG.guest().output("rmmod ir_device gpio_ir_tx; gpioget %s %s".formatted(CHIP, OUTPUT));
        }
    }
}
