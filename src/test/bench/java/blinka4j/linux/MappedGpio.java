// SPDX-License-Identifier: MIT
package blinka4j.linux;

import blinka4j.digitalio.DigitalInOut;
import blinka4j.hardware.Hardware;
import blinka4j.microcontroller.Pin;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.GpioPort;
import blinka4j.provider.Host;
import blinka4j.provider.Line;
import blinka4j.provider.Provider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Mapped GPIO through the whole public API: the provider's own code and a real mapping, but of a file in {@code /dev/shm}
 * instead of a controller, which the kernel of this benchmark claims to be. {@code bareStore} is the least there can be:
 * what is between it and {@code setValue} is the library's. {@code nothing} is the benchmark itself.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 20, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(2)
@Threads(1)
public class MappedGpio {
    private static final int GPSET0 = 0x1c;
    private static final int GPCLR0 = 0x28;
    private static final int LINE = 17;

    private final Path root = folder();
    private final Registers bare =
            new Registers(ByteBuffer.allocateDirect(0x1000).order(ByteOrder.LITTLE_ENDIAN));
    private final Hardware hardware;
    private final DigitalInOut output;
    private boolean level;

    public MappedGpio() {
        hardware = Hardware.open(
                new BoardDefinition(
                        "MAPPED",
                        "Board",
                        Map.of("D17", new Line("gpiochip0", LINE)),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        null),
                new Board(root));
        output = new DigitalInOut(new Pin("D17", hardware));
    }

    private static Path folder() {
        try {
            Path root = Files.createTempDirectory(Path.of("/dev/shm"), "blinka4j");
            // A file below dev stands in for a device.
            Files.write(Files.createDirectories(root.resolve("dev")).resolve("registers"), new byte[0x1000]);
            Path node = root.resolve("sys/bus/gpio/devices/gpiochip0/of_node");
            Files.createDirectories(node);
            Files.writeString(node.resolve("compatible"), "brcm,bcm2835-gpio\0");
            return root;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** On the thread that measures, as in most programs. */
    @Setup
    public void makeItAnOutput() {
        output.switchToOutput();
    }

    @TearDown
    public void close() throws IOException {
        hardware.close();
        try (var files = Files.walk(root)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }

    /** What the benchmarks themselves take. */
    @Benchmark
    public void nothing() {
        level = !level;
    }

    @Benchmark
    public void bareStore() {
        level = !level;
        bare.write(level ? GPSET0 : GPCLR0, 1 << LINE);
    }

    @Benchmark
    public void setValue() {
        level = !level;
        output.value(level);
    }

    @Benchmark
    public boolean value() {
        return output.value();
    }

    /** The provider, with a kernel that has one controller, whose lines do nothing. */
    private static final class Board implements Provider {
        private final SystemCalls sys = new Kernel(Libc.load());
        private final Host host;

        Board(Path root) {
            host = new Host(root, "Linux", Map.of(GpioMemory.SETTING, "/dev/registers"));
        }

        @Override
        public String name() {
            return "mapped";
        }

        @Override
        public Probe probe(Host anyHost) {
            return new Probe.Usable(0);
        }

        @Override
        public GpioPort openGpio(Line line, String consumer) {
            GpioMemory memory = new GpioMemory(sys, host);
            return LinuxGpio.open(sys, new LinuxChips(sys, host), memory, new EdgeReader(sys), line, consumer);
        }
    }

    private record Kernel(SystemCalls real) implements SystemCalls {
        @Override
        public int open(String path, int flags) {
            return real.open(path.contains("gpiochip") ? "/dev/null" : path, flags);
        }

        @Override
        public int close(int fd) {
            return real.close(fd);
        }

        @Override
        public int ioctl(int fd, long request, int argument) {
            return 0;
        }

        @Override
        public int ioctl(int fd, long request, Block argument) {
            if (request == Ioctl.GPIO_GET_CHIPINFO) {
                argument.text(0, 32, "gpiochip0");
                argument.text(32, 32, "pinctrl-bcm2835");
                argument.bytes.putInt(64, 54);
            } else if (request == Ioctl.GPIO_V2_GET_LINE) {
                argument.bytes.putInt(588, real.open("/dev/null", O_RDWR));
            }
            return 0;
        }

        @Override
        public int read(int fd, Block into, int length) {
            return real.read(fd, into, length);
        }

        @Override
        public int write(int fd, Block from, int length) {
            return real.write(fd, from, length);
        }

        @Override
        public int poll(Block fds, int count, int timeoutMillis) {
            return real.poll(fds, count, timeoutMillis);
        }

        @Override
        public int eventfd() {
            return real.eventfd();
        }

        @Override
        public int connector() {
            return real.connector();
        }

        @Override
        public int nonBlocking(int fd) {
            return real.nonBlocking(fd);
        }

        @Override
        public int lock(int fd) {
            return real.lock(fd);
        }

        @Override
        public long map(int fd, long offset, int length) {
            return real.map(fd, offset, length);
        }

        @Override
        public int unmap(long address, int length) {
            return real.unmap(address, length);
        }
    }
}
