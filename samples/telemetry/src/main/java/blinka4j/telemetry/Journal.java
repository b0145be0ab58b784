// SPDX-License-Identifier: MIT
package blinka4j.telemetry;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UTFDataFormatException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Messages in files, in their order. Each has a number. They are in segments, files that are named by the number of their first message: a
 * segment is deleted when all its messages are acknowledged, and the oldest one when the journal is full. What a program that was killed
 * wrote last may be half a record; it is cut off. Not for several threads.
 */
final class Journal implements AutoCloseable {
    private static final String SUFFIX = ".messages";
    private static final int SEGMENTS = 8;
    /** Length and check sum. */
    private static final int HEADER = 8;
    /** A topic and a payload of MQTT have at most 64 KiB each here. */
    private static final int LONGEST = 1 << 18;

    private final Path folder;
    private final long segmentBytes;
    private final FileChannel lockFile;
    private final FileLock lock;
    private final Deque<Segment> segments = new ArrayDeque<>();
    /** The number of the next message to append. */
    private long end = 1;
    /** The number of the next message to read. */
    private long next = 1;
    /** All messages up to this number are acknowledged or dropped. */
    private long done;

    private static final class Segment {
        final Path file;
        final long first;
        final FileChannel channel;
        long count;
        long bytes;
        /** How far it is read. */
        long position;

        Segment(Path file, long first) throws IOException {
            this.file = file;
            this.first = first;
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        }

        long last() {
            return first + count - 1;
        }

        void delete() throws IOException {
            channel.close();
            Files.deleteIfExists(file);
        }
    }

    /** @param number of {@code message}, for {@link #acknowledge} */
    record Entry(long number, Message message) {}

    /**
     * Opens a journal, with the messages that an earlier program left.
     *
     * @param bytes how much disk space the messages take at most
     * @throws IllegalStateException if another program has it open
     */
    Journal(Path folder, long bytes) throws IOException {
        this.folder = folder;
        segmentBytes = bytes / SEGMENTS;
        Files.createDirectories(folder);
        lockFile = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        @Nullable FileLock locked = null;
        try {
            locked = lockFile.tryLock();
        } catch (OverlappingFileLockException e) {
            // In this program.
        }
        if (locked == null) {
            lockFile.close();
            throw new IllegalStateException(
                    "%s is in use by another telemetry. End that one, or choose another folder: buffer(folder, bytes)."
                            .formatted(folder));
        }
        lock = locked;
        for (Path file : files()) {
            String name = file.getFileName().toString();
            Segment segment = new Segment(file, Long.parseLong(name.substring(0, name.length() - SUFFIX.length())));
            while (read(segment) != null) {
                segment.count++;
            }
            segment.bytes = segment.position;
            segment.channel.truncate(segment.bytes);
            segment.position = 0;
            if (segment.count == 0) {
                segment.delete();
            } else {
                segments.add(segment);
            }
        }
        if (!segments.isEmpty()) {
            next = segments.getFirst().first;
            done = next - 1;
            end = segments.getLast().last() + 1;
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("\\d{19}" + SUFFIX))
                    .sorted()
                    .toList();
        }
    }

    boolean isEmpty() {
        return done == end - 1;
    }

    /** The number of the last message. */
    long last() {
        return end - 1;
    }

    /** The number of messages that are not acknowledged. */
    long size() {
        return end - 1 - done;
    }

    /**
     * Writes a message at the end.
     *
     * @return the number of messages that were dropped for it
     */
    long append(Message message) throws IOException {
        byte[] record = bytes(message);
        long dropped = 0;
        if (segments.isEmpty() || segments.getLast().bytes + record.length > segmentBytes) {
            if (segments.size() == SEGMENTS) {
                dropped = dropOldest();
            }
            String digits = Long.toString(end);
            segments.add(new Segment(folder.resolve("0".repeat(19 - digits.length()) + digits + SUFFIX), end));
        }
        Segment segment = segments.getLast();
        ByteBuffer buffer = ByteBuffer.wrap(record);
        long position = segment.bytes;
        while (buffer.hasRemaining()) {
            position += segment.channel.write(buffer, position);
        }
        segment.bytes = position;
        segment.count++;
        end++;
        return dropped;
    }

    private long dropOldest() throws IOException {
        Segment oldest = segments.removeFirst();
        // Messages that were read are on their way: they are not lost.
        long dropped = Math.max(0, oldest.last() - next + 1);
        done = Math.max(done, oldest.last());
        next = Math.max(next, oldest.last() + 1);
        oldest.delete();
        return dropped;
    }

    /** Reads the next message; null if all were read. */
    @Nullable Entry next() throws IOException {
        for (Segment segment : segments) {
            if (next <= segment.last()) {
                Message message = read(segment);
                if (message == null) {
                    throw new IOException("%s was changed by another program".formatted(segment.file));
                }
                return new Entry(next++, message);
            }
        }
        return null;
    }

    /** Takes messages as read that were appended just now, because the caller has them in hand. */
    void skip(int messages) {
        for (int i = 0; i < messages; i++) {
            try {
                next();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Marks this message and all before it as delivered. Deletes the files that are no longer needed. */
    void acknowledge(long number) throws IOException {
        done = Math.max(done, number);
        while (!segments.isEmpty() && segments.getFirst().last() <= done) {
            segments.removeFirst().delete();
        }
    }

    private static byte[] bytes(Message message) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(body);
        out.writeBoolean(message.retained());
        try {
            out.writeUTF(message.topic());
        } catch (UTFDataFormatException e) {
            throw new IllegalArgumentException("a topic has at most 65535 bytes", e);
        }
        out.write(message.payload().getBytes(StandardCharsets.UTF_8));
        CRC32 sum = new CRC32();
        sum.update(body.toByteArray());
        return ByteBuffer.allocate(HEADER + body.size())
                .putInt(body.size())
                .putInt((int) sum.getValue())
                .put(body.toByteArray())
                .array();
    }

    /** Reads the record at the segment's position and moves on; null if there is no whole record. */
    private static @Nullable Message read(Segment segment) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER);
        if (!fill(segment, header, segment.position)) {
            return null;
        }
        int length = header.getInt();
        if (length < 3 || length > LONGEST) {
            return null;
        }
        ByteBuffer body = ByteBuffer.allocate(length);
        CRC32 sum = new CRC32();
        if (!fill(segment, body, segment.position + HEADER)) {
            return null;
        }
        sum.update(body.array());
        if ((int) sum.getValue() != header.getInt()) {
            return null;
        }
        segment.position += HEADER + length;
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(body.array()));
        boolean retained = in.readBoolean();
        String topic = in.readUTF();
        return new Message(topic, new String(in.readAllBytes(), StandardCharsets.UTF_8), retained);
    }

    private static boolean fill(Segment segment, ByteBuffer buffer, long from) throws IOException {
        while (buffer.hasRemaining()) {
            if (segment.channel.read(buffer, from + buffer.position()) < 0) {
                return false;
            }
        }
        buffer.flip();
        return true;
    }

    /** Forces the messages to the disk, and closes the files. They stay for the next program. */
    @Override
    public void close() throws IOException {
        for (Segment segment : segments) {
            segment.channel.force(true);
            segment.channel.close();
        }
        segments.clear();
        lock.release();
        lockFile.close();
    }
}
