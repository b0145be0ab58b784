// SPDX-License-Identifier: MIT
/**
 * Tests of programs and drivers on simulated boards: a JUnit extension ({@link blinka4j.testing.Simulated}), assertions for AssertJ
 * ({@link blinka4j.testing.Assertions}), and runs with faults ({@link blinka4j.testing.FaultRun}).
 */
@NullMarked
package blinka4j.testing;

import org.jspecify.annotations.NullMarked;
