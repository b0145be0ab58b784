// SPDX-License-Identifier: MIT
package blinka4j.testing;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs test classes that may fail. */
final class Tests {
    private Tests() {}

    /** Runs the tests of a class. Returns what each has thrown; those that have passed are not there. */
    static Map<String, Throwable> failures(Class<?> type) {
        Run run = run(Map.of(), type);
        return run.failures;
    }

    /** What has happened to tests. */
    static final class Run implements TestExecutionListener {
        private final Map<String, Throwable> failures = new TreeMap<>();
        private int passed;

        int passed() {
            return passed;
        }

        Map<String, Throwable> failures() {
            return failures;
        }

        @Override
        public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
            result.getThrowable().ifPresent(thrown -> failures.put(test.getDisplayName(), thrown));
            if (test.isTest() && result.getThrowable().isEmpty()) {
                passed++;
            }
        }
    }

    static Run run(Map<String, String> configuration, Class<?>... types) {
        Run run = new Run();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(List.of(types).stream()
                                        .map(type -> selectClass(type))
                                        .toList())
                                .configurationParameters(configuration)
                                .build(),
                        run);
        return run;
    }
}
