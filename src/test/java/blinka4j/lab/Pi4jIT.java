// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.lab.guest.Pins;
import blinka4j.lab.guest.SpiFlash;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The plugins of Pi4J 2.8 under the provider "pi4j": linuxfs on a 32-bit ARM, gpiod on a Raspberry Pi. */
@Order(7)
@ExtendWith(Lab.Extension.class)
@ResourceLock("/dev/i2c-0")
@ResourceLock("/dev/spidev0.0")
@ResourceLock("raspi3b:4-27")
class Pi4jIT {
    private final Lab sabrelite;
    private final Lab raspberryPi;

    Pi4jIT(@On("sabrelite") Lab sabrelite, @On("raspi3b") Lab raspberryPi) {
        this.sabrelite = sabrelite;
        this.raspberryPi = raspberryPi;
    }

    private static Program program(Lab lab, Class<?> type) {
        return lab.program(type)
                .with("pi4j")
                .environment("BLINKA_PROVIDER", "pi4j")
                // Pi4J tells all it does.
                .property("org.slf4j.simpleLogger.log.com.pi4j", "warn");
    }

    @Test
    void spiByLinuxfsIsRefusedOn32BitArm() {
        Job program = program(sabrelite, SpiFlash.class).start("kernel", "0", "1");
        Result result = program.await(Lab.PATIENCE);
        Lab.show(program);
        assertThat(result.exit()).isNotZero();
        assertThat(result.err())
                .contains(
                        "NotAvailableException: SPI(/dev/spidev0): Pi4J's plugin linuxfs cannot use SPI on a 32-bit ARM")
                .contains("BLINKA_PROVIDER=linux");
    }

    @Test
    void aPinByGpiodIsReadDrivenAndGivenBack() {
        Guest guest = raspberryPi.guest();
        try (Dialogue pins = raspberryPi.talk(program(raspberryPi, Pins.class))) {
            assertThat(pins.ask("open D18")).endsWith("of RASPBERRY_PI_3B is open");
            for (boolean high : List.of(true, false)) {
                Raspi3b.drive(guest, 18, high);
                assertThat(pins.ask("value D18")).isEqualTo(String.valueOf(high));
            }
            assertThat(pins.ask("switchToOutput D18 true")).isEqualTo("ok");
            assertThat(Raspi3b.isOutput(guest, 18)).isTrue();
            assertThat(Raspi3b.level(guest, 18)).isTrue();
            assertThat(pins.ask("value D18 false")).isEqualTo("ok");
            assertThat(Raspi3b.level(guest, 18)).isFalse();
            assertThat(pins.ask("switchToOutput D18 true OPEN_DRAIN")).startsWith("NotAvailableException: ");
            assertThat(Raspi3b.level(guest, 18)).isFalse();

            // A second pin, because closing the last one releases everything.
            assertThat(pins.ask("open D23")).endsWith("is open");
            assertThat(pins.ask("close D18")).isEqualTo("ok");
            assertThat(Raspi3b.isOutput(guest, 18)).isFalse();
            assertThat(raspberryPi.gpioinfo(0, 18)).contains("unused");
            assertThat(pins.ask("open D18")).endsWith("is open");
        }
    }

    /** gpiod 2.8 does not release an input when it is closed, and then cannot open it again. */
    @Test
    void thePullOfAnInputByGpiodChangesWhileOtherPinsAreOpen() {
        try (Dialogue pins = raspberryPi.talk(program(raspberryPi, Pins.class))) {
            assertThat(pins.ask("open D24")).endsWith("is open");
            assertThat(pins.ask("open D25")).endsWith("is open");
            assertThat(pins.ask("switchToInput D24 UP")).isEqualTo("ok");
            assertThat(raspberryPi.gpioinfo(0, 24)).contains("input", "pull-up");
            assertThat(pins.ask("switchToInput D24 DOWN")).isEqualTo("ok");
            assertThat(raspberryPi.gpioinfo(0, 24)).contains("input", "pull-down");
        }
    }

    /** The threads of gpiod's inputs are no daemons. */
    @Test
    void aProgramThatLeavesAnInputOpenEnds() {
        Job program = raspberryPi
                .guest()
                .start("echo open D20 | " + program(raspberryPi, Pins.class).command());
        assertThat(raspberryPi.finish(program, Lab.PATIENCE)).contains("is open");
    }

    @Test
    void aLineThatAnotherProgramHoldsIsReported() {
        Guest guest = raspberryPi.guest();
        try (Job holder = guest.start("gpiomon gpiochip0 21");
                Dialogue pins = raspberryPi.talk(program(raspberryPi, Pins.class))) {
            raspberryPi.awaitGpioinfo(0, 21, "gpiomon");
            assertThat(pins.ask("open D21")).startsWith("PinException: ").contains("pinctrl-bcm2835:21", "gpioinfo");
            assertThat(holder.err()).isEmpty();
        }
    }
}
