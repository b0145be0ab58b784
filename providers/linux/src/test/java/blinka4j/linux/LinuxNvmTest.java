// SPDX-License-Identifier: MIT
package blinka4j.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.NotAvailableException;
import blinka4j.provider.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class LinuxNvmTest {
    private static final int LENGTH = 4096;
    private static final int ROUNDS = 500;

    @TempDir
    private Path folder;

    private LinuxNvm nvm(String setting, String value) {
        return new LinuxNvm(new Host(Path.of("/"), "Linux", Map.of(setting, value, "HOME", folder + "/home")));
    }

    private Path file() {
        return folder.resolve("nvm");
    }

    private LinuxNvm nvm() {
        return nvm("BLINKA_NVM", file().toString());
    }

    private static byte[] erased() {
        byte[] bytes = new byte[LENGTH];
        Arrays.fill(bytes, (byte) 0xFF);
        return bytes;
    }

    @Test
    void bytesAreErasedAtFirstAndReadingMakesNoFile() {
        assertThat(nvm().read()).isEqualTo(erased());
        assertThat(file()).doesNotExist();
    }

    @Test
    void bytesStayForTheNextProgramAndThoseBeforeThemAreErased() throws IOException {
        nvm().write(10, new byte[] {1, 2});
        nvm().write(LENGTH - 1, new byte[] {3});
        nvm().write(4, new byte[] {4});

        byte[] expected = erased();
        expected[4] = 4;
        expected[10] = 1;
        expected[11] = 2;
        expected[LENGTH - 1] = 3;
        assertThat(nvm().read()).isEqualTo(expected);
        assertThat(Files.readAllBytes(file())).isEqualTo(expected);
    }

    @Test
    void theFileIsInTheFolderOfTheUsersState() {
        nvm("XDG_STATE_HOME", folder + "/state").write(0, new byte[] {1});
        assertThat(folder.resolve("state/blinka4j/nvm")).exists();
        // A relative path is invalid: XDG base directory specification.
        nvm("XDG_STATE_HOME", "relative").write(0, new byte[] {1});
        assertThat(folder.resolve("home/.local/state/blinka4j/nvm")).exists();
    }

    @Test
    void threadsThatWriteAtTheSameTimeLoseNothing() {
        IntStream.range(0, 64).parallel().forEach(i -> nvm().write(i, new byte[] {(byte) i}));

        byte[] read = nvm().read();
        assertThat(IntStream.range(0, 64)).allMatch(i -> read[i] == i);
    }

    @Test
    void anInterruptedThreadStoresItsBytesAndIsStillInterrupted() {
        Thread.currentThread().interrupt();
        nvm().write(0, new byte[] {5});
        byte[] read = nvm().read();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(read[0]).isEqualTo((byte) 5);
    }

    /** Whenever an interrupt comes: before a write, in it, or after it. */
    @Test
    @Timeout(60)
    void anInterruptInTheMiddleLosesNothing() {
        AtomicInteger round = new AtomicInteger();
        Thread writer = Thread.currentThread();
        Thread interrupter = new Thread(() -> {
            for (int seen = 0; seen < ROUNDS; ) {
                if (round.get() > seen) {
                    seen++;
                    writer.interrupt();
                }
            }
        });
        interrupter.start();
        for (int i = 1; i <= ROUNDS; i++) {
            byte[] written = {(byte) i, (byte) (i >> 8)};
            round.set(i);
            nvm().write(2 * (i % 100), written);
            assertThat(nvm().read()).containsSequence(written);
        }
        while (interrupter.isAlive()) {
            Thread.onSpinWait();
        }
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void anotherKindOfFileIsRefusedAndKept() throws IOException {
        byte[] other = new byte[LENGTH + 1];
        Files.write(file(), other);
        assertThatThrownBy(() -> nvm().write(0, new byte[] {1}))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll(file().toString(), "4097 bytes", "BLINKA_NVM");
        assertThat(Files.readAllBytes(file())).isEqualTo(other);
        assertThatThrownBy(() -> nvm("BLINKA_NVM", folder.toString()).read())
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll(folder.toString(), "no file", "BLINKA_NVM");
    }

    /** Whether it has bytes is not known. They are not erased. */
    @Test
    void aFileInAFolderWithoutPermissionIsNoErasedMemory() throws IOException, InterruptedException {
        Path secret = Files.createDirectory(folder.resolve("secret"));
        LinuxNvm nvm = nvm("BLINKA_NVM", secret + "/nvm");
        nvm.write(0, new byte[] {1});
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
        try {
            OrdinaryRights.run(() -> assertThatThrownBy(nvm::read)
                    .isInstanceOf(NotAvailableException.class)
                    .hasMessageContainingAll(secret + "/nvm", "cannot be read", "no permission", "BLINKA_NVM"));
        } finally {
            Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void aPlaceThatCannotBeWrittenIsNamedWithTheCure() throws IOException {
        Files.write(folder.resolve("file"), new byte[1]);
        assertThatThrownBy(() -> nvm("BLINKA_NVM", folder + "/file/nvm").write(0, new byte[] {1}))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll(folder + "/file/nvm", "cannot be written", "Set BLINKA_NVM");
        assertThatThrownBy(() -> nvm("BLINKA_NVM", "a\0b"))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContaining("BLINKA_NVM");
    }
}
