// SPDX-License-Identifier: MIT
package blinka4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import blinka4j.board.Board;
import blinka4j.busio.UART;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.runtime.Blinka;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A machine whose only device in /dev is a pseudo-terminal. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class SerialPortAloneTest {
    /** Runs in a mount namespace: only this shell and its children see the mounts. */
    private static final String MACHINE = """
            set -e
            mount -t tmpfs tmpfs /dev
            mknod -m 666 /dev/null c 1 3
            mknod -m 666 /dev/zero c 1 5
            mknod -m 666 /dev/random c 1 8
            mknod -m 666 /dev/urandom c 1 9
            mkdir /dev/pts
            mount -t devpts -o newinstance,ptmxmode=0666,mode=0666 devpts /dev/pts
            ln -s pts/ptmx /dev/ptmx
            """;

    /** A user's program, and the device at the other end. */
    public static final class Echo {
        private static final int READ_WRITE_NO_TERMINAL = 02 | 0400;

        private Echo() {}

        public static void main(String[] arguments) throws InterruptedException {
            NativeLibrary c = NativeLibrary.getProcess();
            int far = c.getFunction("posix_openpt").invokeInt(new Object[] {READ_WRITE_NO_TERMINAL});
            c.getFunction("unlockpt").invokeInt(new Object[] {far});
            String device = c.getFunction("ptsname").invokeString(new Object[] {far}, false);
            Thread echo = new Thread(() -> {
                Memory buffer = new Memory(64);
                for (int done = 0; done < 6; ) {
                    int length = c.getFunction("read").invokeInt(new Object[] {far, buffer, 64L});
                    c.getFunction("write").invokeInt(new Object[] {far, buffer, (long) length});
                    done += length;
                }
            });
            try (UART uart = new UART(device, 9600)) {
                System.out.println(uart + " by the provider "
                        + Blinka.current().provider().name() + " on "
                        + Blinka.current().board().name());
                echo.start();
                uart.timeout(60);
                uart.write("hello\n".getBytes(StandardCharsets.US_ASCII));
                System.out.print("echo: " + new String(uart.readLine(), StandardCharsets.US_ASCII));
            }
            echo.join();
            try {
                new DigitalInOut(Board.D18).close();
            } catch (HardwareException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void aSerialPortCanBeUsed() throws Exception {
        assumeThat(mayMount())
                .as("this user may make a mount namespace with a /dev of its own (as root, outside of most containers)")
                .isTrue();
        Process process = inNamespace(MACHINE + "ls /dev /dev/pts\nexec \"$@\"");
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(said)
                .startsWith("/dev:\nnull\nptmx\npts\nrandom\nurandom\nzero\n\n/dev/pts:\nptmx\n")
                .contains("UART(/dev/pts/0) by the provider linux on ")
                .contains("echo: hello\n")
                .contains("/dev/gpiochip*", "/dev/i2c-*", "/dev/spidev*")
                .contains("BLINKA_PROVIDER=sim");
        assertThat(process.waitFor()).isZero();
    }

    private static boolean mayMount() throws Exception {
        Process process = inNamespace(MACHINE);
        process.getInputStream().readAllBytes();
        return process.waitFor() == 0;
    }

    /** The class path of the artifact blinka4j. With Pi4J's plugins on it, Pi4J would be selected. */
    private static String usualClassPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.matches(
                        ".*/(providers/(pi4j|diozero)|pi4j-|diozero-|blinka4j-provider-(pi4j|diozero)).*"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Process inNamespace(String script) throws Exception {
        return new ProcessBuilder(
                        "unshare",
                        "--mount",
                        "sh",
                        "-c",
                        script,
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djna.nosys=true",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                        "-cp",
                        usualClassPath(),
                        Echo.class.getName())
                .redirectErrorStream(true)
                .start();
    }
}
