// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.lab.guest.Pins;
import blinka4j.samples.BoardInfo;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Shows that the guest is a Raspberry Pi 3 Model B to its programs, and that its pins have an outside. */
@ExtendWith(Lab.Extension.class)
@ResourceLock("raspi3b:4-27")
class Raspi3bGuestIT {
    private final Lab lab;
    private final Guest guest;

    private static Dialogue pins;

    @BeforeAll
    static void start(@On("raspi3b") Lab lab) {
        pins = lab.talk(Pins.class);
    }

    @AfterAll
    static void end() {
        if (pins != null) {
            pins.close();
        }
    }

    Raspi3bGuestIT(@On("raspi3b") Lab lab) {
        this.lab = lab;
        guest = lab.guest();
    }

    @Test
    void itIsARaspberryPi3ModelB() {
        assertThat(guest.output("tr '\\0' '\\n' </proc/device-tree/model")).isEqualTo("Raspberry Pi 3 Model B\n");
        assertThat(guest.output("tr '\\0' '\\n' </proc/device-tree/compatible"))
                .isEqualTo("raspberrypi,3-model-b\nbrcm,bcm2837\n");
        assertThat(guest.output("uname -m")).isEqualTo("aarch64\n");
    }

    @Test
    void itsGpioControllerHasTheKernelsDriver() {
        assertThat(guest.output("gpiodetect")).startsWith("gpiochip0 [pinctrl-bcm2835] (54 lines)\n");
    }

    @Test
    void javaIsThe64BitOne() {
        assertThat(guest.run("java -XshowSettings:properties -version").err())
                .contains("java.specification.version = 17", "os.arch = aarch64", "sun.arch.data.model = 64")
                .contains("sun.jnu.encoding = UTF-8");
    }

    @Test
    void exitStatusAndBothOutputsOfACommandArriveCompletely() {
        assertThat(guest.run("echo out; echo err >&2; printf end; exit 7"))
                .isEqualTo(new Result(7, "out\nend", "err\n"));
        String line = "µ".repeat(2500);
        assertThat(guest.run("echo " + line).out()).isEqualTo(line + "\n");
    }

    @Test
    void anOrdinaryUserHasNoRights() {
        assertThat(guest.output("su maker -c id")).isEqualTo("uid=1000(maker) gid=1000(maker) groups=1000(maker)\n");
        assertThat(guest.run("su maker -c 'gpioget gpiochip0 20'").err()).contains("Permission denied");
    }

    @Test
    void inputsDrivenOutsideAreSeenInside() {
        // 40 is in the second of each pair of registers.
        for (int line : List.of(20, 21, 40)) {
            for (boolean high : List.of(true, false, true, false)) {
                Raspi3b.drive(guest, line, high);
                assertThat(guest.output("gpioget gpiochip0 " + line)).isEqualTo(high ? "1\n" : "0\n");
                assertThat(Raspi3b.level(guest, line)).isEqualTo(high);
            }
        }
    }

    @Test
    void registersCanBeMappedThoughTheKernelsDriverHasThem() {
        // BCM2835 ARM Peripherals, 6.1: GPSET0 is at 0x1c, GPCLR0 at 0x28, GPLEV0 at 0x34.
        guest.output("devmem 0x3f20001c 32 0x00400000");
        assertThat(Raspi3b.level(guest, 22)).isTrue();
        assertThat(guest.output("printf %08x $(($(devmem 0x3f200034 32) & 0x00400000))"))
                .isEqualTo("00400000");
        guest.output("devmem 0x3f200028 32 0x00400000");
        assertThat(Raspi3b.level(guest, 22)).isFalse();
    }

    @Test
    void theBoardIsRecognised() {
        String output = lab.finish(lab.start(BoardInfo.class), Lab.PATIENCE);
        assertThat(Lab.line(output, "Board:")).contains("RASPBERRY_PI_3B").doesNotContain("RASPBERRY_PI_3B_PLUS");
        assertThat(Lab.line(output, "pinctrl-bcm2835:18").split(" ")).contains("D18");
    }

    @Test
    void theLineOfAPinChangesOutsideInOrder() {
        guest.qtest().watch(Raspi3b.GPIO);
        assertThat(pins.ask("open D18")).endsWith("of RASPBERRY_PI_3B is open");
        assertThat(pins.ask("switchToOutput D18 false")).isEqualTo("ok");
        assertThat(Raspi3b.isOutput(guest, 18)).isTrue();
        for (boolean high : List.of(true, false, true, false)) {
            assertThat(pins.ask("value D18 " + high)).isEqualTo("ok");
            assertThat(Raspi3b.level(guest, 18)).isEqualTo(high);
        }
        assertThat(pins.ask("close D18")).isEqualTo("ok");
        assertThat(Raspi3b.isOutput(guest, 18)).isFalse();
        assertThat(lab.levels(18)).containsExactly(true, false, true, false);
    }

    /** As on boards where the kernel changes the number in the label. */
    @Test
    void aControllerIsAlsoFoundByItsDevice() {
        assertThat(pins.ask("open 3f200000.gpio:18")).endsWith("of RASPBERRY_PI_3B is open");
        assertThat(pins.ask("switchToOutput 3f200000.gpio:18 true")).isEqualTo("ok");
        assertThat(Raspi3b.level(guest, 18)).isTrue();
        assertThat(pins.ask("close 3f200000.gpio:18")).isEqualTo("ok");
    }

    @Test
    void aPinFollowsTheLevelOutside() {
        assertThat(pins.ask("open D4")).endsWith("is open");
        for (boolean high : List.of(true, false)) {
            Raspi3b.drive(guest, 4, high);
            assertThat(pins.ask("value D4")).isEqualTo(String.valueOf(high));
        }
        assertThat(pins.ask("close D4")).isEqualTo("ok");
    }
}
