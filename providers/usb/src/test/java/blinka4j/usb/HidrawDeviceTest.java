// SPDX-License-Identifier: MIT
package blinka4j.usb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.provider.Host;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A device file, for which a named pipe stands: what was written is read again. The number of the report, 0, is then the first byte of the
 * answer. So commands that begin with 0 are answered, and others never.
 */
@Timeout(60)
class HidrawDeviceTest {
    private static final long LONG = TimeUnit.SECONDS.toNanos(60);

    @TempDir
    private Path folder;

    private Path file;
    private HidrawDevice device;

    private final byte[] command = new byte[HidDevice.REPORT];
    private final byte[] answer = new byte[HidDevice.REPORT];

    @BeforeEach
    void open() throws Exception {
        assumeThat(Host.local().isLinux())
                .as("named pipes for reading and writing are those of Linux")
                .isTrue();
        file = folder.resolve("hidraw7");
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                .isZero();
        device = HidrawDevice.open(file.toString(), file);
    }

    @AfterEach
    void close() {
        device.close();
        device.close();
    }

    @Test
    void aReportIsSentWithItsNumberInFront() throws Exception {
        command[1] = 5;
        command[62] = 6;
        assertThat(device.exchange(command, answer, LONG)).isTrue();
        assertThat(answer[2]).isEqualTo((byte) 5);
        assertThat(answer[63]).isEqualTo((byte) 6);
    }

    @Test
    void anAnswerThatDoesNotComeIsNotWaitedForForEver() throws Exception {
        command[0] = 0x10;
        assertThat(device.exchange(command, answer, 1)).isFalse();
        device.close();
        assertThatThrownBy(() -> HidrawDevice.open("/dev/hidraw7", folder.resolve("gone")))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContaining("/dev/hidraw7");
    }

    /** Java would close the channel if the interrupted thread used it. */
    @Test
    void anInterruptedThreadGetsItsAnswerAndStaysInterrupted() throws Exception {
        for (int i = 0; i < 3; i++) {
            Thread.currentThread().interrupt();
            assertThat(device.exchange(command, answer, LONG)).isTrue();
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(device.exchange(command, answer, LONG)).isTrue();
    }

    @Test
    void aFileIsOpenOnceInThisProgram() throws IOException {
        assertThatThrownBy(() -> HidrawDevice.open(file.toString(), file))
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll("hidraw7", "already open in this program");
        // Linux ends the lock if the program closes any other channel to the file.
        assertThat(locks()).hasSize(1);
        device.close();
        assertThat(locks()).isEmpty();
        HidrawDevice.open(file.toString(), file).close();
    }

    /** The kernel's list of the locks of the file: proc(5). */
    private List<String> locks() throws IOException {
        String inode = ":" + Files.getAttribute(file, "unix:ino") + " ";
        return Files.readAllLines(Path.of("/proc/locks")).stream()
                .filter(line -> line.contains(" POSIX ") && line.contains(inode))
                .toList();
    }

    private Thread thread() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(each -> each.getName().equals("blinka4j " + file))
                .findAny()
                .orElseThrow();
    }

    @Test
    void closingEndsTheThreadInARead() throws Exception {
        command[0] = 0x10;
        assertThat(device.exchange(command, answer, 1)).isFalse();
        Thread thread = thread();
        device.close();
        thread.join();
    }

    @Test
    void anExchangeAllocatesNothing() throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Thread thread = thread();
        long least = Long.MAX_VALUE;
        // The virtual machine itself allocates now and then, as when it links a call site.
        for (int round = 0; round < 20 && least >= 100; round++) {
            long before = threads.getCurrentThreadAllocatedBytes() + threads.getThreadAllocatedBytes(thread.getId());
            for (int i = 0; i < 50; i++) {
                device.exchange(command, answer, LONG);
            }
            long after = threads.getCurrentThreadAllocatedBytes() + threads.getThreadAllocatedBytes(thread.getId());
            least = Math.min(least, after - before);
        }
        assertThat(least).as("bytes in 50 exchanges").isLessThan(100);
    }
}
