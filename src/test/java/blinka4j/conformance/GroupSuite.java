// SPDX-License-Identifier: MIT
package blinka4j.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.digitalio.DigitalInOutGroup;
import blinka4j.digitalio.DriveMode;
import blinka4j.digitalio.Pull;
import blinka4j.hardware.Hardware;
import blinka4j.microcontroller.Pin;
import blinka4j.provider.GpioPort.Bias;
import blinka4j.provider.Line;
import blinka4j.provider.LinesPort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The tests of groups of lines. They use the roles {@code group} (three pins of one chip, with commas between) and {@code group held
 * line} (the line of the last one, which another program can hold) of a site.
 */
public abstract class GroupSuite extends Suite {
    private static final int EDGES = 60;

    private final Outside outside = site().outside();

    protected GroupSuite(Site site) {
        super(site);
    }

    /**
     * {@code groups open PIN,PIN,PIN}, {@code groups value PINS} and so on. {@code groups watch} uses the provider's port, because the
     * edges of a group are for classes such as {@code IncrementalEncoder}.
     */
    static final class Commands implements Feature.Commands {
        private final Subject program;
        private final Map<String, DigitalInOutGroup> groups = new HashMap<>();
        private final List<String> edges = new ArrayList<>();
        private @Nullable LinesPort watched;

        Commands(Subject program) {
            this.program = program;
        }

        @Override
        public String run(String... words) {
            String pins = words[2];
            switch (words[1]) {
                case "open" ->
                    groups.put(
                            pins,
                            new DigitalInOutGroup(Stream.of(pins.split(","))
                                    .map(program.blinka()::pin)
                                    .toArray(Pin[]::new)));
                case "watch" -> watch(pins);
                case "unwatch" -> watched().unwatch();
                case "edges" -> {
                    synchronized (edges) {
                        return edges.size() + " edges\n" + String.join("\n", edges);
                    }
                }
                case "close" -> {
                    DigitalInOutGroup group = groups.get(pins);
                    if (group != null) {
                        group.close();
                    }
                    if (watched != null) {
                        watched.close();
                        watched = null;
                    }
                }
                default -> {
                    return run(groups.get(pins), words);
                }
            }
            return "ok";
        }

        private static String run(@Nullable DigitalInOutGroup group, String... words) {
            if (group == null) {
                throw new IllegalArgumentException("the program has not opened " + words[2]);
            }
            switch (words[1]) {
                case "input" -> group.switchToInput(words.length > 3 ? Pull.valueOf(words[3]) : null);
                case "output" ->
                    group.switchToOutput(
                            Long.parseLong(words[3], 2),
                            words.length > 4 ? DriveMode.valueOf(words[4]) : DriveMode.PUSH_PULL);
                case "set" -> group.value(Long.parseLong(words[3], 2));
                case "mask" -> group.value(Long.parseLong(words[3], 2), Long.parseLong(words[4], 2));
                case "value" -> {
                    return Long.toBinaryString(1L << group.length() | group.value())
                            .substring(1);
                }
                default -> throw new IllegalArgumentException("no such command: groups " + words[1]);
            }
            return "ok";
        }

        private LinesPort watched() {
            if (watched == null) {
                throw new IllegalArgumentException("the program watches no group");
            }
            return watched;
        }

        private void watch(String pins) {
            LinesPort port = watched;
            if (port == null) {
                List<Line> lines = Stream.of(pins.split(","))
                        .map(name ->
                                program.blinka().pin(name).hardware().lookup().line(name))
                        .toList();
                port = program.blinka().provider().openLines(lines, Hardware.CONSUMER);
                watched = port;
                port.input(Bias.DISABLED);
            }
            synchronized (edges) {
                edges.clear();
            }
            port.watch(true, true, 0, (line, rising, timestamp, sequence) -> {
                synchronized (edges) {
                    edges.add("%s %s %s %s".formatted(line, rising ? "R" : "F", timestamp, sequence));
                }
            });
        }
    }

    @Override
    Feature kind() {
        return Feature.GROUPS;
    }

    @Override
    String attempt(Feature feature) {
        return ask("groups open " + group());
    }

    @Override
    void afterAttempt() {
        // Nothing was opened.
    }

    @AfterEach
    void closeAll() {
        if (site().reasonAgainst(Feature.GROUPS) == null) {
            ask("groups close " + group());
            for (int i = 0; i < 3; i++) {
                outside.release(pin(i));
            }
        }
    }

    private String group() {
        return site().name("group");
    }

    /** The pin with this index. */
    private String pin(int index) {
        return group().split(",")[index];
    }

    private void open() {
        does("groups open " + group());
    }

    @Test
    void newPinsAreInputsAndClosedOnesAreFree() {
        open();
        for (int i = 0; i < 3; i++) {
            assertThat(outside.info(pin(i))).contains("input").doesNotContain("unused");
            assertThat(outside.isDriven(pin(i))).isFalse();
        }
        does("groups close " + group());
        does("groups close " + group());
        for (int i = 0; i < 3; i++) {
            assertThat(outside.info(pin(i))).contains("unused");
        }
        assertThat(ask("groups value " + group()))
                .startsWith("IllegalStateException")
                .contains("is closed");
    }

