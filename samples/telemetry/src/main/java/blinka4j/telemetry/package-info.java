// SPDX-License-Identifier: MIT
/** Telemetry by MQTT. Start with {@link blinka4j.telemetry.Telemetry}. */
@NullMarked
package blinka4j.telemetry;

import org.jspecify.annotations.NullMarked;
