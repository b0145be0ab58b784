// SPDX-License-Identifier: MIT
package blinka4j.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The tests of a pin. They use the roles {@code output}, {@code input}, {@code free} and {@code held} of a site. */
public abstract class GpioSuite extends Suite {
    private static final int CYCLES = Soak.count(40, 200);

    private final Outside outside = site().outside();

    protected GpioSuite(Site site) {
        super(site);
    }

    @Override
    Feature kind() {
        return Feature.GPIO;
    }

    @Override
    String attempt(Feature feature) {
        String pin = site().name("output");
        String opened = ask("gpio open " + pin);
        return switch (feature) {
            case PULLS -> ask("gpio input " + pin + " UP");
            case OPEN_DRAIN -> ask("gpio output " + pin + " true OPEN_DRAIN");
            default -> opened;
        };
    }

    @Override
    void afterAttempt() {
        close("output");
    }

    /** Closes pins that a failed test has left open. */
    @AfterEach
    void closeAll() {
        for (String role : List.of("output", "input")) {
            if (site().reasonAgainst(Feature.GPIO) == null) {
                close(role);
            }
        }
    }

    private void close(String role) {
        ask("gpio close " + site().name(role));
    }

    private String open(String role) {
        String pin = site().name(role);
        does("gpio open " + pin);
        return pin;
    }

    @Test
    void aNewPinIsAnInputAndAClosedOneIsFree() {
        String pin = open("input");
        assertThat(ask("gpio state " + pin)).isEqualTo("INPUT null");
        assertThat(outside.isDriven(pin)).isFalse();
        assertThat(outside.info(pin)).contains("input").doesNotContain("unused");

        does("gpio close " + pin);
        assertThat(outside.info(pin)).contains("unused");
        does("gpio close " + pin);
    }

    @Test
    void anOutputHasItsValueFromTheFirstMomentAndAClosedOneDrivesNothing() {
        String pin = open("output");
        int before = outside.changes(pin).size();
        does("gpio output %s false", pin);
        does("gpio output %s true", pin);
        // The test keeps the wire high while the pin does not drive it.
        outside.drive(pin, true);
        does("gpio input " + pin);
        assertThat(outside.isDriven(pin)).isFalse();
        // A glitch would be two more changes.
        does("gpio output %s true", pin);
        assertThat(outside.isDriven(pin)).isTrue();
        assertThat(outside.level(pin)).isTrue();
        outside.release(pin);
        does("gpio set %s false", pin);
        does("gpio input " + pin);
        does("gpio output %s false", pin);
        List<Boolean> changes = outside.changes(pin);
        assertThat(changes.subList(before, changes.size())).containsExactly(true, false);

        does("gpio output %s true", pin);
        does("gpio close " + pin);
        assertThat(outside.info(pin)).contains("unused", "input");
        assertThat(outside.isDriven(pin)).isFalse();
    }

    @Test
    void aValueIsDrivenAndReadBack() {
        String pin = open("output");
        does("gpio output %s false", pin);
        assertThat(ask("gpio state " + pin)).isEqualTo("OUTPUT PUSH_PULL");
        for (boolean value : List.of(true, false, true, true, false)) {
            does("gpio set %s %s", pin, value);
            assertThat(outside.level(pin)).isEqualTo(value);
            assertThat(ask("gpio get " + pin)).isEqualTo(String.valueOf(value));
        }
    }

    @Test
    void anInputFollowsTheLevelOutside() {
        String pin = open("input");
        for (boolean level : List.of(true, false, true)) {
            outside.drive(pin, level);
            assertThat(ask("gpio get " + pin)).isEqualTo(String.valueOf(level));
        }
        outside.drive(pin, false);
    }

    @Test
    @Needs(Feature.PULLS)
    void aPullIsSwitchedOnAndReallyOffAgain() {
        String pin = open("input");
        outside.release(pin);
        for (String pull : List.of("UP", "DOWN", "UP")) {
            does("gpio input %s %s", pin, pull);
            assertThat(ask("gpio state " + pin)).isEqualTo("INPUT " + pull);
            assertThat(outside.info(pin)).contains("input", pull.equals("UP") ? "pull-up" : "pull-down");
            if (site().has("a pull that is seen")) {
                assertThat(ask("gpio get " + pin)).isEqualTo(String.valueOf(pull.equals("UP")));
            }
        }
        does("gpio input " + pin);
        assertThat(ask("gpio state " + pin)).isEqualTo("INPUT null");
        assertThat(outside.info(pin)).contains("input").doesNotContain("pull-");
    }

