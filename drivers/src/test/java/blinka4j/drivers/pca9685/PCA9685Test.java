// SPDX-License-Identifier: MIT
package blinka4j.drivers.pca9685;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.DeviceNotFoundException;
import blinka4j.NotAvailableException;
import blinka4j.busio.I2C;
import blinka4j.drivers.pca9685.PWMRegisters.Pulse;
import blinka4j.pwmio.PWMOut;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.Registers8;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimPCA9685;
import blinka4j.testing.FaultyI2C;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PCA9685Test {
    private final SimPCA9685 chip = new SimPCA9685();
    private final SimI2CBus bus = new SimI2CBus().attach(0x40, chip);
    private final FaultyI2C faulty = new FaultyI2C(bus);
    private final I2C i2c = new I2C(faulty);
    private final PCA9685 pca = new PCA9685(i2c);

    /** Data sheet, 7.3.1: the bit for an external clock cannot be cleared. */
    @Test
    void aChipThatUsesAnExternalClockIsFoundAgain() {
        pca.mode1Reg(0x10);
        pca.mode1Reg(0x50);
        new PCA9685(i2c);
        assertThat(chip.register(0x00) & 0x7F).isEqualTo(0x60);
    }

    /** Data sheet, 7.3.5: prescale = round(25 MHz / (4096 × rate)) − 1; 200 Hz is 0x1E. */
    @ParameterizedTest
    @CsvSource({"24, 253", "50, 121", "60, 101", "200, 30", "1000, 5", "1526, 3", "23.842, 255", "23.81, 255", "1743, 3"
    })
    void theFrequencyIsANumberOfClocks(double hertz, int prescale) {
        pca.frequency(hertz);

        assertThat(chip.register(0xFE)).isEqualTo(prescale);
        assertThat(pca.prescaleReg()).isEqualTo(prescale);
        assertThat(pca.frequency()).isCloseTo(25e6 / 4096 / (prescale + 1), within(1e-9));
        assertThat(pca.mode1Reg()).as("awake, with auto-increment").isEqualTo(0x20);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1744, 23.7, 0, -50, Double.NaN, Double.POSITIVE_INFINITY, Double.MIN_VALUE})
    void aFrequencyThatTheChipDoesNotHaveIsRefused(double hertz) {
        assertThatThrownBy(() -> pca.frequency(hertz))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("24 to 1526 Hz");
        assertThat(chip.register(0xFE)).isEqualTo(0x1E);
    }

    @Test
    void theFrequencyIsThatOfTheReferenceClock() {
        pca.referenceClockSpeed(27_000_000);
        pca.frequency(50);
        assertThat(pca.prescaleReg()).isEqualTo(131);
        assertThat(pca.frequency()).isCloseTo(27e6 / 4096 / 132, within(1e-9));
        assertThatThrownBy(() -> pca.referenceClockSpeed(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> pca.referenceClockSpeed(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PCA9685(i2c, 0x40, 50_000_001))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("50000000");
    }

    /** Data sheet, 7.3.3, table 7: bit 4 of LEDn_ON_H is always on, that of LEDn_OFF_H is always off. */
    @ParameterizedTest
    @CsvSource({
        "0, 0x1000, 0x0000, 0, 0",
        "15, 0x1000, 0x0000, 0, 0",
        "16, 0x0001, 0x0000, 16, 0.000244140625",
        "0x8000, 0x0800, 0x0000, 0x8000, 0.5",
        "0xFFFE, 0x0FFF, 0x0000, 0xFFF0, 0.999755859375",
        "0xFFFF, 0x0000, 0x1000, 0xFFFF, 1"
    })
    void theDutyCycleIsInTheRegistersOfTheOutput(String set, String off, String on, String read, double high) {
        PWMChannel last = pca.channels().get(15);
        last.dutyCycle(Integer.decode(set));

        assertThat(pca.pwmRegs().get(15)).isEqualTo(new Pulse(Integer.decode(on), Integer.decode(off)));
        assertThat(chip.register(0x44) | chip.register(0x45) << 8).isEqualTo(Integer.decode(off));
        assertThat(last.dutyCycle()).isEqualTo(Integer.decode(read));
        assertThat(chip.dutyCycle(15)).isEqualTo(high);
        assertThat(pca.channels().get(14).dutyCycle()).isZero();
    }

    /** Data sheet, figures 7 and 9: an output is high from LEDn_ON to LEDn_OFF, also over the end of the period. */
    @ParameterizedTest
    @CsvSource({
        "511, 3071, 2560",
        "2047, 767, 2816",
        "1023, 1023, 0",
        "409, 1228, 819",
        "0x13FE, 5, 4096",
        "0x1000, 0x1000, 0"
    })
    void thePulseMayBeginAnywhereInThePeriod(String on, String off, int steps) {
        pca.pwmRegs().set(3, new Pulse(Integer.decode(on), Integer.decode(off)));

        assertThat(pca.channels().get(3).dutyCycle()).isEqualTo(steps == 4096 ? 0xFFFF : steps << 4);
        assertThat(chip.dutyCycle(3)).isEqualTo(steps / 4096.0);
    }

    /** Data sheet, 7.3.1.1: the prescaler is written in sleep; after it the clock needs 0.5 ms before the restart. */
    @Test
    void theBytesAreThoseOfTheDataSheet() {
        try (I2CPlayback played = I2CPlayback.at(0x40)
                .writes(0, 0)
                .sleeps(5)
                .writes(0, 0x20)
                .register(0, 0xA0)
                .writes(0x06, 0, 0, 0, 0x08)
                .register(0, 0x25)
                .register(0, 0x25)
                .register(0, 0x25)
                .writes(0, 0x15)
                .writes(0xFE, 121)
                .writes(0, 0x05)
                .sleeps(5)
                .writes(0, 0xA5)) {
            PCA9685 played9685 = new PCA9685(new I2C(played));
            played9685.channels().get(0).dutyCycle(0x8000);
            played9685.frequency(50);
        }
    }

    /** Data sheet, 7.3.1: without AI, the four bytes of an output would all go to its first register. */
    @Test
    void aDutyCycleSetsTheBitForAutoIncrementIfItIsNotSet() {
        pca.mode1Reg(0x01);
        pca.channels().get(2).dutyCycle(0x4000);
        assertThat(chip.dutyCycle(2)).isEqualTo(0.25);
        assertThat(pca.mode1Reg()).isEqualTo(0x21);
        faulty.next(0, FaultyI2C.Fault.TIMEOUT_AFTERWARDS);
        assertThatThrownBy(() -> pca.mode1Reg(0x00)).isInstanceOf(BusException.class);
        assertThat(pca.channels().get(2).dutyCycle()).isEqualTo(0x4000);
    }

    @Test
    void theModeRegistersAreThoseOfTheChip() {
        assertThat(pca.mode2Reg()).isEqualTo(0x04);
        pca.mode2Reg(0x10);
        assertThat(chip.register(1)).isEqualTo(0x10);
        pca.mode1Reg(0x30);
        pca.prescaleReg(255);
        assertThat(chip.register(0xFE)).isEqualTo(255);
        assertThat(chip.register(0)).isEqualTo(0xB0);
        assertThatThrownBy(() -> pca.prescaleReg(256)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void resetAndCloseWakeTheChip() {
        PWMChannel output = pca.channels().get(7);
        output.dutyCycle(0x8000);
        pca.mode1Reg(0x35);
        assertThat(chip.dutyCycle(7)).isZero();
        pca.reset();
        assertThat(pca.mode1Reg() & 0x7F).isEqualTo(0x20);
        output.dutyCycle(0x8000);
        assertThat(chip.dutyCycle(7)).isEqualTo(0.5);
        pca.mode1Reg(0x35);
        pca.close();
        assertThat(pca.mode1Reg() & 0x7F).isEqualTo(0x20);
        // Another program begins while the chip slept with outputs that were on.
        assertThat(new PCA9685(i2c).channels().get(7).dutyCycle()).isEqualTo(0x8000);
    }

    @Test
    void anOutputIsAPortOfPwmio() {
        pca.frequency(50);
        PWMChannel port = pca.channels().get(4);
        PWMOut out = new PWMOut(port, 0, 50, false);
        out.dutyCycle(0x4000);
        assertThat(chip.dutyCycle(4)).isEqualTo(0.25);
        out.dutyCycle(0xFFFF);
        assertThat(chip.dutyCycle(4)).isEqualTo(1);
        assertThat(port.frequency()).isEqualTo(pca.frequency());
        out.close();
        assertThat(chip.dutyCycle(4)).isZero();
        assertThatThrownBy(() -> port.dutyCycle(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("output 4");
        assertThatThrownBy(port::dutyCycle).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(port::frequency).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new PWMOut(pca.channels().get(5), 0, 100, false))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContaining("PCA9685.frequency");
    }

    @Test
    void whatTheChipDoesNotHaveIsRefused() {
        PCAChannels channels = pca.channels();
        PWMChannel output = channels.get(0);
        assertThat(channels.length()).isEqualTo(16);
        assertThat(pca.pwmRegs().length()).isEqualTo(16);
        assertThatThrownBy(() -> channels.get(16))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("channel 16: expected 0 to 15");
        assertThatThrownBy(() -> channels.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> pca.pwmRegs().get(16)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> output.dutyCycle(65536))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 to 65535");
        assertThatThrownBy(() -> output.dutyCycle(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 to 65535");
        assertThatThrownBy(() -> output.frequency(50)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> pca.pwmRegs().set(0, new Pulse(0x2000, 0)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> pca.pwmRegs().set(0, new Pulse(0, -1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 to 4095");
    }

    @Test
    void whatTheChipCannotSendIsAnError() {
        chip.register(0xFE, 2);
        assertThatThrownBy(pca::frequency).isInstanceOf(BusException.class).hasMessageContaining("prescaler 2");
        chip.register(0x07, 0x20);
        assertThatThrownBy(() -> pca.channels().get(0).dutyCycle())
                .isInstanceOf(BusException.class)
                .hasMessageContaining("0x10002000");
    }

    /** Whatever transfer of it fails, the outputs run again after the next call. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void afterAFrequencyThatFailedTheOutputsRunAgain(int transfer) {
        PWMChannel output = pca.channels().get(9);
        output.dutyCycle(0x8000);
        faulty.next(transfer, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        assertThatThrownBy(() -> pca.frequency(50)).isInstanceOf(BusException.class);
        assertFree(i2c);
        assertThat(output.dutyCycle()).isEqualTo(0x8000);
        bus.clock().advance(Duration.ofMillis(1));
        assertThat(chip.dutyCycle(9)).isEqualTo(0.5);
        pca.frequency(50);
        assertThat(chip.dutyCycle(9)).isEqualTo(0.5);
        assertThat(chip.register(0xFE)).isEqualTo(121);
    }

    @Test
    void afterADutyCycleThatFailedTheNextOneWorks() {
        PWMChannel output = pca.channels().get(1);
        bus.failNext(Kind.NO_ACKNOWLEDGE);
        assertThatThrownBy(() -> output.dutyCycle(0x8000)).isInstanceOf(BusException.class);
        assertFree(i2c);
        assertThat(output.dutyCycle()).isZero();
        output.dutyCycle(0xFFFF);
        assertThat(chip.dutyCycle(1)).isEqualTo(1);
    }

    @Test
    void anotherChipOrNoneIsNotFound() {
        assertThatThrownBy(() -> new PCA9685(i2c, 0x41)).isInstanceOf(DeviceNotFoundException.class);
        I2C other = new I2C(
                new SimI2CBus().attach(0x40, new Registers8().register(0, 0x39).readOnly(0)));
        assertThatThrownBy(() -> new PCA9685(other))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContaining("0x39");
        assertFree(other);
    }
}
