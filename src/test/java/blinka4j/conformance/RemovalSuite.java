// SPDX-License-Identifier: MIT
package blinka4j.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The tests of pins whose controller is unplugged while they are open. They use the roles {@code removable output} and
 * {@code removable input} of a site. {@link Outside#takeAway} removes their controller.
 */
public abstract class RemovalSuite extends Suite {
    private static final Duration OBSERVED = Duration.ofSeconds(6);

    protected RemovalSuite(Site site) {
        super(site);
    }

    @Override
    Feature kind() {
        return Feature.GPIO;
    }

    @Override
    String attempt(Feature feature) {
        return ask("gpio open " + site().name("removable output"));
    }

    @Override
    void afterAttempt() {
        closeAll();
    }

    @AfterEach
    void closeAll() {
        ask("gpio close " + site().name("removable output"));
        ask("gpio close " + site().name("removable input"));
    }

    @Test
    void pinsOfAControllerThatIsGoneSaySoAndNothingHangsOrSpins() throws Exception {
        String output = site().name("removable output");
        String input = site().name("removable input");
        boolean watches = site().reasonAgainst(Feature.EDGES) == null;
        does("gpio open " + output);
        does("gpio output %s true", output);
        does("gpio open " + input);
        if (watches) {
            does("gpio watch %s BOTH 0", input);
        }
        try (AutoCloseable controller = site().outside().takeAway(Feature.GPIO)) {
            assertThat(controller).isNotNull();
            for (String use : new String[] {"get " + output, "set " + output + " false", "get " + input}) {
                assertThat(ask("gpio " + use))
                        .as(use)
                        .matches("(?s)(Pin|Bus|NotAvailable)Exception.*")
                        .containsPattern("removed|unplugged|gone|let it go");
            }
            long before = Long.parseLong(ask("cpu"));
            Thread.sleep(OBSERVED.toMillis());
            long used = Long.parseLong(ask("cpu")) - before;
            assertThat(used).as("milliseconds of processor time in " + OBSERVED).isLessThan(OBSERVED.toMillis() / 2);
            does("gpio close " + output);
            does("gpio close " + input);
        }
        does("gpio open " + output);
        does("gpio output %s true", output);
        assertThat(ask("gpio get " + output)).isEqualTo("true");
    }
}
