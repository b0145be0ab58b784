// SPDX-License-Identifier: MIT
package blinka4j.drivers.max1704x;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.I2C;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.WordRegisters;
import blinka4j.sim.chips.SimMAX17048;
import blinka4j.testing.FaultyI2C;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MAX17048Test {
    private final SimMAX17048 chip = new SimMAX17048();
    private final WordRegisters registers = chip.registers();
    private final SimI2CBus bus = new SimI2CBus().attach(0x36, chip);
    private final I2C i2c = new I2C(bus);

    /** Data sheet, table 2: VCELL in steps of 78.125 µV, SOC of 1/256 %, CRATE of 0.208 %/h. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, 0, 0, 0",
        "0x0001, 0.000078125, 0x0001, 0.00390625, 0x0001, 0.208",
        "0xA49F, 3.292421875, 0x307E, 48.4921875, 0x0145, 67.6",
        "0xD200, 4.2, 0x6400, 100, 0xFFFB, -1.04",
        "0xFFFF, 5.119921875, 0xFFFF, 255.99609375, 0x8000, -6815.744",
        "0x8000, 2.56, 0x6580, 101.5, 0x7FFF, 6815.536"
    })
    void valuesAreInTheStepsOfTheDataSheet(
            String vcell, double volts, String soc, double percent, String crate, double rate) {
        MAX17048 gauge = new MAX17048(i2c);
        gauge.cellVoltage();
        registers.word(0x02, Integer.decode(vcell)).word(0x04, Integer.decode(soc));
        registers.word(0x16, Integer.decode(crate));
        assertThat(gauge.cellVoltage()).isCloseTo(volts, within(1e-9));
        assertThat(gauge.cellPercent()).isCloseTo(percent, within(1e-9));
        assertThat(gauge.chargeRate()).isCloseTo(rate, within(1e-9));
    }

    /** Data sheet, table 2 and figures 8 to 12: the places and steps of the limits. */
    @Test
    void limitsAreRoundedAndLeaveTheirNeighbours() {
        MAX17048 gauge = new MAX17048(i2c);
        gauge.voltageAlertMax(4.1);
        gauge.voltageAlertMin(2.8);
        assertThat(registers.word(0x14)).isEqualTo(0x8CCD);
        gauge.voltageAlertMin(0);
        gauge.voltageAlertMax(5.1);
        assertThat(registers.word(0x14)).isEqualTo(0x00FF);
        assertThat(gauge.voltageAlertMax()).isCloseTo(5.1, within(1e-9));
        gauge.resetVoltage(2.5);
        assertThat(registers.word(0x18)).isEqualTo(63 << 9 | 0x0C);
        gauge.comparatorDisabled(true);
        gauge.resetVoltage(5.08);
        assertThat(registers.word(0x18)).isEqualTo(0xFF0C);
        assertThat(gauge.resetVoltage()).isCloseTo(5.08, within(1e-9));
        gauge.hibernationThreshold(53.04);
        gauge.activityThreshold(0.06);
        assertThat(registers.word(0x0A)).isEqualTo(0xFF30);
        gauge.hibernationThreshold(0);
        gauge.activityThreshold(0.31875);
        assertThat(registers.word(0x0A)).isEqualTo(0x00FF);
        assertThat(gauge.activityThreshold()).isCloseTo(0.31875, within(1e-9));
        assertThat(gauge.hibernationThreshold()).isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.01, 53.3, Double.NaN})
    void limitsThatTheChipCannotHoldAreRefused(double value) {
        MAX17048 gauge = new MAX17048(i2c);
        assertThatThrownBy(() -> gauge.voltageAlertMin(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("voltageAlertMin", "5.1", "V");
        assertThatThrownBy(() -> gauge.voltageAlertMax(value)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> gauge.resetVoltage(value)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> gauge.activityThreshold(value)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> gauge.hibernationThreshold(value)).isInstanceOf(IllegalArgumentException.class);
        assertThat(registers.word(0x14)).isEqualTo(0x00FF);
        assertThat(registers.word(0x0A)).isEqualTo(0x8030);
    }

    /** Data sheet, figure 6 and 7: SLEEP is bit 7 of CONFIG, EnSleep bit 13 of MODE. */
    @Test
    void asleepTheChipMeasuresNothing() {
        MAX17048 gauge = new MAX17048(i2c);
        gauge.enableSleep(true);
        gauge.sleep(true);
        assertThat(registers.word(0x0C)).isEqualTo(0x979C);
        assertThat(gauge.sleep() && gauge.enableSleep()).isTrue();
        double before = gauge.cellVoltage();
        chip.battery(4.2, 100, 0);
        bus.clock().advance(Duration.ofSeconds(9));
        assertThat(gauge.cellVoltage()).isEqualTo(before);
        gauge.sleep(false);
        assertThat(registers.word(0x0C)).isEqualTo(0x971C);
        assertThat(gauge.cellVoltage()).isCloseTo(4.2, within(0.00004));
    }

    @Test
    void hibernationIsSetAndEnded() {
        MAX17048 gauge = new MAX17048(i2c);
        assertThat(gauge.hibernating()).isFalse();
        gauge.hibernate();
        assertThat(registers.word(0x0A)).isEqualTo(0xFFFF);
        assertThat(gauge.hibernating()).isTrue();
        gauge.wake();
        assertThat(registers.word(0x0A)).isZero();
        assertThat(gauge.hibernating()).isFalse();
    }

    /** Data sheet, figure 13: the flags of STATUS. */
    @Test
    void alertsStayUntilTheyAreCleared() {
        MAX17048 gauge = new MAX17048(i2c);
        assertThat(gauge.alertReason()).isZero();
        assertThat(gauge.activeAlert()).isFalse();
        gauge.voltageAlertMin(4);
        bus.clock().advance(Duration.ofSeconds(1));
        assertThat(gauge.activeAlert()).isTrue();
        assertThat(gauge.alertReason()).isEqualTo(MAX17048.ALERTFLAG_VOLTAGE_LOW);
        registers.word(0x1A, 0x3F00);
        assertThat(gauge.alertReason()).isEqualTo(0x3F);
        gauge.voltageAlertMin(0);
        gauge.resetAlert(false);
        assertThat(registers.word(0x1A)).isEqualTo(0x3E00);
        gauge.voltageHighAlert(false);
        assertThat(registers.word(0x1A)).isEqualTo(0x3C00);
        gauge.voltageLowAlert(false);
        assertThat(registers.word(0x1A)).isEqualTo(0x3800);
        gauge.voltageResetAlert(false);
        assertThat(registers.word(0x1A)).isEqualTo(0x3000);
        gauge.socLowAlert(false);
        assertThat(gauge.socChangeAlert()).isTrue();
        assertThat(registers.word(0x1A)).isEqualTo(0x2000);
        gauge.socChangeAlert(false);
        assertThat(registers.word(0x1A)).isZero();
    }

    @Test
    void agreesWithTheSimulatedChip() {
        chip.battery(3.3, 12.5, -20.8);
        MAX17048 gauge = new MAX17048(i2c);
        assertThat(gauge.cellVoltage()).isCloseTo(3.3, within(0.00004));
        assertThat(gauge.cellPercent()).isEqualTo(12.5);
        assertThat(gauge.chargeRate()).isCloseTo(-20.8, within(1e-9));
        assertThat(gauge.chipVersion()).isEqualTo(0x0012);
        assertThat(gauge.chipId()).isEqualTo(0x0C);
        assertThat(gauge.resetAlert()).isFalse();
        gauge.quickStart(true);
        assertThat(gauge.quickStart()).isFalse();
    }

    @Test
    void aResetClearsSettings() {
        MAX17048 gauge = new MAX17048(i2c);
        gauge.voltageAlertMin(3);
        gauge.reset();
        assertThat(gauge.voltageAlertMin()).isZero();
        assertThat(gauge.resetAlert()).isFalse();
    }

    /** A chip that acknowledges the command and sets no flag has not been reset; one that never acknowledges it has. */
    @Test
    void aResetWithoutTraceIsAnError() {
        WordRegisters dead = new WordRegisters().word(0x08, 0x0012);
        I2C other = new I2C(new SimI2CBus().attach(0x36, dead));
        assertThatThrownBy(() -> new MAX17048(other))
                .isInstanceOf(BusException.class)
                .hasMessageContainingAll("did not reset", "Check its power");
        assertFree(other);
    }

    /** 0xFFFF is a MAX17049 without a battery. */
    @ParameterizedTest
    @CsvSource({"0xFFFF", "0x0003", "0x0000", "0x0020"})
    void anotherChipIsRefused(String version) {
        registers.word(0x08, Integer.decode(version));
        assertThatThrownBy(() -> new MAX17048(i2c))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContaining("MAX17048");
        assertFree(i2c);
        registers.word(0x08, 0x0011);
        assertThat(new MAX17048(i2c).chipVersion()).isEqualTo(0x0011);
    }

    @Test
    void anAbsentChipIsNotFound() {
        assertThatThrownBy(() -> new MAX17048(i2c, 0x37))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageStartingWith("no I2C device at address 0x37");
    }

    @Test
    void afterAFailedTransferTheNextOneWorks() {
        MAX17048 gauge = new MAX17048(i2c);
        bus.failNext(Kind.NO_ACKNOWLEDGE);
        assertThatThrownBy(gauge::cellVoltage).isInstanceOf(BusException.class);
        assertFree(i2c);
        assertThat(gauge.cellVoltage()).isCloseTo(3.8, within(0.00004));
        bus.failNext(Kind.NO_ACKNOWLEDGE);
        assertThatThrownBy(() -> gauge.voltageAlertMin(3)).isInstanceOf(BusException.class);
        assertThat(gauge.voltageAlertMin()).isZero();
    }

    /** A reset that does not arrive is sent again. */
    @Test
    void aResetThatIsLostIsSentAgain() {
        FaultyI2C faulty = new FaultyI2C(bus);
        MAX17048 gauge = new MAX17048(new I2C(faulty));
        gauge.voltageAlertMin(3);
        // Three readings and a write clear the flag.
        faulty.next(4, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        gauge.reset();
        assertThat(registers.word(0x14)).isEqualTo(0x00FF);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 6, 9, 10})
    void aConstructorThatFailsInTheMiddleLeavesTheBusFree(int after) {
        FaultyI2C faulty = new FaultyI2C(bus);
        I2C shared = new I2C(faulty);
        faulty.next(after, FaultyI2C.Fault.BUSY);
        assertThatThrownBy(() -> new MAX17048(shared)).isInstanceOf(BusException.class);
        assertFree(shared);
        assertThat(new MAX17048(shared).cellPercent()).isEqualTo(60);
    }
}
