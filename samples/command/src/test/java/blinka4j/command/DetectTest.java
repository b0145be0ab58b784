// SPDX-License-Identifier: MIT
package blinka4j.command;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.provider.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetectTest {
    @TempDir
    private Path root;

    private final Trial trial = new Trial();

    @AfterEach
    void end() {
        trial.close();
    }

    private void machine(String model, String compatible, Map<String, String> settings) throws IOException {
        Path tree = Files.createDirectories(root.resolve("proc/device-tree"));
        Files.writeString(tree.resolve("model"), model + "\0");
        Files.writeString(tree.resolve("compatible"), compatible.replace(' ', '\0') + "\0");
        trial.host = new Host(root, "Linux", settings);
    }

    @Test
    void aKnownBoardIsNamedWithTheEvidence() throws IOException {
        machine("Raspberry Pi 4 Model B Rev 1.4", "raspberrypi,4-model-b brcm,bcm2711", Map.of());

        trial.run("detect");

        assertThat(trial.exit).isZero();
        assertThat(trial.out).contains("RASPBERRY_PI_4B").contains("says raspberrypi,4-model-b");
    }

    @Test
    void anUnknownBoardGetsItsNearMissesAndWhatToDo() throws IOException {
        machine("Raspberry Pi 4 Model C", "raspberrypi,4-model-c", Map.of());

        trial.run("detect");

        assertThat(trial.exit).isEqualTo(1);
        assertThat(trial.out)
                .contains("GENERIC_LINUX")
                .containsPattern("Near: .*RASPBERRY_PI_4B")
                .contains("export BLINKA_FORCEBOARD=");
    }

    @Test
    void aSettingThatHidesAnotherBoardIsShown() throws IOException {
        machine(
                "Raspberry Pi 4 Model B Rev 1.4",
                "raspberrypi,4-model-b",
                Map.of("BLINKA_FORCEBOARD", "BEAGLEBONE_BLACK"));

        trial.run("detect");

        assertThat(trial.out)
                .contains("BEAGLEBONE_BLACK")
                .contains("BLINKA_FORCEBOARD says BEAGLEBONE_BLACK")
                .containsPattern("Without: +RASPBERRY_PI_4B");
    }

    @Test
    void aPcIsToldHowToSimulate() {
        trial.host = new Host(root, "Linux", Map.of());

        assertThat(trial.run("detect").out).contains("BLINKA_PROVIDER=sim");
        assertThat(trial.exit).isEqualTo(1);
        trial.host = new Host(root, "Mac OS X", Map.of());
        assertThat(trial.run("detect").out).contains("Mac OS X").contains("BLINKA_PROVIDER=sim");
    }

    @Test
    void aPcThatSimulatesABoardIsNotToldToSimulateOne() {
        trial.host = new Host(root, "Linux", Map.of("BLINKA_PROVIDER", "sim"));

        assertThat(trial.run("detect").out)
                .contains("simulates a Raspberry Pi 4", "BLINKA_FORCEBOARD")
                .doesNotContain("Set BLINKA_PROVIDER");
    }

    @Test
    void theSameIsThereForMachines() throws IOException {
        machine("Raspberry Pi 4 Model B Rev 1.4", "raspberrypi,4-model-b", Map.of());

        assertThat(trial.run("detect", "--json").out)
                .isEqualTo(
                        "{\"known\":true,\"id\":\"RASPBERRY_PI_4B\",\"name\":\"Raspberry Pi 4 Model B\",\"evidence\":"
                                + "\"/proc/device-tree/compatible says raspberrypi,4-model-b\",\"ignored\":[],\"near\":[]}\n");
    }
}
