// SPDX-License-Identifier: MIT
package blinka4j.telemetry;

import static blinka4j.telemetry.JournalTest.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxTest {
    private static final long BYTES = 1 << 16;

    @TempDir
    Path folder;

    /** What the sender got, and has not acknowledged. */
    private final List<String> sent = new ArrayList<>();

    private final List<CompletableFuture<Boolean>> open = new ArrayList<>();

    @Test
    void sendsNothingWithoutAConnection() throws IOException {
        try (Outbox outbox = outbox()) {
            add(outbox, 1, 10);

            assertThat(sent).isEmpty();
            assertThat(outbox.size()).isEqualTo(10);
        }
    }

    @Test
    void sendsInOrderWhenTheConnectionComes() throws IOException {
        try (Outbox outbox = outbox()) {
            add(outbox, 1, 10);
            outbox.connected();
            add(outbox, 11, 20);
            acknowledge(20);

            assertThat(sent).isEqualTo(numbers(1, 20));
            assertThat(outbox.size()).isZero();
        }
    }

    @Test
    void hasOnlySoManyMessagesOnTheirWay() throws IOException {
        try (Outbox outbox = outbox()) {
            outbox.connected();
            add(outbox, 1, 200);
            assertThat(sent).isEqualTo(numbers(1, Outbox.WINDOW));

            acknowledge(10);
            assertThat(sent).isEqualTo(numbers(1, Outbox.WINDOW + 10));
        }
    }

    @Test
    void doesNotTouchTheDiskWhileTheBrokerKeepsUp() throws IOException {
        try (Outbox outbox = outbox()) {
            outbox.connected();
            add(outbox, 1, 500);

            assertThat(files()).isEqualTo(1);
        }
    }

    @Test
    void usesTheDiskForMoreMessagesThanMemoryTakes() throws IOException {
        try (Outbox outbox = outbox()) {
            outbox.connected();
            add(outbox, 1, 2 * Outbox.MEMORY);
            assertThat(files()).isGreaterThan(1);

            acknowledge(2 * Outbox.MEMORY);
            assertThat(sent).isEqualTo(numbers(1, 2 * Outbox.MEMORY));
            assertThat(files()).isEqualTo(1);
            assertThat(outbox.dropped()).isZero();
        }
    }

    /** The sender sends again what it has. */
    @Test
    void sendsEachMessageOnceThroughAnInterruption() throws IOException {
        try (Outbox outbox = outbox()) {
            outbox.connected();
            add(outbox, 1, 100);
            acknowledge(20);
            outbox.disconnected();
            add(outbox, 101, 150);
            outbox.connected();
            acknowledge(130);

            assertThat(sent).isEqualTo(numbers(1, 150));
            assertThat(outbox.size()).isZero();
            assertThat(files()).isEqualTo(1);
        }
    }

    @Test
    void aNewProgramSendsWhatWasOnItsWayAndWhatWaited() throws IOException {
        try (Outbox outbox = outbox()) {
            outbox.connected();
            add(outbox, 1, 100);
            acknowledge(20);
            outbox.disconnected();
            add(outbox, 101, 150);
        }
        sent.clear();
        open.clear();
        try (Outbox outbox = outbox()) {
            add(outbox, 151, 160);
            outbox.connected();
            acknowledge(140);

            assertThat(sent).isEqualTo(numbers(21, 160));
        }
    }

    /** A program that is killed does not close its outbox. */
    @Test
    void isOnTheDiskFromTheEndOfTheConnectionOn() throws IOException {
        try (Outbox outbox = outbox()) {
            outbox.connected();
            add(outbox, 1, 100);
            outbox.disconnected();
            add(outbox, 101, 110);

            Path copy = Files.createDirectory(folder.resolve("copy"));
            try (var files = Files.list(folder)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(file, copy.resolve(file.getFileName()));
                }
            }
            try (Journal journal = new Journal(copy, BYTES)) {
                assertThat(journal.size()).isEqualTo(110);
            }
        }
    }

    /** Otherwise the next program would not send the first, which the broker does not have. */
    @Test
    void keepsAMessageUntilAllBeforeItAreAcknowledged() throws IOException {
        try (Outbox outbox = outbox()) {
            outbox.connected();
            add(outbox, 1, 5);
            for (int i = 1; i < 5; i++) {
                open.get(i).complete(true);
            }
            assertThat(outbox.size()).isEqualTo(5);
        }
        sent.clear();
        try (Outbox outbox = outbox()) {
            outbox.connected();

            assertThat(sent).isEqualTo(numbers(1, 5));
        }
    }

    @Test
    void countsWhatTheBrokerRefuses() throws IOException, InterruptedException {
        try (Outbox outbox = outbox()) {
            outbox.connected();
            add(outbox, 1, 2);
            open.get(0).complete(false);
            open.get(1).complete(true);

            assertThat(outbox.dropped()).isEqualTo(1);
            assertThat(outbox.awaitEmpty(Duration.ZERO)).isTrue();
        }
    }

    @Test
    void sendsAgainWhatFailed() throws IOException {
        try (Outbox outbox = outbox()) {
            outbox.connected();
            add(outbox, 1, 1);
            open.get(0).completeExceptionally(new IllegalStateException("lost"));
            assertThat(sent).containsExactly("1", "1");
            open.get(1).complete(true);

            assertThat(outbox.size()).isZero();
            assertThat(outbox.dropped()).isZero();
        }
    }

    /** Else one message could hold up all others. */
    @Test
    void dropsWhatFailsAgainAndAgain() throws IOException {
        try (Outbox outbox = outbox()) {
            outbox.connected();
            add(outbox, 1, 1);
            for (int i = 0; outbox.size() > 0; i++) {
                open.get(i).completeExceptionally(new IllegalStateException("too large"));
            }
            assertThat(outbox.dropped()).isEqualTo(1);
        }
    }

    @Test
    void countsWhatIsDroppedWhileTheBrokerIsAway() throws IOException {
        try (Outbox outbox = outbox()) {
            add(outbox, 1, 10_000);
            long dropped = outbox.dropped();
            assertThat(dropped).isPositive();

            outbox.connected();
            acknowledge((int) (10_000 - dropped));
            assertThat(sent).isEqualTo(numbers((int) dropped + 1, 10_000));
            assertThat(outbox.size()).isZero();
        }
    }

    @Test
    void droppingDoesNotDisturbWhatIsOnItsWay() throws IOException {
        try (Outbox outbox = outbox()) {
            outbox.connected();
            add(outbox, 1, 60);
            outbox.disconnected();
            add(outbox, 61, 10_000);
            long dropped = outbox.dropped();
            outbox.connected();
            acknowledge((int) (10_000 - dropped));

            assertThat(sent.subList(0, 60)).isEqualTo(numbers(1, 60));
            assertThat(sent.subList(60, sent.size())).isEqualTo(numbers((int) dropped + 61, 10_000));
            assertThat(outbox.size()).isZero();
            add(outbox, 10_001, 10_001);
            assertThat(sent).last().isEqualTo("10001");
        }
    }

    @Test
    void awaitEmptyEndsAtItsLimit() throws IOException, InterruptedException {
        try (Outbox outbox = outbox()) {
            add(outbox, 1, 1);

            assertThat(outbox.awaitEmpty(Duration.ofMillis(1))).isFalse();
        }
    }

    @Test
    void keepsWhatFailsAfterItsEnd() throws IOException {
        Outbox outbox = outbox();
        outbox.connected();
        add(outbox, 1, 3);
        outbox.close();
        open.get(0).completeExceptionally(new IllegalStateException("closed"));
        open.get(1).complete(true);
        assertThat(sent).hasSize(3);

        try (Journal journal = new Journal(folder, BYTES)) {
            assertThat(journal.size()).isEqualTo(3);
        }
    }

    @Test
    void takesNothingAfterItsEnd() throws IOException {
        Outbox outbox = outbox();
        outbox.close();
        outbox.close();

        assertThatIllegalStateException().isThrownBy(() -> add(outbox, 1, 1));
    }

    private Outbox outbox() throws IOException {
        return new Outbox("broker", new Journal(folder, BYTES), message -> {
            sent.add(message.payload());
            CompletableFuture<Boolean> future = new CompletableFuture<>();
            open.add(future);
            return future;
        });
    }

    private static void add(Outbox outbox, int from, int to) {
        numbers(from, to).forEach(each -> outbox.add(new Message("topic", each, false)));
    }

    /** Acknowledges the first messages that are not yet acknowledged; each lets others follow. */
    private void acknowledge(int messages) {
        int left = messages;
        for (int i = 0; left > 0; i++) {
            if (open.get(i).complete(true)) {
                left--;
            }
        }
    }

    private long files() throws IOException {
        try (var files = Files.list(folder)) {
            return files.count();
        }
    }
}
