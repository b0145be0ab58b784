// SPDX-License-Identifier: MIT
package blinka4j.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** On a file, of which the kernel says by {@code FIONREAD} how many bytes are still to be read. */
@Timeout(120)
class ForeignIoctlTest {
    private static final int SIZE = 4321;
    // asm-generic/errno-base.h
    private static final int EBADF = 9;

    @TempDir
    private Path folder;

    private final Libc sys = Libc.load();
    private final Block argument = new Block(1024);
    private int fd = -1;

    @BeforeEach
    void open() throws IOException {
        Path file = Files.write(folder.resolve("file"), new byte[SIZE]);
        fd = sys.open(file.toString(), SystemCalls.O_RDONLY);
        assertThat(fd).isNotNegative();
    }

    @AfterEach
    void close() {
        if (fd >= 0) {
            sys.close(fd);
        }
    }

    private int left() {
        argument.bytes.putInt(0, -1);
        int result = sys.repeatedIoctl(fd, Ioctl.FIONREAD, argument);
        return result == 0 ? argument.bytes.getInt(0) : result;
    }

    private int ofNoFile() {
        return sys.repeatedIoctl(-1, Ioctl.FIONREAD, argument);
    }

    /** Either way, so that a call that comes early and one that comes late cannot be told apart. */
    @Test
    void aCallThatIsRepeatedAnswersTheSameByJnaAndByForeignFunctions() {
        assertThat(left()).isEqualTo(SIZE);
        assertThat(ofNoFile()).isEqualTo(-EBADF);
        for (int i = 0; i < ForeignIoctl.WORTH_IT; i++) {
            assertThat(left()).isEqualTo(SIZE);
        }
        if (Runtime.version().feature() >= 24) {
            // From 24 on, JNA needs native access, too: it has it, or there were no Libc.
            await().atMost(Duration.ofSeconds(60)).until(ForeignIoctl::ready);
        } else if (Runtime.version().feature() < 22) {
            assertThat(ForeignIoctl.ready()).isFalse();
        }
        assertThat(left()).isEqualTo(SIZE);
        assertThat(sys.read(fd, argument.pointer, 1000)).isEqualTo(1000);
        assertThat(left()).isEqualTo(SIZE - 1000);
        assertThat(ofNoFile()).isEqualTo(-EBADF);
    }

    /** Least of many rounds: the first are interpreted, and the measuring allocates a little itself. */
    @Test
    void aRepeatedCallAllocatesNothing() {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().getId();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 20; round++) {
            long before = threads.getThreadAllocatedBytes(self);
            for (int i = 0; i < ForeignIoctl.WORTH_IT; i++) {
                if (left() != SIZE) {
                    throw new AssertionError("round " + round);
                }
            }
            least = Math.min(least, threads.getThreadAllocatedBytes(self) - before);
        }
        assertThat(least).isLessThan(1_000);
    }

    @Test
    void itIsMadeReadyOnlyOnceAndLeavesNoThread() {
        ForeignIoctl.prepare();
        ForeignIoctl.prepare();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("blinka4j-foreign-ioctl")));
    }
}
