// SPDX-License-Identifier: MIT
package blinka4j.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import blinka4j.NotAvailableException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both ways to call the C library, and the choice between them. */
@Timeout(120)
class LibcTest {
    private static final int SIZE = 4321;
    private static final int JAVA = Runtime.version().feature();

    // asm-generic/errno-base.h
    private static final int ENOENT = 2;
    private static final int EBADF = 9;
    private static final int EPROTONOSUPPORT = 93;

    @TempDir
    private Path folder;

    static Stream<SystemCalls> both() {
        return JAVA < 22 ? Stream.of(JnaCalls.load()) : Stream.of(JnaCalls.load(), new ForeignCalls());
    }

    private String file() throws IOException {
        byte[] content = new byte[SIZE];
        Arrays.fill(content, (byte) 7);
        return Files.write(folder.resolve("file"), content).toString();
    }

    @ParameterizedTest
    @MethodSource("both")
    void eachCallReturnsItsResultOrTheNegatedErrorNumber(SystemCalls sys) throws IOException {
        Block block = new Block(1024);
        assertThat(sys.open(folder.resolve("none").toString(), SystemCalls.O_RDONLY))
                .isEqualTo(-ENOENT);
        int fd = sys.open(file(), SystemCalls.O_RDWR);
        assertThat(fd).isNotNegative();
        assertThat(sys.ioctl(fd, Ioctl.FIONREAD, block)).isZero();
        assertThat(block.bytes.getInt(0)).isEqualTo(SIZE);
        assertThat(sys.read(fd, block, 1000)).isEqualTo(1000);
        assertThat(block.bytes.get(999)).isEqualTo((byte) 7);
        assertThat(sys.ioctl(fd, Ioctl.FIONREAD, block)).isZero();
        assertThat(block.bytes.getInt(0)).isEqualTo(SIZE - 1000);
        assertThat(sys.write(fd, block, 10)).isEqualTo(10);
        assertThat(sys.lock(fd)).isZero();

        long address = sys.map(fd, 0, 4096);
        assertThat(address).isPositive();
        assertThat(Libc.memory(address, 4096).get(5)).isEqualTo((byte) 7);
        assertThat(sys.unmap(address, 4096)).isZero();

        int counter = sys.eventfd();
        block.bytes.putInt(0, counter).putInt(4, SystemCalls.POLLIN);
        assertThat(sys.poll(block, 1, 0)).isZero();
        block.bytes.putLong(64, 1);
        assertThat(sys.close(counter)).isZero();

        // A container may have no connector.
        int connector = sys.connector();
        assertThat(connector < 0 ? connector : sys.close(connector)).isIn(0, -EPROTONOSUPPORT);

        assertThat(sys.close(fd)).isZero();
        assertThat(sys.ioctl(-1, Ioctl.FIONREAD, block)).isEqualTo(-EBADF);
        assertThat(sys.ioctl(-1, Ioctl.TIOCEXCL, 0)).isEqualTo(-EBADF);
        assertThat(sys.read(-1, block, 1)).isEqualTo(-EBADF);
        assertThat(sys.write(-1, block, 1)).isEqualTo(-EBADF);
        assertThat(sys.nonBlocking(-1)).isEqualTo(-EBADF);
        assertThat(sys.lock(-1)).isEqualTo(-EBADF);
        assertThat(sys.map(-1, 0, 4096)).isEqualTo(-EBADF);
    }

    /** Prints the bytes that 20,000 calls allocate. */
    public static final class Garbage {
        private Garbage() {}

        public static void main(String[] arguments) {
            SystemCalls sys = arguments[0].equals("JnaCalls") ? JnaCalls.load() : new ForeignCalls();
            Block block = new Block(64);
            int fd = sys.open(arguments[1], SystemCalls.O_RDONLY);
            long allocated = Allocations.inRound(10_000, () -> {
                if (sys.ioctl(fd, Ioctl.FIONREAD, block) != 0 || sys.ioctl(-1, Ioctl.FIONREAD, block) != -EBADF) {
                    throw new AssertionError("a call gave another result");
                }
            });
            System.out.println(allocated);
        }
    }

