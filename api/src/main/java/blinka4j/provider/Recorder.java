// SPDX-License-Identifier: MIT
package blinka4j.provider;

import java.nio.file.Path;

/**
 * Records what a program does with its hardware, if the setting {@code BLINKA_RECORD} names a file. Found by {@link
 * java.util.ServiceLoader}. {@code blinka4j-trace} has one.
 */
public interface Recorder {
    /**
     * Returns a provider that does the same as {@code provider} and writes what it does to {@code file}.
     *
     * @param board the board that was detected
     * @param provider the provider that was selected
     * @throws blinka4j.NotAvailableException if the file cannot be written
     */
    Provider record(BoardDefinition board, Provider provider, Path file);
}
