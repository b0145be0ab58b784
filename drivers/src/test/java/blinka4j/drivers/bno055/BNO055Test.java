// SPDX-License-Identifier: MIT
package blinka4j.drivers.bno055;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.DeviceNotFoundException;
import blinka4j.boards.Boards;
import blinka4j.busio.I2C;
import blinka4j.busio.UART;
import blinka4j.drivers.bno055.BNO055.AccelBandwidth;
import blinka4j.drivers.bno055.BNO055.AccelMode;
import blinka4j.drivers.bno055.BNO055.AccelRange;
import blinka4j.drivers.bno055.BNO055.Axis;
import blinka4j.drivers.bno055.BNO055.AxisRemap;
import blinka4j.drivers.bno055.BNO055.CalibrationStatus;
import blinka4j.drivers.bno055.BNO055.Euler;
import blinka4j.drivers.bno055.BNO055.GyroBandwidth;
import blinka4j.drivers.bno055.BNO055.GyroMode;
import blinka4j.drivers.bno055.BNO055.GyroRange;
import blinka4j.drivers.bno055.BNO055.MagnetMode;
import blinka4j.drivers.bno055.BNO055.MagnetOperationMode;
import blinka4j.drivers.bno055.BNO055.MagnetRate;
import blinka4j.drivers.bno055.BNO055.Mode;
import blinka4j.drivers.bno055.BNO055.Offsets;
import blinka4j.drivers.bno055.BNO055.Quaternion;
import blinka4j.drivers.bno055.BNO055.Sign;
import blinka4j.drivers.bno055.BNO055.Vector;
import blinka4j.sim.Registers8;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.SimUart;
import blinka4j.sim.chips.SimBNO055;
import blinka4j.testing.FaultyI2C;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BNO055Test {
    private final SimBNO055 chip = new SimBNO055();
    private final SimI2CBus bus = new SimI2CBus().attach(0x28, chip);
    private final I2C i2c = new I2C(bus);

    /** A chip without measurements. */
    private final Registers8 registers = new Registers8().register(0x00, 0xA0).readOnlyRange(0x08, 0x35);

    /** How often the chip on the serial port refuses a request. */
    private final AtomicInteger refusals = new AtomicInteger();

    private BNO055 plain() {
        return new BNO055(new I2C(new SimI2CBus().attach(0x28, registers)));
    }

    /** Data sheet, tables 3-17, 3-19, 3-22, 3-28, 3-31, 3-33 and 3-35: steps of 1/100 m/s², 1/16 µT, °/s and °, 2^-14. */
    @ParameterizedTest
    @CsvSource({"0", "1", "-1", "32767", "-32768", "981"})
    void theStepsAreThoseOfTheDataSheet(int raw) {
        registers.u16le(0x08, raw, 0, raw).u16le(0x0E, raw, 0, raw).u16le(0x14, raw, 0, raw);
        registers
                .u16le(0x1A, raw, 0, raw)
                .u16le(0x20, raw, 0, 0, raw)
                .u16le(0x28, raw, 0, raw)
                .u16le(0x2E, raw, 0, raw);
        BNO055 sensor = plain();
        isVector(sensor.acceleration(), raw / 100.0);
        isVector(sensor.magnetic(), raw / 16.0);
        isVector(sensor.gyro(), Math.toRadians(raw / 16.0));
        assertThat(sensor.euler()).isEqualTo(new Euler(raw / 16.0, 0, raw / 16.0));
        assertThat(sensor.quaternion()).isEqualTo(new Quaternion(raw / 16384.0, 0, 0, raw / 16384.0));
        isVector(sensor.linearAcceleration(), raw / 100.0);
        isVector(sensor.gravity(), raw / 100.0);
    }

    private static void isVector(Vector vector, double expected) {
        assertThat(vector.x()).isCloseTo(expected, within(1e-9));
        assertThat(vector.y()).isZero();
        assertThat(vector.z()).isCloseTo(expected, within(1e-9));
    }

    /** Table 3-37. */
    @ParameterizedTest
    @CsvSource({"0x00, 0", "0x17, 23", "0xFF, -1", "0xD8, -40", "0x55, 85"})
    void theTemperatureIsAByteInTwosComplement(String raw, int celsius) {
        registers.register(0x34, Integer.decode(raw));
        assertThat(plain().temperature()).isEqualTo(celsius);
    }

    @ParameterizedTest
    @CsvSource({"0xFF, 3, 3, 3, 3", "0x00, 0, 0, 0, 0", "0xE4, 3, 2, 1, 0"})
    void theCalibrationHasTwoBitsEach(String raw, int sys, int gyro, int accel, int mag) {
        registers.register(0x35, Integer.decode(raw));
        assertThat(plain().calibrationStatus()).isEqualTo(new CalibrationStatus(sys, gyro, accel, mag));
        assertThat(plain().calibrated()).isEqualTo(raw.equals("0xFF"));
    }

    /** Table 3-3. */
    @ParameterizedTest
    @CsvSource({
        "CONFIG_MODE, false, false, false, false",
        "ACCONLY_MODE, true, false, false, false",
        "MAGONLY_MODE, false, true, false, false",
        "GYRONLY_MODE, false, false, true, false",
        "ACCMAG_MODE, true, true, false, false",
        "ACCGYRO_MODE, true, false, true, false",
        "MAGGYRO_MODE, false, true, true, false",
        "AMG_MODE, true, true, true, false",
        "IMUPLUS_MODE, true, false, true, true",
        "COMPASS_MODE, true, true, false, true",
        "M4G_MODE, true, true, false, true",
        "NDOF_FMC_OFF_MODE, true, true, true, true",
        "NDOF_MODE, true, true, true, true"
    })
    void whatTheModeDoesNotMeasureIsNoNumber(Mode mode, boolean accel, boolean mag, boolean gyro, boolean fusion) {
        BNO055 sensor = new BNO055(i2c);
        assertThat(sensor.mode()).isEqualTo(Mode.NDOF_MODE);
        sensor.mode(mode);
        assertThat(sensor.mode()).isEqualTo(mode);
        assertThat(sensor.acceleration().x()).matches(x -> Double.isNaN(x) != accel);
        assertThat(sensor.magnetic().y()).matches(y -> Double.isNaN(y) != mag);
        assertThat(sensor.gyro().z()).matches(z -> Double.isNaN(z) != gyro);
        assertThat(sensor.euler().heading()).matches(heading -> Double.isNaN(heading) != fusion);
        assertThat(sensor.quaternion().w()).matches(w -> Double.isNaN(w) != fusion);
        assertThat(sensor.linearAcceleration().x()).matches(x -> Double.isNaN(x) != fusion);
        assertThat(sensor.gravity().x()).matches(x -> Double.isNaN(x) != fusion);
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 14, 15})
    void aModeThatDoesNotExistIsAnError(int code) {
        BNO055 sensor = plain();
        registers.register(0x3D, code);
        assertThatThrownBy(sensor::acceleration).isInstanceOf(BusException.class);
        assertThatThrownBy(sensor::mode).isInstanceOf(BusException.class);
    }

    @Test
    void agreesWithTheSimulatedChip() {
        BNO055 sensor = new BNO055(i2c);
        chip.quantity("acceleration x").value(-12.34);
        chip.quantity("magnetic z").value(-48.5);
        chip.quantity("rotation y").value(-3);
        chip.quantity("heading").value(270);
        chip.quantity("roll").value(-12.5);
        chip.quantity("pitch").value(135);
        chip.quantity("temperature").value(-7);
        assertThat(sensor.acceleration().x()).isEqualTo(-12.34);
        assertThat(sensor.magnetic().z()).isEqualTo(-48.5);
        assertThat(sensor.gyro().y()).isCloseTo(-3, within(0.001));
        assertThat(sensor.euler()).isEqualTo(new BNO055.Euler(270, -12.5, 135));
        assertThat(sensor.quaternion().w()).isCloseTo(-Math.sqrt(0.5), within(0.0001));
        assertThat(sensor.linearAcceleration().x()).isEqualTo(-12.34);
        assertThat(sensor.gravity().z()).isEqualTo(9.81);
        assertThat(sensor.temperature()).isEqualTo(-7);
    }

    /** Tables 3-8 to 3-11. */
    @Test
    void theSettingsOfTheSensorsAreOnPage1() {
        BNO055 sensor = new BNO055(i2c);
        assertThat(sensor.accelRange()).isEqualTo(AccelRange.ACCEL_4G);
        assertThat(sensor.accelBandwidth()).isEqualTo(AccelBandwidth.ACCEL_62_5HZ);
        assertThat(sensor.gyroRange()).isEqualTo(GyroRange.GYRO_2000_DPS);
        assertThat(sensor.gyroBandwidth()).isEqualTo(GyroBandwidth.GYRO_32HZ);
        assertThat(sensor.magnetRate()).isEqualTo(MagnetRate.MAGNET_20HZ);
        assertThat(sensor.magnetOperationMode()).isEqualTo(MagnetOperationMode.MAGNET_REGULAR_MODE);
        assertThat(sensor.magnetMode()).isEqualTo(MagnetMode.MAGNET_FORCEMODE_MODE);
        sensor.mode(Mode.AMG_MODE);
        sensor.accelRange(AccelRange.ACCEL_16G);
        sensor.accelBandwidth(AccelBandwidth.ACCEL_1000HZ);
        sensor.accelMode(AccelMode.ACCEL_DEEPSUSPEND_MODE);
        sensor.gyroRange(GyroRange.GYRO_125_DPS);
        sensor.gyroBandwidth(GyroBandwidth.GYRO_47HZ);
        sensor.gyroMode(GyroMode.GYRO_ADVANCEDPOWERSAVE_MODE);
        sensor.magnetRate(MagnetRate.MAGNET_30HZ);
        sensor.magnetOperationMode(MagnetOperationMode.MAGNET_LOWPOWER_MODE);
        sensor.magnetMode(MagnetMode.MAGNET_SUSPEND_MODE);
        assertThat(chip.registers(1).registers(0x08, 4)).containsExactly(0xBF, 0x47, 0x1C, 0x04);
        assertThat(sensor.accelMode()).isEqualTo(AccelMode.ACCEL_DEEPSUSPEND_MODE);
        assertThat(sensor.gyroMode()).isEqualTo(GyroMode.GYRO_ADVANCEDPOWERSAVE_MODE);
        assertThat(sensor.mode()).isEqualTo(Mode.AMG_MODE);
    }

    @ParameterizedTest
    @EnumSource(names = {"IMUPLUS_MODE", "COMPASS_MODE", "M4G_MODE", "NDOF_FMC_OFF_MODE", "NDOF_MODE"})
    void aModeWithOrientationSetsTheSensorsItself(Mode mode) {
        BNO055 sensor = new BNO055(i2c);
        sensor.mode(mode);
        assertThatThrownBy(() -> sensor.gyroRange(GyroRange.GYRO_125_DPS))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("GYRO_125_DPS", mode.name());
        assertThatThrownBy(() -> sensor.magnetRate(MagnetRate.MAGNET_2HZ)).isInstanceOf(IllegalStateException.class);
        sensor.accelRange(AccelRange.ACCEL_2G);
        assertThat(sensor.accelRange()).isEqualTo(AccelRange.ACCEL_2G);
        assertThat(sensor.gyroRange()).isEqualTo(GyroRange.GYRO_2000_DPS);
        assertThat(sensor.mode()).isEqualTo(mode);
        assertFree(i2c);
    }

    @Test
    void offsetsAndRadiiAreSetInTheConfiguration() {
        BNO055 sensor = new BNO055(i2c);
        chip.registers(0).onWrite((register, value) -> {
            if (register >= 0x41 && register <= 0x6A) {
                assertThat(chip.registers(0).register(0x3D) & 15).isZero();
            }
        });
        sensor.offsetsAccelerometer(new Offsets(-32768, 0, 32767));
        sensor.offsetsMagnetometer(new Offsets(1, -2, 3));
        sensor.offsetsGyroscope(new Offsets(-4, 5, -6));
        sensor.radiusAccelerometer(1000);
        sensor.radiusMagnetometer(-960);
        assertThat(chip.registers(0).registers(0x55, 6)).containsExactly(0, 0x80, 0, 0, 0xFF, 0x7F);
        assertThat(chip.registers(0).registers(0x67, 4)).containsExactly(0xE8, 3, 0x40, 0xFC);
        assertThat(sensor.offsetsAccelerometer()).isEqualTo(new Offsets(-32768, 0, 32767));
        assertThat(sensor.offsetsMagnetometer()).isEqualTo(new Offsets(1, -2, 3));
        assertThat(sensor.offsetsGyroscope()).isEqualTo(new Offsets(-4, 5, -6));
        assertThat(sensor.radiusAccelerometer()).isEqualTo(1000);
        assertThat(sensor.radiusMagnetometer()).isEqualTo(-960);
        assertThat(sensor.mode()).isEqualTo(Mode.NDOF_MODE);
        assertThatThrownBy(() -> new Offsets(0, 32768, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sensor.radiusMagnetometer(40_000)).isInstanceOf(IllegalArgumentException.class);
        assertThat(chip.registers(0).register(0x3D) & 15).isEqualTo(12);
    }

    @Test
    void aWrongRadiusIsRefusedBeforeTheModeIsLeft() {
        BNO055 sensor = new BNO055(i2c);
        chip.registers(0).onWrite((register, value) -> {
            throw new AssertionError("register %s was written".formatted(register));
        });
        for (int radius : new int[] {-32769, 32768}) {
            assertThatThrownBy(() -> sensor.radiusAccelerometer(radius))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("radiusAccelerometer", Integer.toString(radius), "-32768 to 32767");
            assertThatThrownBy(() -> sensor.radiusMagnetometer(radius))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("radiusMagnetometer", Integer.toString(radius), "-32768 to 32767");
        }
        assertThat(sensor.mode()).isEqualTo(Mode.NDOF_MODE);
    }

    /** Section 3.4: 0x24 is the axes as they are, 0x21 with x and y exchanged. */
    @Test
    void theAxesCanBeExchanged() {
        BNO055 sensor = new BNO055(i2c);
        Sign plus = Sign.AXIS_REMAP_POSITIVE;
        Sign minus = Sign.AXIS_REMAP_NEGATIVE;
        assertThat(sensor.axisRemap())
                .isEqualTo(new AxisRemap(Axis.AXIS_REMAP_X, Axis.AXIS_REMAP_Y, Axis.AXIS_REMAP_Z, plus, plus, plus));
        AxisRemap other = new AxisRemap(Axis.AXIS_REMAP_Y, Axis.AXIS_REMAP_X, Axis.AXIS_REMAP_Z, minus, plus, minus);
        sensor.axisRemap(other);
        assertThat(chip.registers(0).registers(0x41, 2)).containsExactly(0x21, 0x05);
        assertThat(sensor.axisRemap()).isEqualTo(other);
        assertThatThrownBy(() -> sensor.axisRemap(
                        new AxisRemap(Axis.AXIS_REMAP_X, Axis.AXIS_REMAP_X, Axis.AXIS_REMAP_Z, plus, plus, plus)))
                .isInstanceOf(IllegalArgumentException.class);
        chip.registers(0).register(0x41, 0x27);
        assertThatThrownBy(sensor::axisRemap).isInstanceOf(BusException.class);
    }

    @Test
    void theCrystalAndThePowerModeAreSet() {
        BNO055 sensor = new BNO055(i2c);
        assertThat(sensor.useExternalCrystal()).isFalse();
        sensor.useExternalCrystal(true);
        assertThat(chip.registers(0).register(0x3F)).isEqualTo(0x80);
        assertThat(sensor.externalCrystal()).isTrue();
        sensor.setSuspendMode();
        assertThat(chip.registers(0).register(0x3E)).isEqualTo(2);
        sensor.setNormalMode();
        assertThat(chip.registers(0).register(0x3E)).isZero();
        assertThat(sensor.mode()).isEqualTo(Mode.NDOF_MODE);
    }

    /** Section 4.7: the registers over a serial port. During a reset there is no answer. */
    private static void answerOn(SimUart uart, SimBNO055 chip, AtomicInteger refusals) {
        uart.outside().onReceive(sent -> {
            if (refusals.getAndDecrement() > 0) {
                uart.outside().write(new byte[] {(byte) 0xEE, 7});
                return;
            }
            if (!chip.start(false)) {
                return;
            }
            boolean read = sent[1] == 1;
            byte[] reply = new byte[read ? 2 + sent[3] : 2];
            reply[0] = (byte) (read ? 0xBB : 0xEE);
            reply[1] = read ? sent[3] : 1;
            chip.write(sent[2] & 0xFF);
            for (int i = 4; i < sent.length; i++) {
                chip.write(sent[i] & 0xFF);
            }
            for (int i = 2; i < reply.length; i++) {
                reply[i] = (byte) chip.read();
            }
            uart.outside().write(reply);
        });
    }

    @Test
    void overASerialPort() {
        try (SimBoard board = SimBoard.open(Boards.board("RASPBERRY_PI_4B"))) {
            SimBNO055 serial = new SimBNO055();
            board.i2c().attach(0x28, serial);
            answerOn(board.uart(), serial, refusals);
            UART uart = board.blinka().uart();
            BNO055 sensor = new BNO055(uart);
            assertThat(board.clock().now()).as("the time of the reset").isGreaterThan(Duration.ofMillis(650));
            assertThat(uart.baudrate()).isEqualTo(115_200);
            serial.quantity("temperature").value(-12);
            serial.quantity("acceleration x").value(-3.5);
            assertThat(sensor.temperature()).isEqualTo(-12);
            assertThat(sensor.acceleration()).isEqualTo(new Vector(-3.5, 0, 9.81));
            sensor.offsetsGyroscope(new Offsets(1, 2, -3));
            assertThat(sensor.offsetsGyroscope()).isEqualTo(new Offsets(1, 2, -3));
            assertThat(sensor.mode()).isEqualTo(Mode.NDOF_MODE);
        }
    }

    /** Section 4.7: 0xEE 0x07 if the chip was too busy for the request. */
    @Test
    void aRequestThatTheChipDidNotTakeIsSentAgainTwice() {
        try (SimBoard board = SimBoard.open(Boards.board("RASPBERRY_PI_4B"))) {
            SimBNO055 serial = new SimBNO055();
            board.i2c().attach(0x28, serial);
            answerOn(board.uart(), serial, refusals);
            BNO055 sensor = new BNO055(board.blinka().uart());
            refusals.set(2);
            assertThat(sensor.temperature()).isEqualTo(23);
            refusals.set(3);
            assertThatThrownBy(sensor::temperature)
                    .isInstanceOf(BusException.class)
                    .hasMessageContainingAll("0xee 0x07", "0xbb 0x01");
            assertThat(sensor.temperature()).isEqualTo(23);
            refusals.set(2);
            sensor.setSuspendMode();
            assertThat(serial.registers(0).register(0x3E)).isEqualTo(2);
        }
    }

    @Test
    void aSilentSerialPortIsATimeout() {
        try (SimBoard board = SimBoard.open(Boards.board("RASPBERRY_PI_4B"))) {
            UART uart = board.blinka().uart();
            assertThatThrownBy(() -> new BNO055(uart))
                    .isInstanceOfSatisfying(
                            BusException.class, e -> assertThat(e.kind()).isEqualTo(BusException.Kind.TIMEOUT));
        }
    }

    /** Else nothing would be measured, or the wrong registers be read. */
    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void afterASettingThatFailedTheModeAndThePageAreThoseOfBefore(int transfer) {
        FaultyI2C faulty = new FaultyI2C(bus);
        I2C wires = new I2C(faulty);
        BNO055 sensor = new BNO055(wires);
        for (FaultyI2C.Fault fault :
                List.of(FaultyI2C.Fault.NO_ACKNOWLEDGE, FaultyI2C.Fault.TIMEOUT_AFTERWARDS, FaultyI2C.Fault.BUSY)) {
            faulty.next(transfer, fault);
            assertThatThrownBy(() -> sensor.accelRange(AccelRange.ACCEL_8G)).isInstanceOf(BusException.class);
            assertFree(wires);
            assertThat(sensor.acceleration()).isEqualTo(new Vector(0, 0, 9.81));
            assertThat(sensor.mode()).isEqualTo(Mode.NDOF_MODE);
        }
    }

    @Test
    void aChipThatShowsPage1IsFound() {
        chip.registers(0).register(0x07, 1);
        assertThat(new BNO055(i2c).temperature()).isEqualTo(23);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0xA1, 0xFF})
    void anotherChipIsRefused(int id) {
        registers.register(0x00, id);
        assertThatThrownBy(this::plain)
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContainingAll("no BNO055", "expected 0xa0");
        assertThat(registers.register(0x3F)).isZero();
    }

    @Test
    void anAbsentChipIsNotFound() {
        assertThatThrownBy(() -> new BNO055(i2c, 0x29)).isInstanceOf(DeviceNotFoundException.class);
    }

    @Test
    void theResetMayEndBeforeItIsAcknowledged() {
        registers.nackOnWrite(0x3F);
        assertThatThrownBy(this::plain).isInstanceOf(BusException.class);
        FaultyI2C faulty = new FaultyI2C(bus);
        // After the id and the mode.
        faulty.next(3, FaultyI2C.Fault.TIMEOUT_AFTERWARDS);
        Duration before = bus.clock().now();
        assertThat(new BNO055(new I2C(faulty)).mode()).isEqualTo(Mode.NDOF_MODE);
        assertThat(bus.clock().now().minus(before)).isGreaterThan(Duration.ofMillis(650));
    }

    @Test
    void afterAFailedTransferTheNextOneWorks() {
        BNO055 sensor = new BNO055(i2c);
        bus.failNext(BusException.Kind.NO_ACKNOWLEDGE);
        assertThatThrownBy(sensor::euler).isInstanceOf(BusException.class);
        assertFree(i2c);
        assertThat(sensor.euler().heading()).isEqualTo(90);
    }
}