    /**
     * In a process of its own, as in a program. What the compiler inlines depends on what ran before: after hundreds of other tests it
     * once left a call of {@code MemorySegment.asSlice} in Java's own code, which then allocates 40 bytes each time.
     */
    @ParameterizedTest
    @MethodSource("both")
    void aCallAllocatesNothing(SystemCalls sys) throws Exception {
        String[] options = JAVA < 22 ? new String[0] : new String[] {"--enable-native-access=ALL-UNNAMED"};
        String allocated = run(options, Garbage.class, sys.getClass().getSimpleName(), file());
        assertThat(Long.parseLong(allocated)).isLessThan(10_000);
    }

    /** Prints the chosen way, in a process with its own options. */
    public static final class Choice {
        private Choice() {}

        public static void main(String[] arguments) {
            try {
                SystemCalls sys = Libc.load();
                int fd = sys.open("/dev/null", SystemCalls.O_RDWR);
                System.out.println(sys.getClass().getSimpleName() + (fd >= 0 && sys.close(fd) == 0 ? "" : " " + fd));
            } catch (NotAvailableException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    private static String choice(boolean modules, String... options) throws IOException, InterruptedException {
        if (!modules) {
            return run(options, Choice.class);
        }
        List<String> path = List.of(System.getProperty("java.class.path").split(File.pathSeparator));
        List<String> command = new ArrayList<>(List.of(options));
        command.add("-p");
        command.add(path.stream()
                .filter(entry ->
                        entry.matches(".*(/target/classes|blinka4j-[^/]*\\.jar|/jna-[^/]*\\.jar|slf4j-api[^/]*\\.jar)"))
                .collect(Collectors.joining(File.pathSeparator)));
        command.add("--patch-module");
        command.add("blinka4j.provider.linux="
                + path.stream()
                        .filter(entry -> entry.endsWith("/target/test-classes"))
                        .findFirst()
                        .orElseThrow());
        command.add("-m");
        command.add("blinka4j.provider.linux/" + Choice.class.getName());
        return java(command);
    }

    private static String run(String[] options, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return java(command);
    }

    private static String java(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(arguments);
        command.add(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said.lines()
                .filter(line -> !line.startsWith("SLF4J"))
                .map(line -> line.replaceAll(" in an unnamed module \\(.*\\)", ""))
                .collect(Collectors.joining("\n"));
    }

    private static long warnings(String said) {
        return said.lines().filter(line -> line.contains("has been called by")).count();
    }

    @Test
    void jnaIsUsedBeforeJava22() throws Exception {
        assumeThat(JAVA).as("Java before 22, which has JNA alone").isLessThan(22);
        assertThat(choice(false)).isEqualTo("JnaCalls");
        assertThat(choice(true)).isEqualTo("JnaCalls");
    }

    @Test
    void foreignFunctionsAreUsedWhereNativeAccessIsEnabled() throws Exception {
        assumeThat(JAVA).as("foreign functions are in Java 22 and newer").isGreaterThanOrEqualTo(22);
        assertThat(choice(false, "--enable-native-access=ALL-UNNAMED")).isEqualTo("ForeignCalls");
        assertThat(choice(true, "--enable-native-access=blinka4j.provider.linux"))
                .isEqualTo("ForeignCalls");
    }

    @Test
    void withoutAnOptionThereIsOneWarningAsWithJna() throws Exception {
        assumeThat(JAVA).as("Java 24 and newer warn of native access").isGreaterThanOrEqualTo(24);
        String onClassPath = choice(false);
        assertThat(onClassPath).endsWith("ForeignCalls");
        assertThat(warnings(onClassPath)).isEqualTo(1);
        String onModulePath = choice(true);
        assertThat(onModulePath).endsWith("JnaCalls");
        assertThat(warnings(onModulePath)).isEqualTo(1);
    }

    @Test
    void jnaIsUsedIfNativeAccessIsEnabledForItOnly() throws Exception {
        assumeThat(JAVA).as("Java 24 and newer warn of native access").isGreaterThanOrEqualTo(24);
        assertThat(choice(true, "--illegal-native-access=deny", "--enable-native-access=com.sun.jna"))
                .isEqualTo("JnaCalls");
    }

    @Test
    void whereNativeAccessIsDeniedTheErrorNamesTheOption() throws Exception {
        assumeThat(JAVA).as("Java 24 and newer warn of native access").isGreaterThanOrEqualTo(24);
        assertThat(choice(false, "--illegal-native-access=deny"))
                .contains("denies native access", "--enable-native-access=ALL-UNNAMED");
        assertThat(choice(true, "--illegal-native-access=deny"))
                .contains("denies native access", "--enable-native-access=blinka4j.provider.linux");
    }
}
