// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.lab.guest.Driving;
import blinka4j.lab.guest.Pins;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Levels through mapped registers, on a machine that has the registers of a Raspberry Pi 3. */
@ExtendWith(Lab.Extension.class)
@ResourceLock("raspi3b:4-27")
class MappedGpioIT {
    private static final String MEMORY = "/dev/mem";

    private final Lab lab;
    private final Guest guest;

    private static Dialogue pins;

    @BeforeAll
    static void start(@On("raspi3b") Lab lab) {
        pins = lab.talk(lab.program(Pins.class).environment("BLINKA_GPIOMEM", MEMORY));
    }

    @AfterAll
    static void end() {
        if (pins != null) {
            pins.close();
        }
    }

    MappedGpioIT(@On("raspi3b") Lab lab) {
        this.lab = lab;
        guest = lab.guest();
    }

    private Program program(Class<?> program, String setting) {
        return lab.program(program).environment("BLINKA_GPIOMEM", setting);
    }

    private static void does(String command) {
        assertThat(pins.ask(command)).isEqualTo("ok");
    }

    @Test
    void aMappedOutputChangesOutsideInOrderWhileTheKernelShowsItAsHeld() {
        guest.qtest().watch(Raspi3b.GPIO);
        assertThat(pins.ask("open D17")).endsWith("is open");
        does("switchToOutput D17 false");
        assertThat(Raspi3b.isOutput(guest, 17)).isTrue();
        for (boolean high : List.of(true, false, true, false, true)) {
            does("value D17 " + high);
            assertThat(Raspi3b.level(guest, 17)).isEqualTo(high);
            assertThat(pins.ask("value D17")).isEqualTo(String.valueOf(high));
            assertThat(lab.gpioinfo(0, 17))
                    .contains("\"blinka4j\"")
                    .contains("output")
                    .contains("[used");
        }
        assertThat(guest.run("gpioset gpiochip0 17=0").err()).contains("busy");
        // The kernel continues with the state of the registers.
        does("switchToOutput D17 true");
        does("close D17");
        assertThat(Raspi3b.isOutput(guest, 17)).isFalse();
        assertThat(lab.gpioinfo(0, 17)).contains("unused");
        assertThat(lab.levels(17)).containsExactly(true, false, true, false, true);
    }

    @Test
    void aMappedInputFollowsTheLevelOutside() {
        assertThat(pins.ask("open D27")).endsWith("is open");
        for (boolean high : List.of(true, false, true, false)) {
            Raspi3b.drive(guest, 27, high);
            assertThat(pins.ask("value D27")).isEqualTo(String.valueOf(high));
            assertThat(lab.gpioinfo(0, 27)).contains("\"blinka4j\"").contains("input");
        }
        assertThat(pins.ask("value D27 true")).startsWith("IllegalStateException");
        does("close D27");
        assertThat(pins.ask("value D27")).startsWith("IllegalStateException");
    }

    @Test
    void openDrainGoesThroughTheKernel() {
        assertThat(pins.ask("open D22")).endsWith("is open");
        does("switchToOutput D22 false");
        does("value D22 true");
        does("switchToOutput D22 true OPEN_DRAIN");
        assertThat(Raspi3b.isOutput(guest, 22)).as("let go").isFalse();
        does("value D22 false");
        assertThat(Raspi3b.isOutput(guest, 22)).isTrue();
        assertThat(Raspi3b.level(guest, 22)).isFalse();
        does("value D22 true");
        assertThat(Raspi3b.isOutput(guest, 22)).as("let go").isFalse();
        does("close D22");
    }

    @Test
    void aMappedLevelIsAtLeastThirtyTimesAsFast() {
        String mapped = lab.finish(program(Driving.class, MEMORY).compiled().start("D23", "20000"), Lab.PATIENCE);
        String asked = lab.finish(program(Driving.class, "off").compiled().start("D23", "2000"), Lab.PATIENCE);

        // The device's page, from its physical address on: mapped once, and for as long as the process lives.
        assertThat(Lab.line(mapped, "mapped while open:"))
                .matches("\\[[0-9a-f]+-[0-9a-f]+ rw-s 3f200000 \\S+ \\d+ /dev/mem]");
        assertThat(Lab.line(mapped, "mapped after:")).isEqualTo(Lab.line(mapped, "mapped while open:"));
        assertThat(Lab.line(mapped, "bytes per call:")).isEqualTo("0");
        assertThat(Lab.line(asked, "mapped while open:")).isEqualTo("[]");
        double ratio = nanos(asked) / nanos(mapped);
        System.out.printf(
                "through the kernel %.0f ns, mapped %.0f ns: %.0f times as fast%n", nanos(asked), nanos(mapped), ratio);
        assertThat(ratio).isGreaterThanOrEqualTo(30);
    }

    private static double nanos(String output) {
        return Double.parseDouble(Lab.line(output, "median of value(v):").replace(" ns", ""));
    }

    @Test
    void withoutTheSettingOnThisMachineTheKernelIsAsked() {
        // This kernel has no /dev/gpiomem, and /dev/mem is not taken unasked.
        String output = lab.finish(lab.program(Driving.class).start("D24", "10"), Lab.PATIENCE);
        assertThat(Lab.line(output, "mapped while open:")).isEqualTo("[]");
    }

    @Test
    void withoutPermissionTheKernelIsAsked() {
        String command = program(Driving.class, MEMORY).command("D25", "10");
        guest.output("chmod 666 /dev/gpiochip0");
        try {
            String output = lab.finish(guest.start("su maker -c \"" + command + "\""), Lab.PATIENCE);
            assertThat(Lab.line(output, "mapped while open:")).isEqualTo("[]");
        } finally {
            guest.output("chmod 600 /dev/gpiochip0");
        }
    }
}
