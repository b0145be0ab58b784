// SPDX-License-Identifier: MIT
package blinka4j.trace;

import blinka4j.provider.BoardDefinition;
import blinka4j.provider.Provider;
import blinka4j.provider.Recorder;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Records the program to the file that {@code BLINKA_RECORD} names. An older file of that name is overwritten. */
public final class FileRecorder implements Recorder {
    /** If a program detects its board again, the same file continues. */
    private static final Map<Path, TraceFile> FILES = new ConcurrentHashMap<>();

    /** For {@link java.util.ServiceLoader}. */
    public FileRecorder() {}

    @Override
    public Provider record(BoardDefinition board, Provider provider, Path file) {
        TraceFile trace =
                FILES.computeIfAbsent(file.toAbsolutePath().normalize(), path -> new TraceFile(board, provider, path));
        return new RecordingProvider(board, provider, trace);
    }
}
