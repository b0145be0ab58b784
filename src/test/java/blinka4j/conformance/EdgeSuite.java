// SPDX-License-Identifier: MIT
package blinka4j.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tests of edges. They use the roles {@code watched} and {@code watched too} of a site. */
public abstract class EdgeSuite extends Suite {
    private static final int EDGES = 200;
    /** Less than the 16 edges that the kernel keeps by default, for a program that a busy machine holds up. */
    private static final int BURST = 10;

    private final Outside outside = site().outside();

    protected EdgeSuite(Site site) {
        super(site);
    }

    @Override
    Feature kind() {
        return Feature.EDGES;
    }

    @Override
    String attempt(Feature feature) {
        String pin = site().name("watched");
        String opened = ask("gpio open " + pin);
        if (!opened.equals("ok")) {
            return opened;
        }
        return ask("gpio watch %s BOTH %s", pin, feature == Feature.DEBOUNCE ? 5 : 0);
    }

    @Override
    void afterAttempt() {
        ask("gpio close " + site().name("watched"));
    }

    @BeforeEach
    void low() {
        outside.drive(site().name("watched"), false);
        outside.drive(site().name("watched too"), false);
    }

    @AfterEach
    void closeAll() {
        ask("let-listeners-go");
        ask("gpio close " + site().name("watched"));
        ask("gpio close " + site().name("watched too"));
    }

    private String open(String role) {
        String pin = site().name(role);
        does("gpio open " + pin);
        return pin;
    }

    private List<String> awaitEdges(String pin, int count) {
        String edges = await("gpio edges " + pin, answer -> Integer.parseInt(answer.split(" ")[0]) >= count);
        assertThat(edges).as("edges of " + pin + " on " + site()).startsWith(count + " edges");
        return edges.lines().skip(1).toList();
    }

    private static List<String> directions(List<String> edges) {
        return edges.stream().map(edge -> edge.split(" ")[0]).toList();
    }

    @Test
    void edgesComeInTheirOrderWithRisingTimesAndNoneIsLost() {
        String pin = open("watched");
        does("gpio watch %s BOTH 0", pin);
        List<String> edges = List.of();
        for (int come = BURST; come <= EDGES; come += BURST) {
            outside.toggle(pin, BURST);
            edges = awaitEdges(pin, come);
        }
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < EDGES; i++) {
            expected.add(i % 2 == 0 ? "RISING" : "FALLING");
        }
        assertThat(directions(edges)).isEqualTo(expected);
        long last = 0;
        for (String edge : edges) {
            long time = Long.parseLong(edge.split(" ")[1]);
            assertThat(time).as(edge).isGreaterThan(last);
            last = time;
        }
        assertThat(ask("gpio lost " + pin)).isEqualTo("0");
    }

    @Test
    void onlyTheEdgesThatAreWantedCome() {
        String pin = open("watched");
        for (String wanted : List.of("RISING", "FALLING")) {
            outside.drive(pin, false);
            does("gpio watch %s %s 0", pin, wanted);
            outside.toggle(pin, 6);
            assertThat(directions(awaitEdges(pin, 3))).containsOnly(wanted);
            does("gpio unwatch " + pin);
        }
    }

    @Test
    void afterTheEndOfWatchingNoEdgeComes() {
        String pin = open("watched");
        does("gpio watch %s BOTH 0", pin);
        outside.toggle(pin, 2);
        awaitEdges(pin, 2);
        does("gpio unwatch " + pin);
        outside.drive(pin, true);
        outside.drive(pin, false);
        // A new watch starts at zero. No edges from before arrive.
        String other = open("watched too");
        does("gpio watch %s BOTH 0", other);
        outside.toggle(other, 2);
        awaitEdges(other, 2);
        assertThat(ask("gpio edges " + pin)).startsWith("2 edges");
        does("gpio watch %s BOTH 0", pin);
        outside.toggle(pin, 1);
        assertThat(directions(awaitEdges(pin, 1))).containsExactly("RISING");
        assertThat(ask("gpio lost " + pin)).isEqualTo("0");
    }

    @Test
    void aListenerThatThrowsIsCalledAgain() {
        String pin = open("watched");
        does("gpio watch %s BOTH 0 throwing", pin);
        outside.toggle(pin, 4);
        awaitEdges(pin, 4);
    }

    @Test
    @Uses("listeners on threads of their own")
    void edgesWaitForAListenerThatDawdlesAndThoseOfOtherPinsDoNot() {
        String pin = open("watched");
        String other = open("watched too");
        does("hold-listeners");
        does("gpio watch %s BOTH 0", pin);
        does("gpio watch %s BOTH 0 free", other);
        outside.toggle(pin, 10);
        outside.toggle(other, 4);
        awaitEdges(other, 4);
        assertThat(ask("gpio edges " + pin)).startsWith("0 edges");
        does("let-listeners-go");
        assertThat(directions(awaitEdges(pin, 10))).startsWith("RISING", "FALLING", "RISING");
    }

    @Test
    @Needs(Feature.DEBOUNCE)
    void shortLevelsAreNoEdges() {
        String pin = open("watched");
        does("gpio watch %s BOTH 2000", pin);
        for (int i = 0; i < 4; i++) {
            outside.drive(pin, true);
            outside.drive(pin, false);
        }
        outside.drive(pin, true);
        outside.pass(Duration.ofSeconds(3));
        assertThat(directions(awaitEdges(pin, 1))).containsExactly("RISING");
    }

    @Test
    void anOutputIsNotWatchedAndAWatchedPinThatBecomesOneIsNoMore() {
        String pin = open("watched");
        outside.release(pin);
        does("gpio output %s false", pin);
        assertThat(ask("gpio watch %s BOTH 0", pin))
                .startsWith("IllegalStateException")
                .contains(pin, "it is an output", "switchToInput");
        does("gpio input " + pin);
        does("gpio watch %s BOTH 0", pin);
        outside.toggle(pin, 2);
        awaitEdges(pin, 2);
        outside.release(pin);
        does("gpio output %s false", pin);
        does("gpio set %s true", pin);
        does("gpio set %s false", pin);
        does("gpio input " + pin);
        assertThat(ask("gpio edges " + pin)).startsWith("2 edges");
    }

    @Test
    void aClosedPinIsWatchedNoMore() {
        String pin = open("watched");
        does("gpio watch %s BOTH 0", pin);
        outside.toggle(pin, 3);
        awaitEdges(pin, 3);
        does("gpio close " + pin);
        outside.drive(pin, false);
        outside.drive(pin, true);
        assertThat(outside.info(pin)).contains("unused");
        assertThat(ask("gpio edges " + pin)).startsWith("3 edges");
    }
}
