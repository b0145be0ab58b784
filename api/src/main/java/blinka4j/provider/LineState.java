// SPDX-License-Identifier: MIT
package blinka4j.provider;

import org.jspecify.annotations.Nullable;

/**
 * What a GPIO line does, asked without taking the line.
 *
 * @param output true for an output, false for an input
 * @param level true if the wire is high; null if the system does not say
 * @param consumer the name that the system shows as the line's user; empty if the line is free
 */
public record LineState(boolean output, @Nullable Boolean level, String consumer) {}