    @Test
    @Needs(Feature.OPEN_DRAIN)
    void anOpenDrainOutputPullsLowOrLetsGo() {
        String pin = open("output");
        outside.drive(pin, true);
        does("gpio output %s true OPEN_DRAIN", pin);
        assertThat(ask("gpio state " + pin)).isEqualTo("OUTPUT OPEN_DRAIN");
        assertThat(outside.isDriven(pin)).isFalse();
        assertThat(ask("gpio get " + pin)).isEqualTo("true");
        if (!site().has("open-drain outputs that nothing outside reaches")) {
            outside.drive(pin, false);
            assertThat(ask("gpio get " + pin)).isEqualTo("false");
        }

        outside.release(pin);
        does("gpio set %s false", pin);
        assertThat(outside.isDriven(pin)).isTrue();
        assertThat(ask("gpio get " + pin)).isEqualTo("false");
        does("gpio set %s true", pin);
        outside.drive(pin, true);
        assertThat(outside.isDriven(pin)).isFalse();
        if (!site().has("open-drain outputs that nothing outside reaches")) {
            assertThat(ask("gpio get " + pin)).isEqualTo("true");
        }
        outside.release(pin);
    }

    @Test
    void aWriteToAnInputIsRefused() {
        String pin = open("input");
        assertThat(ask("gpio set %s true", pin))
                .startsWith("IllegalStateException")
                .contains(pin, "it is an input", "switchToOutput");
        assertThat(outside.isDriven(pin)).isFalse();
    }

    @Test
    void useAfterCloseIsRefused() {
        String pin = open("input");
        does("gpio close " + pin);
        for (String use : List.of("get " + pin, "set " + pin + " true", "output " + pin + " true", "input " + pin)) {
            assertThat(ask("gpio " + use))
                    .as(use)
                    .startsWith("IllegalStateException")
                    .contains(pin, "is closed");
        }
        assertThat(outside.info(pin)).contains("unused");
    }

    @Test
    void aPinIsOpenedOnce() {
        String pin = open("input");
        assertThat(ask("gpio open " + pin))
                .startsWith("PinException")
                .contains(pin, "already open as DigitalInOut(" + pin + ")");
        // The first one goes on.
        assertThat(ask("gpio get " + pin)).isIn("true", "false");
    }

    @Test
    @Uses("held")
    void aLineThatAnotherProgramHoldsIsRefusedAndTheHolderKeepsIt() throws Exception {
        String pin = site().name("held");
        try (AutoCloseable holder = outside.hold(pin)) {
            assertThat(holder).isNotNull();
            assertThat(ask("gpio open " + pin))
                    .startsWith("PinException")
                    .contains(site().name("held line"))
                    .containsPattern("held by|in use|EBUSY");
            assertThat(outside.info(pin)).doesNotContain("unused").doesNotContain("blinka4j");
        }
        does("gpio open " + pin);
        does("gpio close " + pin);
    }

    @Test
    void aLineThatIsNotThereIsNamed() {
        String chip = site().name("held line").replaceAll(":.*", "");
        assertThat(ask("gpio open " + chip + ":9999")).matches("(?s)(Pin|NotAvailable)Exception: .*9999.*");
        assertThat(ask("gpio open no-such-chip:1")).matches("(?s)(Pin|NotAvailable)Exception: .*no-such-chip.*");
    }

    @Test
    @Uses("a process of its own")
    void aKilledProgramLeavesItsLinesToTheNext() {
        String pin = open("output");
        does("gpio output %s true", pin);
        assertThat(outside.info(pin)).doesNotContain("unused");
        site().kill();
        assertThat(outside.info(pin)).contains("unused");
        does("gpio open " + pin);
        does("gpio output %s true", pin);
        assertThat(outside.level(pin)).isTrue();
    }

    @Test
    void cyclesLeaveNoLineRequestedNoFileAndNoThread() {
        String pin = site().name("free");
        boolean watching = site().reasonAgainst(Feature.EDGES) == null && site().has(Feature.EDGES);
        String answer = ask("gpio cycles %s %s %s", pin, CYCLES, watching);
        assertThat(answer).contains("after: ");
        int[] numbers = Pattern.compile("\\d+")
                .matcher(answer)
                .results()
                .mapToInt(number -> Integer.parseInt(number.group()))
                .toArray();
        assertThat(numbers[2]).as("files, " + answer).isLessThanOrEqualTo(numbers[0]);
        // The virtual machine also starts and ends threads.
        assertThat(numbers[3]).as("threads, " + answer).isLessThan(numbers[1] + 20);
        assertThat(outside.info(pin)).contains("unused");
    }
}
