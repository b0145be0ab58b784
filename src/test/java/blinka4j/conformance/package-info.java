// SPDX-License-Identifier: MIT
/**
 * The conformance suites: what a program may expect of every provider. There is a suite for each kind of hardware. The program
 * {@link blinka4j.conformance.Subject} runs on each provider, and the test controls the other side of the pins and buses.
 */
@NullMarked
package blinka4j.conformance;

import org.jspecify.annotations.NullMarked;
