// SPDX-License-Identifier: MIT
package blinka4j.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The tests of one kind of hardware. If the provider does not support the feature of a test, the test expects the error instead: a
 * {@code NotAvailableException} that gives the reason and what to do.
 */
@ExtendWith(Verdicts.class)
public abstract class Suite {
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Site site;

    Suite(Site site) {
        this.site = site;
    }

    Site site() {
        return site;
    }

    abstract Feature kind();

    /** Uses a feature of this kind with the shortest command, and returns the answer. */
    abstract String attempt(Feature feature);

    /** Closes everything that an attempt has opened. */
    abstract void afterAttempt();

    /** Expects the error of a provider that does not support a feature. */
    void expectRefusal(Feature feature, String reason) {
        String answer = attempt(feature);
        afterAttempt();
        assertThat(answer)
                .as(site + " does not offer " + feature.label())
                .startsWith("NotAvailableException: ")
                .contains(reason)
                // What to do instead.
                .contains("BLINKA_PROVIDER");
    }

    String ask(String command, Object... values) {
        return site.ask(command, values);
    }

    /** Gives a command that must succeed. */
    void does(String command, Object... values) {
        assertThat(ask(command, values)).as(command, values).isEqualTo("ok");
    }

    /** Asks again and again until the answer is right. */
    String await(String command, Predicate<String> right) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        String answer = ask(command);
        while (!right.test(answer)) {
            assertThat(System.nanoTime())
                    .as("time for '%s' on %s, which answers: %s", command, site, answer)
                    .isLessThan(end);
            answer = ask(command);
        }
        return answer;
    }
}