    @Test
    void theLevelsOutsideAreTheValue() {
        open();
        for (String levels : List.of("101", "010", "111", "000")) {
            for (int i = 0; i < 3; i++) {
                outside.drive(pin(i), levels.charAt(2 - i) == '1');
            }
            assertThat(ask("groups value " + group())).isEqualTo(levels);
        }
    }

    @Test
    void theValueIsDrivenOnAllPins() {
        open();
        does("groups output %s 110", group());
        assertDriven("110");
        does("groups set %s 011", group());
        assertDriven("011");
        assertThat(ask("groups value " + group())).isEqualTo("011");
        does("groups mask %s 100 110", group());
        assertDriven("101");
        does("groups mask %s 010 000", group());
        assertDriven("101");
        does("groups close " + group());
        for (int i = 0; i < 3; i++) {
            assertThat(outside.isDriven(pin(i))).isFalse();
        }
    }

    private void assertDriven(String levels) {
        for (int i = 0; i < 3; i++) {
            assertThat(outside.isDriven(pin(i))).isTrue();
            assertThat(outside.level(pin(i))).as(pin(i)).isEqualTo(levels.charAt(2 - i) == '1');
        }
    }

    @Test
    void anOutputHasItsValueFromTheFirstMoment() {
        open();
        // The test keeps the wires where the outputs will drive them: a glitch would be a change.
        outside.drive(pin(0), false);
        outside.drive(pin(1), true);
        does("groups output %s 010", group());
        int low = outside.changes(pin(0)).size();
        does("groups input " + group());
        does("groups output %s 010", group());
        assertThat(outside.changes(pin(0))).hasSize(low);
        assertThat(outside.level(pin(1))).isTrue();
    }

    @Test
    void aPullIsSwitchedOnAndOffOnAllPins() {
        open();
        for (String pull : List.of("UP", "DOWN")) {
            does("groups input %s %s", group(), pull);
            for (int i = 0; i < 3; i++) {
                assertThat(outside.info(pin(i))).contains(pull.equals("UP") ? "pull-up" : "pull-down");
            }
            assertThat(ask("groups value " + group())).isEqualTo(pull.equals("UP") ? "111" : "000");
        }
        does("groups input " + group());
        assertThat(outside.info(pin(0))).doesNotContain("pull-");
    }

    @Test
    void anOpenDrainOutputIsDrivenOnlyWhileItIsLow() {
        open();
        outside.drive(pin(0), true);
        does("groups output %s 011 OPEN_DRAIN", group());
        assertThat(outside.isDriven(pin(0))).isFalse();
        assertThat(outside.isDriven(pin(2))).isTrue();
        outside.release(pin(0));
        does("groups set %s 100", group());
        outside.drive(pin(2), true);
        assertThat(outside.isDriven(pin(0))).isTrue();
        assertThat(outside.isDriven(pin(2))).isFalse();
    }

    @Test
    void inputsAreNotWritten() {
        open();
        assertThat(ask("groups set %s 111", group()))
                .startsWith("IllegalStateException")
                .contains("switchToOutput");
        assertThat(outside.isDriven(pin(0))).isFalse();
    }

    @Test
    void aLineThatAnotherProgramHoldsIsNamedAndNoneIsTaken() throws Exception {
        try (AutoCloseable holder = outside.hold(pin(2))) {
            assertThat(holder).isNotNull();
            assertThat(ask("groups open " + group()))
                    .startsWith("PinException")
                    .contains(site().name("group held line"), "held by");
            assertThat(outside.info(pin(0))).contains("unused");
        }
        open();
    }

    @Test
    void edgesOfAllLinesComeInTheirOrder() {
        for (int i = 0; i < 3; i++) {
            outside.drive(pin(i), false);
        }
        does("groups watch " + group());
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < EDGES; i++) {
            int line = (i * 7 + i / 5) % 3;
            boolean rising = expected.stream()
                                    .filter(edge -> edge.startsWith(line + " "))
                                    .count()
                            % 2
                    == 0;
            outside.drive(pin(line), rising);
            outside.awaitEdgeTaken(pin(line));
            expected.add(line + (rising ? " R" : " F"));
        }
        List<String> edges = awaitEdges(EDGES);
        assertThat(edges.stream().map(edge -> edge.substring(0, 3))).isEqualTo(expected);
        long last = 0;
        for (int i = 0; i < EDGES; i++) {
            String[] edge = edges.get(i).split(" ");
            assertThat(Long.parseLong(edge[2])).as("time of edge " + i).isGreaterThan(last);
            assertThat(edge[3]).as("number of edge " + i).isEqualTo(String.valueOf(i + 1));
            last = Long.parseLong(edge[2]);
        }

        does("groups unwatch " + group());
        outside.drive(pin(0), true);
        outside.drive(pin(0), false);
        does("groups watch " + group());
        outside.drive(pin(1), expected.lastIndexOf("1 R") < expected.lastIndexOf("1 F"));
        assertThat(awaitEdges(1).get(0)).startsWith("1 ").endsWith(" 1");
    }

    private List<String> awaitEdges(int count) {
        String edges = await("groups edges " + group(), answer -> Integer.parseInt(answer.split(" ")[0]) >= count);
        assertThat(edges).startsWith(count + " edges");
        return edges.lines().skip(1).toList();
    }
}
