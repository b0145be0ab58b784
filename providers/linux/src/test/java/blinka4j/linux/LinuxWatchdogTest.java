// SPDX-License-Identifier: MIT
package blinka4j.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.kernel.Errno;
import blinka4j.provider.WatchdogPort;
import com.sun.jna.Pointer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The numbers of the requests are those that a C compiler gives for the kernel's {@code linux/watchdog.h}. */
class LinuxWatchdogTest {
    private static final long KEEPALIVE = 0x80045705L;
    private static final long SETTIMEOUT = 0xC0045706L;

    @TempDir
    private Path root;

    private FakeKernel kernel;
    private final List<String> calls = new ArrayList<>();
    private int longest = 60;
    private int error;

    /** As the kernel's core does it: a time beyond the driver's limit is EINVAL, and the time that it has comes back. */
    private final class Device implements FakeKernel.File {
        @Override
        public int ioctl(long request, @Nullable Pointer argument) {
            if (error != 0) {
                return -error;
            }
            if (request == KEEPALIVE) {
                calls.add("keepalive");
                return 0;
            }
            if (request == SETTIMEOUT && argument != null) {
                int seconds = argument.getInt(0);
                if (seconds > longest) {
                    return -Errno.EINVAL;
                }
                calls.add("timeout " + seconds);
                argument.setInt(0, Math.max(2, seconds));
                return 0;
            }
            return -Errno.ENOTTY;
        }

        @Override
        public int write(Pointer from, int length) {
            calls.add("write " + new String(from.getByteArray(0, length), java.nio.charset.StandardCharsets.US_ASCII));
            return length;
        }

        @Override
        public void closed() {
            calls.add("close");
        }
    }

    @BeforeEach
    void plugIn() {
        kernel = new FakeKernel(root);
        kernel.device("/dev/watchdog0", () -> {
            calls.add("open");
            return new Device();
        });
    }

    private WatchdogPort open(double seconds) {
        return LinuxWatchdog.open(kernel, kernel.host, seconds);
    }

    @Test
    void itIsFedAndStoppedWithTheLetterThatTheKernelWants() {
        WatchdogPort port = open(9.1);
        assertThat(port.timeout()).isEqualTo(10);
        port.feed();
        port.timeout(0.5);
        assertThat(port.timeout()).as("the device has 2 s at least").isEqualTo(2);
        port.close();
        assertThatThrownBy(port::feed)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("/dev/watchdog0", "closed");
        assertThat(calls).containsExactly("open", "timeout 10", "keepalive", "timeout 1", "write V", "close");
        assertThat(kernel.openFiles()).isZero();
    }

    @Test
    void aTimeoutBeyondTheKnownLimitsIsRefusedBeforeTheWatchdogStarts() {
        kernel.file("/sys/class/watchdog/watchdog0/min_timeout", "4\n");
        kernel.file("/sys/class/watchdog/watchdog0/max_timeout", "30\n");
        for (double seconds : new double[] {3, 30.1}) {
            assertThatThrownBy(() -> open(seconds))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("/dev/watchdog0", String.valueOf(seconds), "4 to 30 s");
        }
        assertThat(calls).isEmpty();
        open(3.5).close();
        open(30).close();
    }

    @Test
    void aTimeoutThatTheDeviceRefusesStopsItOrKeepsTheOldOne() {
        kernel.file("/sys/class/watchdog/watchdog0/max_timeout", "0\n");
        assertThatThrownBy(() -> open(61))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("/dev/watchdog0", "61.0 s", "EINVAL 22");
        assertThat(calls).containsExactly("open", "write V", "close");
        try (WatchdogPort port = open(60)) {
            assertThatThrownBy(() -> port.timeout(61)).isInstanceOf(IllegalArgumentException.class);
            assertThat(port.timeout()).isEqualTo(60);
        }
    }

    @Test
    void anErrorSaysWhatToDo() {
        kernel.refuse("/dev/watchdog0", Errno.EBUSY);
        assertThatThrownBy(() -> open(10)).isInstanceOf(PinException.class).hasMessageContaining("Another program");
        kernel.permit("/dev/watchdog0");
        try (WatchdogPort port = open(10)) {
            error = Errno.ENODEV;
            assertThatThrownBy(port::feed)
                    .isInstanceOf(PinException.class)
                    .hasMessageContainingAll("/dev/watchdog0", "ENODEV 19", "Load the driver");
            error = Errno.EOPNOTSUPP;
            assertThatThrownBy(port::feed)
                    .isInstanceOf(NotAvailableException.class)
                    .hasMessageContaining("EOPNOTSUPP 95");
            error = 0;
            kernel.interrupt(2);
            port.timeout(11);
            kernel.interrupt(1);
            port.feed();
        }
        kernel.remove("/dev/watchdog0");
        assertThatThrownBy(() -> open(10))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("/dev/watchdog0 does not exist", "modprobe softdog");
    }
}
