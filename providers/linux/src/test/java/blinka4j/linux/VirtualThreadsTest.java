// SPDX-License-Identifier: MIT
package blinka4j.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import blinka4j.busio.UART;
import blinka4j.provider.BoardDefinition.Uart;
import blinka4j.provider.Host;
import blinka4j.provider.UartPort.Parity;
import blinka4j.provider.UartPort.Settings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On one carrier, as a board with one core has. */
@Timeout(120)
class VirtualThreadsTest {
    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

    /** A separate process, because the number of carriers is set when the virtual machine starts. */
    public static final class Program {
        private static final long TIOCGPTN = 0x80045430L;
        private static final long TIOCSPTLCK = 0x40045431L;

        private Program() {}

        public static void main(String[] arguments) throws Exception {
            SystemCalls sys = Libc.load();
            Block memory = new Block(64);
            int other = sys.open("/dev/ptmx", SystemCalls.O_RDWR | SystemCalls.O_NOCTTY);
            if (other < 0) {
                System.out.println("no pseudo-terminals");
                return;
            }
            sys.ioctl(other, TIOCSPTLCK, memory);
            sys.ioctl(other, TIOCGPTN, memory);
            Uart port = new Uart("/dev/pts/" + memory.bytes.getInt(0), null, null, "");
            Settings settings = new Settings(9600, 8, Parity.NONE, 1);
            try (UART uart = new UART(LinuxUart.open(sys, Host.local(), port, settings), settings)) {
                uart.timeout(60);
                CountDownLatch reads = new CountDownLatch(1);
                CompletableFuture<byte[]> read = new CompletableFuture<>();
                virtual(() -> {
                    reads.countDown();
                    read.complete(uart.read(1));
                });
                reads.await();
                CompletableFuture<String> second = new CompletableFuture<>();
                virtual(() -> second.complete("another virtual thread runs while one reads"));
                try {
                    System.out.println(second.get(20, TimeUnit.SECONDS));
                } catch (TimeoutException e) {
                    System.out.println("the read holds the only carrier");
                }
                memory.bytes.put(0, (byte) 42);
                sys.write(other, memory, 1);
                System.out.println("read " + read.get(90, TimeUnit.SECONDS)[0]);
            }
        }

        /** Java 17 has no such method. */
        private static void virtual(Runnable body) throws ReflectiveOperationException {
            Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, body);
        }
    }

    @Test
    void aReadThatWaitsLetsOtherVirtualThreadsRun() throws Exception {
        assumeThat(Runtime.version().feature())
                .as("virtual threads are in Java %s and newer", FIRST_WITH_VIRTUAL_THREADS)
                .isGreaterThanOrEqualTo(FIRST_WITH_VIRTUAL_THREADS);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djdk.virtualThreadScheduler.parallelism=1",
                        "-Djdk.virtualThreadScheduler.maxPoolSize=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assumeThat(said).as("pseudo-terminals are there").isNotEqualTo("no pseudo-terminals");
        assertThat(said.lines()).containsExactly("another virtual thread runs while one reads", "read 42");
        assertThat(process.waitFor()).isZero();
    }
}
