// SPDX-License-Identifier: MIT
package blinka4j.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final long BYTES = 1 << 16;

    @TempDir
    Path folder;

    @Test
    void returnsMessagesInTheirOrder() throws IOException {
        try (Journal journal = new Journal(folder, BYTES)) {
            append(journal, 1, 100);

            assertThat(rest(journal)).isEqualTo(numbers(1, 100));
            assertThat(journal.size()).isEqualTo(100);
        }
    }

    @Test
    void keepsTopicPayloadAndRetain() throws IOException {
        Message message = new Message("haus/gewächshaus", "22,5 °C 🌱", true);
        try (Journal journal = new Journal(folder, BYTES)) {
            journal.append(message);
            journal.append(new Message("a", "", false));
        }
        try (Journal journal = new Journal(folder, BYTES)) {
            assertThat(journal.next()).isEqualTo(new Journal.Entry(1, message));
            assertThat(journal.next()).isEqualTo(new Journal.Entry(2, new Message("a", "", false)));
            assertThat(journal.next()).isNull();
        }
    }

    @Test
    void aNewProgramGetsWhatIsNotAcknowledged() throws IOException {
        try (Journal journal = new Journal(folder, BYTES)) {
            append(journal, 1, 2000);
            rest(journal);
            journal.acknowledge(1000);
        }
        try (Journal journal = new Journal(folder, BYTES)) {
            List<String> rest = rest(journal);

            // Whole files: some that were acknowledged come again.
            assertThat(rest.get(rest.size() - 1)).isEqualTo("2000");
            assertThat(rest).contains("1001").isEqualTo(numbers(Integer.parseInt(rest.get(0)), 2000));
            assertThat(Integer.parseInt(rest.get(0))).isGreaterThan(1);
        }
    }

    @Test
    void dropsTheOldestMessagesWhenItIsFull() throws IOException {
        try (Journal journal = new Journal(folder, BYTES)) {
            long dropped = append(journal, 1, 10_000);

            List<String> rest = rest(journal);
            assertThat(dropped).isEqualTo(10_000 - rest.size()).isPositive();
            assertThat(rest).isEqualTo(numbers((int) dropped + 1, 10_000));
            assertThat(journal.size()).isEqualTo(rest.size());
            assertThat(size()).isBetween(BYTES * 3 / 4, BYTES);
        }
    }

    /** They are on their way to the broker. */
    @Test
    void doesNotCountMessagesAsDroppedThatWereRead() throws IOException {
        try (Journal journal = new Journal(folder, BYTES)) {
            append(journal, 1, 50);
            rest(journal);
            long dropped = append(journal, 51, 10_000);

            assertThat(dropped).isEqualTo(10_000 - 50 - rest(journal).size());
        }
    }

    @Test
    void deletesItsFilesWhenAllIsAcknowledged() throws IOException {
        try (Journal journal = new Journal(folder, BYTES)) {
            append(journal, 1, 2000);
            rest(journal);
            journal.acknowledge(2000);

            assertThat(journal.isEmpty()).isTrue();
            assertThat(size()).isZero();
            append(journal, 2001, 2002);
            assertThat(rest(journal)).containsExactly("2001", "2002");
        }
    }

    /** The program was killed while it wrote. */
    @Test
    void cutsOffHalfAMessage() throws IOException {
        try (Journal journal = new Journal(folder, BYTES)) {
            append(journal, 1, 10);
        }
        Path file = files().get(0);
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.setLength(raw.length() - 1);
        }
        try (Journal journal = new Journal(folder, BYTES)) {
            assertThat(rest(journal)).isEqualTo(numbers(1, 9));
            append(journal, 10, 11);
        }
        try (Journal journal = new Journal(folder, BYTES)) {
            assertThat(rest(journal)).isEqualTo(numbers(1, 11));
        }
    }

    @Test
    void cutsOffWhatIsNotWhatWasWritten() throws IOException {
        try (Journal journal = new Journal(folder, BYTES)) {
            append(journal, 1, 10);
        }
        try (RandomAccessFile raw = new RandomAccessFile(files().get(0).toFile(), "rw")) {
            raw.seek(raw.length() - 1);
            raw.write(0);
        }
        try (Journal journal = new Journal(folder, BYTES)) {
            assertThat(rest(journal)).isEqualTo(numbers(1, 9));
        }
    }

    @Test
    void isForOneTelemetryAtATime() throws IOException {
        try (Journal journal = new Journal(folder, BYTES)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> new Journal(folder, BYTES))
                    .withMessageContainingAll(folder.toString(), "in use", "buffer(");
            assertThat(journal.isEmpty()).isTrue();
        }
        new Journal(folder, BYTES).close();
    }

    private static long append(Journal journal, int from, int to) throws IOException {
        long dropped = 0;
        for (int i = from; i <= to; i++) {
            dropped += journal.append(new Message("topic", Integer.toString(i), false));
        }
        return dropped;
    }

    private static List<String> rest(Journal journal) throws IOException {
        List<String> payloads = new ArrayList<>();
        for (Journal.Entry entry = journal.next(); entry != null; entry = journal.next()) {
            payloads.add(entry.message().payload());
        }
        return payloads;
    }

    static List<String> numbers(int from, int to) {
        List<String> numbers = new ArrayList<>();
        for (int i = from; i <= to; i++) {
            numbers.add(Integer.toString(i));
        }
        return numbers;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.endsWith("lock")).sorted().toList();
        }
    }

    private long size() throws IOException {
        long bytes = 0;
        for (Path file : files()) {
            bytes += Files.size(file);
        }
        return bytes;
    }
}
