// SPDX-License-Identifier: MIT
/**
 * Traces: files with all that a program did with its hardware. {@link blinka4j.trace.Recording} writes them, {@link
 * blinka4j.trace.Replay} plays them without the hardware, {@link blinka4j.trace.Vcd} shows them as waveforms. The module's README
 * describes the file.
 *
 * <p>Threads: ports of a recording and of a replay are thread-safe, as all ports. A strict replay expects the order of the recording on
 * each bus and pin. So it fits a program that uses each of them in one thread, or in the listeners of edges.
 */
@NullMarked
package blinka4j.trace;

import org.jspecify.annotations.NullMarked;
