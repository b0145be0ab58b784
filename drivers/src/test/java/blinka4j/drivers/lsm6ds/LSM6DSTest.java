// SPDX-License-Identifier: MIT
package blinka4j.drivers.lsm6ds;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.I2C;
import blinka4j.drivers.DuringTransfer;
import blinka4j.drivers.lsm6ds.LSM6DS.AccelHPF;
import blinka4j.drivers.lsm6ds.LSM6DS.AccelRange;
import blinka4j.drivers.lsm6ds.LSM6DS.Acceleration;
import blinka4j.drivers.lsm6ds.LSM6DS.Gyro;
import blinka4j.drivers.lsm6ds.LSM6DS.GyroRange;
import blinka4j.drivers.lsm6ds.LSM6DS.Rate;
import blinka4j.sim.Registers8;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimLSM6DS;
import blinka4j.testing.FaultyI2C;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LSM6DSTest {
    private final Registers8 registers = new Registers8().register(0x0F, 0x6C).selfClearing(0x12, 0x01);
    private final SimI2CBus bus = new SimI2CBus().attach(0x6A, registers);
    private final I2C i2c = new I2C(bus);

    @TempDir
    private Path folder;

    private static LSM6DS driver(String name, I2C i2c) {
        Function<I2C, LSM6DS> create = switch (name) {
            case "LSM6DSOX" -> LSM6DSOX::new;
            case "LSM6DSO32" -> LSM6DSO32::new;
            case "LSM6DS33" -> LSM6DS33::new;
            case "LSM6DS3" -> LSM6DS3::new;
            case "LSM6DS3TRC" -> LSM6DS3TRC::new;
            default -> ISM330DHCX::new;
        };
        return create.apply(i2c);
    }

    /** LSM6DSOX data sheet, tables 2 and 41: 0.061 to 0.488 mg for a step. LSM6DSO32: 0.122 to 0.976 mg. */
    @ParameterizedTest
    @CsvSource({
        "LSM6DSOX, 0x6C, RANGE_2G, 0, 0.061", "LSM6DSOX, 0x6C, RANGE_16G, 1, 0.488",
                "LSM6DSOX, 0x6C, RANGE_4G, 2, 0.122",
        "LSM6DSOX, 0x6C, RANGE_8G, 3, 0.244", "LSM6DSO32, 0x6C, RANGE_4G, 0, 0.122",
                "LSM6DSO32, 0x6C, RANGE_32G, 1, 0.976",
        "LSM6DSO32, 0x6C, RANGE_8G, 2, 0.244", "LSM6DSO32, 0x6C, RANGE_16G, 3, 0.488",
                "LSM6DS33, 0x69, RANGE_16G, 1, 0.488",
        "LSM6DS3, 0x69, RANGE_4G, 2, 0.122", "LSM6DS3TRC, 0x6A, RANGE_8G, 3, 0.244",
                "ISM330DHCX, 0x6B, RANGE_2G, 0, 0.061"
    })
    void eachRangeOfTheAccelerationHasItsCodeAndItsStep(
            String name, String id, AccelRange range, int code, double milliG) {
        registers.register(0x0F, Integer.decode(id)).u16le(0x28, 32767, -32768, 1);
        LSM6DS sensor = driver(name, i2c);
        sensor.accelerometerRange(range);
        assertThat(registers.register(0x10)).isEqualTo(0x40 | code << 2);
        assertThat(sensor.accelerometerRange()).isEqualTo(range);
        Acceleration now = sensor.acceleration();
        assertThat(now.x()).isCloseTo(32767 * milliG * 0.00980665, within(1e-9));
        assertThat(now.y()).isCloseTo(-32768 * milliG * 0.00980665, within(1e-9));
        assertThat(now.z()).isCloseTo(milliG * 0.00980665, within(1e-12));
    }

    /** LSM6DSOX data sheet, tables 2 and 44; ISM330DHCX, table 2: 4.375 to 140 m°/s for a step. */
    @ParameterizedTest
    @CsvSource({
        "RANGE_125_DPS, 0x2, 4.375",
        "RANGE_250_DPS, 0x0, 8.75",
        "RANGE_500_DPS, 0x4, 17.5",
        "RANGE_1000_DPS, 0x8, 35",
        "RANGE_2000_DPS, 0xC, 70",
        "RANGE_4000_DPS, 0x1, 140"
    })
    void eachRangeOfTheRotationHasItsCodeAndItsStep(GyroRange range, String code, double milliDegrees) {
        registers.register(0x0F, 0x6B).u16le(0x22, -32768, 0, 32767);
        LSM6DS sensor = new ISM330DHCX(i2c);
        sensor.gyroRange(range);
        assertThat(registers.register(0x11)).isEqualTo(0x40 | Integer.decode(code));
        assertThat(sensor.gyroRange()).isEqualTo(range);
        Gyro now = sensor.gyro();
        assertThat(now.x()).isCloseTo(Math.toRadians(-32768 * milliDegrees / 1000), within(1e-9));
        assertThat(now.y()).isZero();
        assertThat(now.z()).isCloseTo(Math.toRadians(32767 * milliDegrees / 1000), within(1e-9));
    }

    @Test
    void aRangeThatTheChipDoesNotHaveIsRefused() {
        LSM6DS sensor = new LSM6DSOX(i2c);
        assertThatThrownBy(() -> sensor.gyroRange(GyroRange.RANGE_4000_DPS))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sensor.accelerometerRange(AccelRange.RANGE_32G))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sensor.gyroDataRate(Rate.RATE_1_6_HZ)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LSM6DSO32(i2c).accelerometerRange(AccelRange.RANGE_2G))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(registers.registers(0x10, 2)).containsExactly(0x48, 0x40);
        assertFree(i2c);
    }

    /** LSM6DSOX, table 4: 256 steps for 1 °C, 0 is 25 °C. LSM6DS3 and LSM6DS33, table 5: 16 steps. */
    @ParameterizedTest
    @CsvSource({
        "LSM6DSOX, 0x6C, 0, 25", "LSM6DSOX, 0x6C, 256, 26", "LSM6DSOX, 0x6C, -16640, -40", "LSM6DSOX, 0x6C, 15360, 85",
        "LSM6DS33, 0x69, 16, 26", "LSM6DS33, 0x69, -1040, -40", "LSM6DS3, 0x69, 960, 85", "LSM6DS3TRC, 0x6A, -256, 24"
    })
    void theTemperatureHasTheResolutionOfTheChip(String name, String id, int raw, double celsius) {
        registers.register(0x0F, Integer.decode(id)).u16le(0x20, raw);
        assertThat(driver(name, i2c).temperature()).isEqualTo(celsius);
    }

    @ParameterizedTest
    @EnumSource(Rate.class)
    void eachRateHasItsCode(Rate rate) {
        LSM6DS sensor = new LSM6DSOX(i2c);
        assertThat(sensor.accelerometerDataRate()).isEqualTo(Rate.RATE_104_HZ);
        assertThat(sensor.gyroDataRate()).isEqualTo(Rate.RATE_104_HZ);
        sensor.accelerometerDataRate(rate);
        assertThat(registers.register(0x10)).isEqualTo(rate.ordinal() << 4 | 8);
        if (rate != Rate.RATE_1_6_HZ) {
            sensor.gyroDataRate(rate);
            assertThat(registers.register(0x11)).isEqualTo(rate.ordinal() << 4);
            assertThat(sensor.gyroDataRate()).isEqualTo(rate);
        }
        assertThat(sensor.accelerometerDataRate()).isEqualTo(rate);
    }

    @Test
    void theLowestRateOfTheIsm330dhcxNeedsLowPower() {
        registers.register(0x0F, 0x6B);
        ISM330DHCX sensor = new ISM330DHCX(i2c);
        sensor.accelerometerDataRate(Rate.RATE_12_5_HZ);
        assertThat(sensor.lowPowerMode()).isFalse();
        sensor.accelerometerDataRate(Rate.RATE_1_6_HZ);
        assertThat(sensor.lowPowerMode()).isTrue();
        assertThat(registers.register(0x15)).isEqualTo(0x10);
        sensor.lowPowerMode(false);
        assertThat(registers.register(0x15)).isZero();
    }

    /** LSM6DSOX data sheet, 9.21: I3C_disable is bit 1 of CTRL9_XL. */
    @ParameterizedTest
    @CsvSource({"LSM6DSOX, 0x6C, 0x02", "LSM6DSO32, 0x6C, 0x02", "ISM330DHCX, 0x6B, 0x02", "LSM6DS33, 0x69, 0x00"})
    void i3cIsSwitchedOffWhereTheChipHasIt(String name, String id, String control) {
        registers.register(0x0F, Integer.decode(id));
        driver(name, i2c);
        assertThat(registers.register(0x18)).isEqualTo(Integer.decode(control));
        assertThat(registers.register(0x12) & 0x40).isEqualTo(0x40);
    }

    @ParameterizedTest
    @EnumSource(AccelHPF.class)
    void eachFilterHasItsCode(AccelHPF filter) {
        LSM6DS sensor = new LSM6DSOX(i2c);
        sensor.highPassFilter(filter);
        assertThat(registers.register(0x17)).isEqualTo(filter.ordinal() << 5);
        assertThat(sensor.highPassFilter()).isEqualTo(filter);
    }

    /** LSM6DS33: TAP_CFG bit 6; LSM6DS3TR-C: CTRL10_C bit 4; both with FUNC_EN. LSM6DSOX: EMB_FUNC_EN_A bit 3. */
    @ParameterizedTest
    @CsvSource({
        "LSM6DS33, 0x69, false, 0x58, 0x40",
        "LSM6DS3TRC, 0x6A, false, 0x19, 0x16",
        "LSM6DSOX, 0x6C, true, 0x04, 0x08",
        "ISM330DHCX, 0x6B, true, 0x04, 0x08"
    })
    void eachGenerationHasItsPedometer(String name, String id, boolean embedded, String register, String value) {
        SimLSM6DS chip = new SimLSM6DS(Integer.decode(id), false);
        LSM6DS sensor = driver(name, new I2C(new SimI2CBus().attach(0x6A, chip)));
        assertThat(sensor.pedometerEnable()).isFalse();
        chip.steps(123);
        sensor.pedometerEnable(true);
        assertThat(sensor.pedometerEnable()).isTrue();
        assertThat(sensor.pedometerSteps()).isZero();
        assertThat(chip.registers(embedded).register(Integer.decode(register)) & 0x5E)
                .isEqualTo(Integer.decode(value));
        chip.steps(65535);
        assertThat(sensor.pedometerSteps()).isEqualTo(65535);
        sensor.pedometerEnable(false);
        assertThat(sensor.pedometerEnable()).isFalse();
        assertThat(sensor.acceleration().z()).isCloseTo(9.81, within(0.001));
    }

    @ParameterizedTest
    @EnumSource(Rate.class)
    void agreesWithTheSimulatedChipAndWaitsForTheNewRange(Rate rate) {
        SimLSM6DS chip = new SimLSM6DS(0x6C, false);
        LSM6DS sensor = new LSM6DSOX(new I2C(new SimI2CBus().attach(0x6A, chip)));
        if (rate != Rate.RATE_SHUTDOWN) {
            sensor.accelerometerDataRate(rate);
            sensor.gyroDataRate(rate == Rate.RATE_1_6_HZ ? Rate.RATE_26_HZ : rate);
        }
        chip.quantity("acceleration x").value(-70);
        chip.quantity("rotation y").value(2.5);
        sensor.accelerometerRange(AccelRange.RANGE_8G);
        sensor.gyroRange(GyroRange.RANGE_500_DPS);
        assertThat(sensor.acceleration().x()).isCloseTo(-70, within(0.002));
        assertThat(sensor.gyro().y()).isCloseTo(2.5, within(0.001));
        assertThat(sensor.temperature()).isCloseTo(24, within(0.01));
    }

    @Test
    void aProgramOfTheLearningCoreIsLoaded() throws IOException {
        SimLSM6DS chip = new SimLSM6DS(0x6C, false);
        Path file = folder.resolve("a.ucf");
        Files.write(
                file, List.of("-- comment", "Ac 01 80", "Ac 04 39", "Ac 05 19", "Ac 60  15", "Ac 01 00", "Ac 10 5C"));
        LSM6DSOX sensor = new LSM6DSOX(new I2C(new SimI2CBus().attach(0x6A, chip)), 0x6A, file.toString());
        assertThat(chip.registers(true).registers(0x04, 2)).containsExactly(0x39, 0x19);
        assertThat(chip.registers(true).register(0x60)).isEqualTo(0x15);
        assertThat(chip.registers(false).register(0x01)).isZero();
        assertThat(chip.registers(false).register(0x56)).isEqualTo(0x41);
        assertThat(chip.registers(false).register(0x12)).isEqualTo(0x44);
        assertThat(sensor.accelerometerRange()).isEqualTo(AccelRange.RANGE_8G);
        assertThat(sensor.readMlcOutput()).isEmpty();
        chip.registers(false).register(0x38, 0x01);
        chip.registers(true).register(0x70, 1, 2, 3, 4, 5, 6, 7, 0xFF);
        assertThat(sensor.readMlcOutput()).containsExactly(1, 2, 3, 4, 5, 6, 7, -1);
        assertThat(sensor.accelerometerRange()).isEqualTo(AccelRange.RANGE_8G);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ac 01", "Ac zz 00", "Ac", "Ac 10 1FF", "Ac 100 00", "Ac 10 -1", "Ac 10 00 00", "Ac1000"})
    void anotherFileIsRefusedBeforeAnythingIsWritten(String line) throws IOException {
        Path file = Files.write(folder.resolve("b.ucf"), List.of("Ac 10 00", line));
        LSM6DSOX sensor = new LSM6DSOX(i2c);
        assertThatThrownBy(() -> sensor.loadMlc(file.toString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("b.ucf", "'" + line + "'", "register");
        assertThatThrownBy(() -> sensor.loadMlc(folder.resolve("none").toString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("none", "cannot be read");
        assertThatThrownBy(() -> sensor.loadMlc(folder.toString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot be read");
        for (List<String> empty : List.of(List.<String>of(), List.of("-- comment", ""))) {
            Path other = Files.write(folder.resolve("empty.ucf"), empty);
            assertThatThrownBy(() -> sensor.loadMlc(other.toString()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("empty.ucf", "Ac 01 80");
        }
        assertThatThrownBy(() -> new LSM6DSOX(i2c, 0x6A, folder.resolve("none").toString()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(registers.register(0x10)).isEqualTo(0x48);
        assertFree(i2c);
    }

    /** Else the next reading would be of the wrong registers. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void afterAFailureTheOrdinaryRegistersAreRead(int transfer) {
        SimLSM6DS chip = new SimLSM6DS(0x6C, false);
        FaultyI2C faulty = new FaultyI2C(new SimI2CBus().attach(0x6A, chip));
        I2C wires = new I2C(faulty);
        LSM6DSOX sensor = new LSM6DSOX(wires);
        for (FaultyI2C.Fault fault :
                List.of(FaultyI2C.Fault.NO_ACKNOWLEDGE, FaultyI2C.Fault.TIMEOUT_AFTERWARDS, FaultyI2C.Fault.BUSY)) {
            faulty.next(transfer, fault);
            assertThatThrownBy(sensor::pedometerSteps).isInstanceOf(BusException.class);
            assertFree(wires);
            assertThat(sensor.acceleration().z()).isCloseTo(9.81, within(0.001));
        }
    }

    @Test
    void aChipThatShowsItsEmbeddedFunctionsIsFound() {
        SimLSM6DS chip = new SimLSM6DS(0x6C, false);
        chip.registers(false).register(0x01, 0x80);
        LSM6DSOX sensor = new LSM6DSOX(new I2C(new SimI2CBus().attach(0x6A, chip)));
        assertThat(sensor.temperature()).isCloseTo(24, within(0.01));
    }

    @ParameterizedTest
    @CsvSource({"LSM6DSOX, 0x69", "LSM6DS3, 0x6A", "LSM6DS33, 0x6C", "LSM6DS3TRC, 0x00", "ISM330DHCX, 0x6C"})
    void anotherChipIsRefused(String name, String id) {
        registers.register(0x0F, Integer.decode(id));
        assertThatThrownBy(() -> driver(name, i2c))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContainingAll("no " + name, "expected 0x");
        assertThat(registers.register(0x10)).isZero();
        assertFree(i2c);
    }

    @Test
    void anAbsentChipIsNotFound() {
        assertThatThrownBy(() -> new LSM6DSOX(i2c, 0x6B)).isInstanceOf(DeviceNotFoundException.class);
    }

    @Test
    void aChipThatStaysInResetIsATimeout() {
        Registers8 stuck = new Registers8().register(0x0F, 0x6C);
        I2C wires = new I2C(new SimI2CBus().attach(0x6A, stuck));
        assertThatThrownBy(() -> new LSM6DSOX(wires))
                .isInstanceOfSatisfying(
                        BusException.class, e -> assertThat(e.kind()).isEqualTo(BusException.Kind.TIMEOUT));
        assertFree(wires);
    }

    @Test
    void aRangeWhoseWriteFailedIsThatOfTheChip() {
        FaultyI2C faulty = new FaultyI2C(bus);
        LSM6DSOX sensor = new LSM6DSOX(new I2C(faulty));
        registers.u16le(0x28, 1000);
        faulty.next(3, FaultyI2C.Fault.TIMEOUT_AFTERWARDS);
        assertThatThrownBy(() -> sensor.accelerometerRange(AccelRange.RANGE_16G))
                .isInstanceOf(BusException.class);
        assertThat(sensor.acceleration().x()).isCloseTo(0.488 * 9.80665, within(1e-9));
        faulty.next(3, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        assertThatThrownBy(() -> sensor.accelerometerRange(AccelRange.RANGE_2G)).isInstanceOf(BusException.class);
        assertThat(sensor.acceleration().x()).isCloseTo(0.488 * 9.80665, within(1e-9));
    }

    @Test
    void afterAFailedTransferTheNextOneWorks() {
        LSM6DSOX sensor = new LSM6DSOX(i2c);
        bus.failNext(BusException.Kind.NO_ACKNOWLEDGE);
        assertThatThrownBy(sensor::gyro).isInstanceOf(BusException.class);
        assertFree(i2c);
        assertThat(sensor.gyro().x()).isZero();
    }

    /** What was measured before would be taken for up to eight times as much. */
    @Test
    void anotherThreadReadsTheNewRangeToo() throws InterruptedException {
        SimLSM6DS chip = new SimLSM6DS(0x6C, false);
        DuringTransfer port = new DuringTransfer(new SimI2CBus().attach(0x6A, chip));
        LSM6DSOX sensor = new LSM6DSOX(new I2C(port));
        chip.quantity("rotation y").value(2.5);
        sensor.gyroRange(GyroRange.RANGE_250_DPS);
        List<Acceleration> accelerations = new ArrayList<>();
        port.nextSleep(() -> accelerations.add(sensor.acceleration()));
        sensor.accelerometerRange(AccelRange.RANGE_16G);
        port.assertWaited();
        assertThat(accelerations.get(0).z()).isCloseTo(9.81, within(0.003));
        List<Gyro> rotations = new ArrayList<>();
        port.nextSleep(() -> rotations.add(sensor.gyro()));
        sensor.gyroRange(GyroRange.RANGE_2000_DPS);
        port.assertWaited();
        assertThat(rotations.get(0).y()).isCloseTo(2.5, within(0.001));
    }

    /** LSM6DSOX data sheet, tables 41 and 44: with the rate 0 a sensor does not measure. */
    @Test
    void whatWasMeasuredBeforeAChangeWhileSwitchedOffHasNoScale() {
        SimLSM6DS chip = new SimLSM6DS(0x6C, false);
        I2C own = new I2C(new SimI2CBus().attach(0x6A, chip));
        LSM6DS sensor = new LSM6DSOX(own);
        chip.quantity("rotation x").value(2);
        sensor.gyroRange(GyroRange.RANGE_500_DPS);
        sensor.accelerometerDataRate(Rate.RATE_SHUTDOWN);
        sensor.gyroDataRate(Rate.RATE_SHUTDOWN);
        sensor.accelerometerRange(AccelRange.RANGE_16G);
        assertThat(sensor.gyro().x()).isCloseTo(2, within(0.01));
        assertThatIllegalStateException()
                .isThrownBy(sensor::acceleration)
                .withMessageContainingAll("LSM6DSOX", "accelerometerDataRate");
        assertFree(own);
        sensor.accelerometerDataRate(Rate.RATE_12_5_HZ);
        assertThat(sensor.acceleration().z()).isCloseTo(9.81, within(0.01));
        sensor.gyroRange(GyroRange.RANGE_2000_DPS);
        assertThatIllegalStateException().isThrownBy(sensor::gyro).withMessageContaining("gyroDataRate");
        assertThat(sensor.acceleration().z()).isCloseTo(9.81, within(0.01));
        sensor.gyroDataRate(Rate.RATE_12_5_HZ);
        assertThat(sensor.gyro().x()).isCloseTo(2, within(0.01));
    }
}
