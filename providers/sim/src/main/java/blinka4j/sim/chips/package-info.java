// SPDX-License-Identifier: MIT
/**
 * Simulated chips, written from their data sheets: a test or a sample says what they measure, and they give the bytes
 * that the real ones would, when they would.
 */
@NullMarked
package blinka4j.sim.chips;

import org.jspecify.annotations.NullMarked;
