// SPDX-License-Identifier: MIT
package blinka4j.telemetry;

/** What is sent. Always with QoS 1. */
record Message(String topic, String payload, boolean retained) {}
