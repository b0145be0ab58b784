// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The command's package for Debian on a Raspberry Pi. The guest's {@code dpkg} is BusyBox's; {@code src/test/install} uses Debian's, on a
 * PC.
 */
@ExtendWith(Lab.Extension.class)
class InstalledIT {
    private static final String PACKAGE = "/root/blinka4j.deb";

    /** What the package depends on, and the groups that Debian's addgroup would make. */
    private static final String PREPARE = """
            mkdir -p /var/lib/dpkg/info
            for package in default-jre-headless:2:1.17-74 adduser:3.134; do
                printf 'Package: %s\\nStatus: install ok installed\\nVersion: %s\\n\\n' "${package%%:*}" "${package#*:}"
            done >/var/lib/dpkg/status
            for group in gpio:900 i2c:901 spi:902; do
                echo "${group%:*}:x:${group#*:}:" >>/etc/group
            done
            """;

    private final Lab lab;

    InstalledIT(@On("raspi3b") Lab lab) {
        this.lab = lab;
    }

    /** Adds the package that the build's jar makes to a guest. */
    static void addPackage(Overlay overlay) {
        try {
            Path folder = Files.createDirectories(
                    Machine.LAB.resolveSibling("target").resolve("lab").resolve("package"));
            Machine.printed("../../../samples/command/package", "--as-built", folder.toString());
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    if (file.toString().endsWith(".deb")) {
                        overlay.add(file, PACKAGE);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeAll
    static void install(@On("raspi3b") Lab lab) {
        Result result = lab.guest().run(Lab.PATIENCE, PREPARE + "dpkg -i " + PACKAGE);
        assertThat(result.exit()).as(result.out() + result.err()).isZero();
    }

    @AfterAll
    static void remove(@On("raspi3b") Lab lab) {
        Result result = lab.guest().run(Lab.PATIENCE, "dpkg -P blinka4j");
        assertThat(result.exit()).as(result.out() + result.err()).isZero();
        assertThat(lab.guest()
                        .output("ls -d /usr/bin/blinka /usr/share/blinka4j /var/cache/blinka4j 2>/dev/null || true"))
                .isEmpty();
    }

    /** One start of Java, as each takes seconds in the emulator: the doctor's words are those of {@code blinka detect}. */
    @Test
    void theDoctorRecognisesTheBoardAndOpensItsController() {
        Result result = lab.guest().run(Lab.PATIENCE, "blinka doctor");

        assertThat(result.err()).isEmpty();
        assertThat(result.out())
                .containsPattern("ok +board +RASPBERRY_PI_3B: .*raspberrypi,3-model-b")
                .containsPattern("ok +provider linux: is what a program uses")
                .containsPattern("ok +gpio +/dev/gpiochip0: can be opened");
    }

    @Test
    void theManualPageACompletionAndTheRulesAreThere() {
        assertThat(lab.guest()
                        .output("cd /usr; ls share/man/man1/blinka.1.gz share/bash-completion/completions/blinka"
                                + " lib/udev/rules.d/60-blinka4j.rules")
                        .lines())
                .hasSize(3);
    }
}
