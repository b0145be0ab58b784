// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.conformance.Soak;
import blinka4j.lab.guest.Pins;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Pins, seen from both sides: a program in the guest uses them, QEMU drives and watches the other end. Outputs are lines of GPIO5,
 * inputs of GPIO4, and each test has its own.
 */
@ExtendWith(Lab.Extension.class)
class GpioIT {
    private static final int OUTPUTS = 4;
    private static final int INPUTS = 3;
    private static final int EDGES = 1000;

    // Registers of the i.MX6's GPIO controllers, from its reference manual.
    private static final long GPIO4 = 0x020A_8000;
    private static final long GPIO5 = 0x020A_C000;
    private static final int DIRECTION = 0x04;
    private static final int INTERRUPT_MASK = 0x14;
    private static final int INTERRUPT_STATUS = 0x18;

    private static Lab lab;
    private static Dialogue pins;

    @BeforeAll
    static void start(Lab shared) {
        lab = shared;
        lab.guest().qtest().watch(Sabrelite.gpio(OUTPUTS));
        pins = lab.talk(Pins.class);
    }

    @AfterAll
    static void end() {
        if (pins != null) {
            pins.close();
        }
    }

    @Test
    void switchToOutputShowsNoGlitchOutside() {
        open("GPIO5_IO5");
        does("switchToOutput GPIO5_IO5 true");
        assertThat(lab.levels(5)).containsExactly(true);
        // QEMU keeps the level of a line that is not driven. A low level before it is driven high again would be
        // recorded.
        does("switchToInput GPIO5_IO5");
        assertThat(isOutput(5)).isFalse();
        does("switchToOutput GPIO5_IO5 true");
        assertThat(isOutput(5)).isTrue();
        assertThat(lab.levels(5)).containsExactly(true);

        does("value GPIO5_IO5 false");
        does("switchToInput GPIO5_IO5");
        does("switchToOutput GPIO5_IO5 false");
        assertThat(lab.levels(5)).containsExactly(true, false);
        does("switchToInput GPIO5_IO5");
        does("switchToOutput GPIO5_IO5 true");
        does("switchToOutput GPIO5_IO5 true OPEN_DRAIN");
        does("switchToOutput GPIO5_IO5 true");
        assertThat(lab.levels(5)).containsExactly(true, false, true);
        does("close GPIO5_IO5");
    }

    @Test
    void anOpenDrainOutputPullsLowOrLetsGo() {
        open("GPIO5_IO7");
        does("switchToOutput GPIO5_IO7 true OPEN_DRAIN");
        assertThat(isOutput(7)).isFalse();
        drive(OUTPUTS, 7, true);
        assertThat(pins.ask("value GPIO5_IO7")).isEqualTo("true");
        drive(OUTPUTS, 7, false);
        assertThat(pins.ask("value GPIO5_IO7")).isEqualTo("false");
        assertThat(lab.levels(7)).isEmpty();

        drive(OUTPUTS, 7, true);
        does("value GPIO5_IO7 false");
        assertThat(isOutput(7)).isTrue();
        assertThat(pins.ask("value GPIO5_IO7")).isEqualTo("false");
        does("value GPIO5_IO7 true");
        assertThat(isOutput(7)).isFalse();
        assertThat(pins.ask("value GPIO5_IO7")).isEqualTo("true");
        // The line was never driven high. A high level would have been recorded outside.
        assertThat(lab.levels(7)).isEmpty();
        does("close GPIO5_IO7");
    }

    @Test
    void anInputFollowsTheLevelOutsideAndThePullIsAskedOfTheKernel() {
        open("GPIO4_IO6");
        for (boolean level : List.of(true, false, true)) {
            drive(INPUTS, 6, level);
            assertThat(pins.ask("value GPIO4_IO6")).isEqualTo(String.valueOf(level));
        }
        does("switchToInput GPIO4_IO6 UP");
        assertThat(lab.gpioinfo(INPUTS, 6)).contains("input").contains("pull-up");
        does("switchToInput GPIO4_IO6 DOWN");
        assertThat(lab.gpioinfo(INPUTS, 6)).contains("input").contains("pull-down");
        does("switchToInput GPIO4_IO6");
        assertThat(lab.gpioinfo(INPUTS, 6)).contains("input").doesNotContain("pull-");
        does("close GPIO4_IO6");
        drive(INPUTS, 6, false);
    }

    @Test
    void closingReleasesTheLine() {
        assertThat(lab.gpioinfo(OUTPUTS, 8)).contains("unused");
        open("GPIO5_IO8");
        String open = lab.gpioinfo(OUTPUTS, 8);
        System.out.println("open: " + open);
        assertThat(open).contains("\"blinka4j\"").contains("[used");
        does("close GPIO5_IO8");
        does("close GPIO5_IO8");
        String closed = lab.gpioinfo(OUTPUTS, 8);
        System.out.println("closed: " + closed);
        assertThat(closed).contains("unused").doesNotContain("[used");
    }

    @Test
    void aThousandEdgesFromOutsideArriveInOrderWithRisingTimestamps() {
        open("GPIO4_IO10");
        does("onEdge GPIO4_IO10 BOTH 0");
        drive(10, EDGES);
        assertEdges("GPIO4_IO10");
        does("close GPIO4_IO10");
    }

