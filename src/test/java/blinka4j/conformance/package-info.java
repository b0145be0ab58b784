// SPDX-License-Identifier: MIT
/**
 * What a program may expect of every provider: a suite for each kind of hardware, run by {@link blinka4j.conformance.Subject}
 * wherever a provider can run, with the outer side of the pins and buses in the hands of the test.
 */
@NullMarked
package blinka4j.conformance;

import org.jspecify.annotations.NullMarked;
