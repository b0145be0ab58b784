// SPDX-License-Identifier: MIT
package blinka4j.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import blinka4j.BusException;
import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.busio.UART;
import blinka4j.kernel.Errno;
import blinka4j.provider.BoardDefinition.Uart;
import blinka4j.provider.Host;
import blinka4j.provider.UartPort;
import blinka4j.provider.UartPort.Parity;
import blinka4j.provider.UartPort.Settings;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Makes real calls on a pseudo-terminal, which the kernel treats as a serial port. */
@Timeout(60)
class LinuxUartTest {
    private static final long TIOCGPTN = 0x80045430L;
    private static final long TIOCGEXCL = 0x80045440L;
    private static final long TIOCVHANGUP = 0x5437L;
    private static final long TIOCSPTLCK = 0x40045431L;
    private static final Settings PLAIN = new Settings(115_200, 8, Parity.NONE, 1);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final SystemCalls sys = Libc.load();
    private final Block memory = new Block(65_536);
    private int other = -1;
    private Uart uart = new Uart("/dev/null", null, null, "");
    private @Nullable UartPort port;

    @BeforeEach
    void openBothEnds() {
        other = sys.open("/dev/ptmx", SystemCalls.O_RDWR | SystemCalls.O_NOCTTY | SystemCalls.O_CLOEXEC);
        assumeThat(other).as("pseudo-terminals are there").isNotNegative();
        memory.bytes.putInt(0, 0);
        assertThat(sys.ioctl(other, TIOCSPTLCK, memory)).isZero();
        assertThat(sys.ioctl(other, TIOCGPTN, memory)).isZero();
        uart = new Uart("/dev/pts/" + memory.bytes.getInt(0), null, null, "");
        assumeThat(Path.of(uart.device()))
                .as("pseudo-terminals are in /dev/pts")
                .exists();
        port = open();
    }

    @AfterEach
    void closeBothEnds() {
        if (port != null) {
            port.close();
        }
        if (other >= 0) {
            sys.close(other);
        }
    }

    private UartPort open() {
        return LinuxUart.open(sys, Host.local(), uart, PLAIN);
    }

    private void send(byte[] bytes) {
        for (int done = 0; done < bytes.length; ) {
            int part = Math.min(bytes.length - done, 1024);
            memory.bytes.put(0, bytes, done, part);
            int written = sys.write(other, memory, part);
            assertThat(written).isPositive();
            done += written;
        }
    }

    private byte[] received(int length) {
        byte[] bytes = new byte[length];
        Block block = new Block(4096);
        for (int done = 0; done < length; ) {
            int read = sys.read(other, block, Math.min(length - done, 4096));
            assertThat(read).isPositive();
            block.bytes.get(0, bytes, done, read);
            done += read;
        }
        return bytes;
    }