    @Test
    void aThousandEdgesWaitForAListenerThatIsBusy() {
        open("GPIO4_IO11");
        pins.ask("hold-listeners");
        does("onEdge GPIO4_IO11 BOTH 0");
        drive(11, EDGES);
        assertThat(pins.ask("edges GPIO4_IO11")).startsWith("0 edges");
        pins.ask("let-listeners-go");
        assertEdges("GPIO4_IO11");
        does("stopEdges GPIO4_IO11");
        drive(INPUTS, 11, true);
        drive(INPUTS, 11, false);
        assertThat(pins.ask("edges GPIO4_IO11")).startsWith(EDGES + " edges");
        does("close GPIO4_IO11");
    }

    @Test
    void theKernelDebounces() {
        open("GPIO4_IO12");
        does("onEdge GPIO4_IO12 BOTH 3000");
        for (int i = 0; i < 5; i++) {
            drive(INPUTS, 12, true);
            drive(INPUTS, 12, false);
        }
        drive(INPUTS, 12, true);
        String edges = awaitEdges("GPIO4_IO12", 1);
        assertThat(edges.lines().skip(1)).singleElement().asString().startsWith("RISING ");
        does("close GPIO4_IO12");
        drive(INPUTS, 12, false);
    }

    @Test
    void anotherProgramCannotTakeAnOpenLine() {
        open("GPIO5_IO9");
        does("switchToOutput GPIO5_IO9 true");
        Result other = lab.guest().run("gpioset gpiochip4 9=0");
        System.out.println(other);
        assertThat(other.exit()).isNotZero();
        assertThat(other.err()).contains("busy");
        assertThat(lab.levels(9)).containsExactly(true);
        does("close GPIO5_IO9");
        lab.guest().output("gpioset gpiochip4 9=0");
        assertThat(lab.levels(9)).containsExactly(true, false);
    }

    @Test
    void openingsLeaveNoFilesAndNoThreads() {
        String answer = pins.ask("cycles GPIO4_IO13 " + Soak.count(40, 200));
        int[] before = numbers(Lab.line(answer, "before:"));
        int[] after = numbers(Lab.line(answer, "after:"));
        assertThat(after[0]).as("files").isLessThanOrEqualTo(before[0]);
        // The virtual machine also starts and ends threads.
        assertThat(after[1]).as("threads").isLessThan(before[1] + 20);
        assertThat(lab.gpioinfo(INPUTS, 13)).contains("unused");
    }

    private static int[] numbers(String text) {
        return Pattern.compile("\\d+")
                .matcher(text)
                .results()
                .mapToInt(number -> Integer.parseInt(number.group()))
                .toArray();
    }

    private static void open(String pin) {
        assertThat(pins.ask("open " + pin)).endsWith("is open");
    }

    private static void does(String command) {
        assertThat(pins.ask(command)).isEqualTo("ok");
    }

    private static boolean isOutput(int line) {
        return (lab.memory(GPIO5 + DIRECTION) >> line & 1) != 0;
    }

    private static void drive(int chip, int line, boolean high) {
        lab.guest().qtest().drive(Sabrelite.gpio(chip), line, high);
    }

    /** Changes the level of an input, each time when the kernel is done with the change before. */
    private static void drive(int line, int times) {
        for (int i = 0; i < times; i++) {
            drive(INPUTS, line, i % 2 == 0);
            long end = System.nanoTime() + Lab.PATIENCE.toNanos();
            while ((lab.memory(GPIO4 + INTERRUPT_STATUS) >> line & 1) != 0
                    || (lab.memory(GPIO4 + INTERRUPT_MASK) >> line & 1) == 0) {
                assertThat(System.nanoTime())
                        .as("time to handle the interrupt of edge " + i)
                        .isLessThan(end);
            }
        }
    }

    private static String awaitEdges(String pin, int count) {
        long end = System.nanoTime() + Lab.PATIENCE.toNanos();
        String edges = pins.ask("edges " + pin);
        while (Integer.parseInt(edges.split(" ")[0]) < count && System.nanoTime() - end < 0) {
            edges = pins.ask("edges " + pin);
        }
        assertThat(edges).startsWith(count + " edges");
        return edges;
    }

    private static void assertEdges(String pin) {
        List<String[]> edges = awaitEdges(pin, EDGES)
                .lines()
                .skip(1)
                .map(line -> line.split(" "))
                .toList();
        assertThat(edges).hasSize(EDGES);
        long last = 0;
        for (int i = 0; i < EDGES; i++) {
            String[] edge = edges.get(i);
            assertThat(edge[0]).as("edge " + i).isEqualTo(i % 2 == 0 ? "RISING" : "FALLING");
            assertThat(Long.parseLong(edge[1])).as("timestamp of edge " + i).isGreaterThan(last);
            assertThat(edge[2]).as("edges lost before edge " + i).isEqualTo("0");
            last = Long.parseLong(edge[1]);
        }
        assertThat(pins.ask("lostEdges " + pin)).isEqualTo("0");
    }
}
