// SPDX-License-Identifier: MIT
/** The program that {@code samples/telemetry/run} runs. */
@NullMarked
package blinka4j.telemetry.greenhouse;

import org.jspecify.annotations.NullMarked;
