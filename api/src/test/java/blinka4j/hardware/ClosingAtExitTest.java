// SPDX-License-Identifier: MIT
package blinka4j.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.fake.ExitProgram;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the end of a virtual machine leaves open. */
@Timeout(300)
class ClosingAtExitTest {
    private static final int SIGTERM = 128 + 15;

    @TempDir
    private Path folder;

    private Process start(String ending, List<String> options, Map<String, String> environment, int... pins)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        Collections.addAll(command, "-cp", System.getProperty("java.class.path"), ExitProgram.class.getName());
        Collections.addAll(command, folder.resolve("closed").toString(), ending);
        for (int pin : pins) {
            command.add(Integer.toString(pin));
        }
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** The exit code of a program that has got SIGTERM once its pins were open. */
    private static int terminated(Process program) throws IOException, InterruptedException {
        try (BufferedReader out = program.inputReader()) {
            assertThat(out.readLine()).isEqualTo("open");
            program.destroy();
            return program.waitFor();
        }
    }

    private List<String> closed() throws IOException {
        Path file = folder.resolve("closed");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    @Test
    void sigtermClosesWhatIsOpen() throws Exception {
        assertThat(terminated(start("wait", List.of(), Map.of(), 18, 17))).isEqualTo(SIGTERM);
        assertThat(closed()).containsExactly("closed D18", "closed D17");
    }

    @Test
    void exitClosesWhatIsOpen() throws Exception {
        assertThat(start("exit", List.of(), Map.of(), 18, 17).waitFor()).isZero();
        assertThat(closed()).containsExactly("closed D18", "closed D17");
    }

    @Test
    void theEndOfMainClosesWhatIsOpen() throws Exception {
        assertThat(start("return", List.of(), Map.of(), 18).waitFor()).isZero();
        assertThat(closed()).containsExactly("closed D18");
    }

    @Test
    void aSettingTurnsItOff() throws Exception {
        assertThat(terminated(start("wait", List.of("-Dblinka.shutdown.hook=off"), Map.of(), 18)))
                .isEqualTo(SIGTERM);
        assertThat(start("exit", List.of(), Map.of("BLINKA_SHUTDOWN_HOOK", "OFF"), 18)
                        .waitFor())
                .isZero();
        assertThat(closed()).isEmpty();
    }

    @Test
    void oneThatCannotBeClosedKeepsNoOtherFromIt() throws Exception {
        assertThat(terminated(start("wait", List.of(), Map.of(), 4, 18))).isEqualTo(SIGTERM);
        assertThat(closed()).containsExactly("closed D18");
    }

    @Test
    void oneWhoseCloseNeverReturnsKeepsNeitherTheOthersNorTheEnd() throws Exception {
        assertThat(start("exit", List.of(), Map.of(), 5, 18).waitFor()).isZero();
        assertThat(closed()).containsExactly("closed D18");
    }

    /** A shutdown hook, or the thread that looks after forgotten pins, would keep the classes. */
    @Test
    void whereEverythingIsClosedTheClassesCanBeUnloaded() throws Exception {
        WeakReference<ClassLoader> loader = new WeakReference<>(useOnceInALoaderOfItsOwn());
        while (loader.get() != null) {
            System.gc();
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private static ClassLoader useOnceInALoaderOfItsOwn() throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        ClassLoader loader = new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
        Class<?> program = loader.loadClass(ExitProgram.class.getName());
        assertThat(program).isNotEqualTo(ExitProgram.class);
        program.getMethod("openAndClose").invoke(null);
        return loader;
    }
}