    private static byte[] everyByte() {
        byte[] bytes = new byte[256];
        for (int i = 0; i < 256; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    @Test
    void aClosedPortCanBeOpenedByOthersThoughAnotherProgramHasItOpen() {
        int somebody = sys.open(uart.device(), SystemCalls.O_RDWR | SystemCalls.O_NOCTTY | SystemCalls.O_CLOEXEC);
        // An ordinary user cannot open an exclusive port.
        assumeThat(somebody).as("this user may open an exclusive port").isNotNegative();
        try {
            assertThat(isExclusive(somebody)).isTrue();
            port.close();
            assertThat(isExclusive(somebody)).isFalse();

            assertThatThrownBy(() -> LinuxUart.open(sys, Host.local(), uart, new Settings(115_200, 5, Parity.ODD, 2)))
                    .isInstanceOf(NotAvailableException.class);
            assertThat(isExclusive(somebody)).isFalse();
        } finally {
            sys.close(somebody);
        }
    }

    private boolean isExclusive(int fd) {
        assertThat(sys.ioctl(fd, TIOCGEXCL, memory)).isZero();
        return memory.bytes.getInt(0) != 0;
    }

    @Test
    void everyByteComesThroughAsItIs() {
        send(everyByte());
        byte[] in = new byte[258];
        assertThat(port.read(in, 1, 257, SECOND)).isEqualTo(256);
        assertThat(in).startsWith(0, 0, 1, 2).endsWith(254, 255, 0);
        port.write(everyByte(), 0, 256, SECOND);
        assertThat(received(256)).isEqualTo(everyByte());
    }

    @Test
    void muchDataComesThroughUnharmed() throws Exception {
        byte[] data = new byte[200_000];
        new Random(1).nextBytes(data);
        CompletableFuture<byte[]> reading =
                CompletableFuture.supplyAsync(() -> new UART(port, PLAIN).read(data.length));
        send(data);
        assertThat(reading.get(30, TimeUnit.SECONDS)).isEqualTo(data);
        CompletableFuture<Integer> writing =
                CompletableFuture.supplyAsync(() -> port.write(data, 0, data.length, 30 * SECOND));
        assertThat(received(data.length)).isEqualTo(data);
        assertThat(writing.get(30, TimeUnit.SECONDS)).isEqualTo(data.length);
    }

    @Test
    void aReadReturnsAvailableBytesOrWaitsForTheFirst() {
        send("abc".getBytes(StandardCharsets.US_ASCII));
        byte[] in = new byte[10];
        assertThat(port.read(in, 0, 10, 60 * SECOND)).isEqualTo(3);
        long start = System.nanoTime();
        assertThat(port.read(in, 0, 10, 100_000_000)).isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
        assertThat(port.read(in, 0, 10, 0)).isZero();
        assertThat(port.read(in, 0, 0, 60 * SECOND)).isZero();
    }

    @Test
    void aReadWithoutTimeoutReturnsAvailableBytes() {
        send("abc".getBytes(StandardCharsets.US_ASCII));
        await().until(() -> port.available() == 3);
        assertThat(port.read(new byte[2], 0, 2, 0)).isEqualTo(2);
        assertThat(port.available()).isEqualTo(1);
        port.resetInput();
        assertThat(port.available()).isZero();
        assertThat(port.read(new byte[2], 0, 2, 0)).isZero();
    }

    @Test
    void aWriteWithoutReceiverEndsInTime() {
        byte[] data = new byte[1_000_000];
        int written = port.write(data, 0, data.length, 100_000_000);
        assertThat(written).isPositive().isLessThan(data.length);
        assertThat(received(written)).containsOnly(0);
    }

    @Test
    void closingEndsAReadAndAWriteThatWait() throws Exception {
        CompletableFuture<Integer> reading =
                CompletableFuture.supplyAsync(() -> port.read(new byte[1], 0, 1, 60 * SECOND));
        CompletableFuture<Integer> writing =
                CompletableFuture.supplyAsync(() -> port.write(new byte[1_000_000], 0, 1_000_000, 60 * SECOND));
        await().until(() -> readers() == 1);
        port.close();
        assertThat(readers()).isZero();
        for (CompletableFuture<Integer> waiting : List.of(reading, writing)) {
            assertThatThrownBy(() -> waiting.get(10, TimeUnit.SECONDS))
                    .hasRootCauseInstanceOf(IllegalStateException.class)
                    .hasMessageContainingAll("is closed");
        }
        assertThatThrownBy(port::available).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> port.configure(PLAIN)).isInstanceOf(IllegalStateException.class);
        port.close();
    }

    @Test
    void anyRateIsSet() {
        for (int rate : new int[] {110, 9_600, 31_250, 250_000, 1_234_567, 4_000_000}) {
            port.configure(new Settings(rate, 8, Parity.NONE, 1));
            assertThat(sys.ioctl(other, 0x802c542aL, memory)).isZero();
            assertThat(memory.bytes.getInt(40)).isEqualTo(rate);
        }
    }

    @Test
    void aFrameThatTheHardwareLacksIsRefused() {
        // A pseudo-terminal has 8 bits and no parity.
        assertThatThrownBy(() -> port.configure(new Settings(9_600, 7, Parity.EVEN, 1)))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("7 data bits", "EVEN parity", "1 stop bit");
        send(new byte[] {(byte) 0xFF});
        byte[] in = new byte[1];
        assertThat(port.read(in, 0, 1, SECOND)).isEqualTo(1);
        assertThat(in[0]).isEqualTo((byte) 0xFF);
    }

    @Test
    void aPortIsOpenedOnce() {
        assertThatThrownBy(this::open)
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll(uart.device(), "(E")
                .hasMessageContainingAll("this program", "another name");
        port.close();
        port = open();
    }

    /** Exclusive mode does not stop root, so the port is also locked with flock(2). */
    @Test
    void aPortThatAnotherProgramHasIsAnotherPrograms() throws Exception {
        port.close();
        Process flock = new ProcessBuilder("flock", uart.device(), "-c", "echo locked; read line")
                .redirectErrorStream(true)
                .start();
        try {
            assumeThat(flock.inputReader().readLine()).as("flock is there").isEqualTo("locked");
            assertThatThrownBy(this::open).isInstanceOf(PinException.class).hasMessageContainingAll("another program");
        } finally {
            flock.destroy();
        }
    }

    @Test
    void aPortIsOpenedOnceUnderAnyName(@TempDir Path folder) throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("modem"), Path.of(uart.device()));
        Uart same = new Uart(link.toString(), null, null, "");
        assertThatThrownBy(() -> LinuxUart.open(sys, Host.local(), same, PLAIN))
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll("this program");
    }

    @Test
    void aPortThatIsUnpluggedIsNamed() {
        sys.close(other);
        other = -1;
        assertThatThrownBy(() -> port.read(new byte[1], 0, 1, 10 * SECOND))
                .isInstanceOf(BusException.class)
                .hasMessageContainingAll("EIO 5", "unplugged");
        assertThatThrownBy(() -> port.write(new byte[1], 0, 1, 10 * SECOND)).isInstanceOf(BusException.class);
    }

    /** The same as unplugging a USB adapter: usb-serial.c calls tty_vhangup. */
    private void unplug() {
        int device = sys.open(uart.device(), SystemCalls.O_RDWR | SystemCalls.O_NOCTTY | SystemCalls.O_CLOEXEC);
        assumeThat(device).as("this user may open an exclusive port").isNotNegative();
        int result = sys.ioctl(device, TIOCVHANGUP, 0);
        sys.close(device);
        assumeThat(result).as("this user may hang a terminal up").isZero();
    }

    @Test
    void anUnpluggedPortIsAnErrorWithoutAWaitToo() {
        unplug();
        try (UART program = new UART(port, PLAIN)) {
            for (double timeout : new double[] {0, 100}) {
                program.timeout(timeout);
                assertThatThrownBy(() -> program.readInto(new byte[5]))
                        .isInstanceOf(BusException.class)
                        .hasMessageContainingAll("EIO 5", "unplugged");
                assertThatThrownBy(program::read).isInstanceOf(BusException.class);
                assertThatThrownBy(program::readLine).isInstanceOf(BusException.class);
                assertThatThrownBy(() -> program.write(new byte[5])).isInstanceOf(BusException.class);
                assertThatThrownBy(program::inWaiting).isInstanceOf(BusException.class);
            }
        }
    }

    @Test
    void aWaitThatTheUnpluggingEndsIsAnError() throws Exception {
        CompletableFuture<Integer> reading =
                CompletableFuture.supplyAsync(() -> port.read(new byte[1], 0, 1, 60 * SECOND));
        CompletableFuture<Integer> writing =
                CompletableFuture.supplyAsync(() -> port.write(new byte[1_000_000], 0, 1_000_000, 60 * SECOND));
        await().until(() -> readers() == 1);
        unplug();
        for (CompletableFuture<Integer> waiting : List.of(reading, writing)) {
            assertThatThrownBy(() -> waiting.get(30, TimeUnit.SECONDS)).hasRootCauseInstanceOf(BusException.class);
        }
    }

    @Test
    void bytesFromBeforeTheOtherEndClosedAreNotLost() throws Exception {
        byte[] abc = "abc".getBytes(StandardCharsets.US_ASCII);
        try (UART program = new UART(port, PLAIN)) {
            program.timeout(100);
            send(abc);
            await().until(() -> port.available() == abc.length);
            CompletableFuture<byte[]> reading = CompletableFuture.supplyAsync(() -> program.read(5));
            await().until(() -> port.available() == 0);
            // The kernel drops the bytes that it still has.
            sys.close(other);
            other = -1;
            assertThat(reading.get(30, TimeUnit.SECONDS)).isEqualTo(abc);
            assertThatThrownBy(() -> program.read(5)).isInstanceOf(BusException.class);
        }
    }

    @Test
    void aLineOfTenMebibytesIsReadInBlocks() throws Exception {
        byte[] line = new byte[10 << 20];
        Arrays.fill(line, (byte) 'x');
        line[line.length - 1] = '\n';
        AtomicInteger reads = new AtomicInteger();
        port.close();
        port = LinuxUart.open(counting(reads), Host.local(), uart, PLAIN);
        try (UART program = new UART(port, PLAIN)) {
            program.timeout(30);
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(line));
            assertThat(program.readLine()).isEqualTo(line);
            sending.get(30, TimeUnit.SECONDS);
        }
        // A terminal accepts up to 1024 bytes at once. A read may come between two such pieces.
        assertThat(reads.get()).isLessThan(line.length / 64);
    }

    /** The kernel, with its reads counted. */
    private SystemCalls counting(AtomicInteger reads) {
        return (SystemCalls) Proxy.newProxyInstance(
                SystemCalls.class.getClassLoader(), new Class<?>[] {SystemCalls.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("read")) {
                        reads.incrementAndGet();
                    }
                    return method.invoke(sys, arguments);
                });
    }

    @Test
    void anInterruptEndsAWait() throws Exception {
        CompletableFuture<BusException> ended = new CompletableFuture<>();
        Thread reader = new Thread(() -> {
            try {
                port.read(new byte[1], 0, 1, 60 * SECOND);
            } catch (BusException e) {
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
                ended.complete(e);
            }
        });
        reader.start();
        await().until(() -> readers() == 1);
        reader.interrupt();
        assertThat(ended.get(30, TimeUnit.SECONDS).kind()).isEqualTo(BusException.Kind.INTERRUPTED);
        send(new byte[] {7});
        assertThat(port.read(new byte[1], 0, 1, 30 * SECOND)).isEqualTo(1);
    }

    private long readers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("blinka4j UART(" + uart.device() + ")"))
                .count();
    }

    @Test
    void anotherKindOfDeviceIsRefused() {
        assertThatThrownBy(() -> LinuxUart.open(sys, Host.local(), new Uart("/dev/null", null, null, ""), PLAIN))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("/dev/null", "'mem' (1:3)", "serial port", "'tty'", "/dev/ttyS0");
        assertThatThrownBy(() -> LinuxUart.open(
                        sys, Host.local(), new Uart("/dev/ttyXYZ9", null, null, "add enable_uart=1"), PLAIN))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("/dev/ttyXYZ9 does not exist", "not enabled", "dd enable_uart=1");
    }

    @Test
    void askingReadingAndWritingAllocateNothing() {
        byte[] data = new byte[100];
        Block block = new Block(1000);
        assertThat(Allocations.inRound(1_000, () -> {
                    port.write(data, 0, 100, 0);
                    sys.read(other, block, 1000);
                    port.available();
                    port.read(data, 0, 100, 0);
                }))
                .isLessThan(1_000);
    }

    @Test
    void theConsoleIsReadFromTheGivenHost(@TempDir Path root) {
        FakeKernel kernel = new FakeKernel(root);
        kernel.refuse("/dev/ttyS0", Errno.EBUSY);
        kernel.file("/sys/class/tty/console/active", "tty0 ttyS0\n");
        assertThatThrownBy(() -> LinuxUart.open(
                        kernel, new Host(root, "Linux", Map.of()), new Uart("/dev/ttyS0", null, null, ""), PLAIN))
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll("console")
                .hasMessageContainingAll("console=ttyS0");
    }
}
