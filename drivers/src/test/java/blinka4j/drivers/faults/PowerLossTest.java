// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.HardwareException;
import blinka4j.busio.I2C;
import blinka4j.drivers.ads1x15.ADS1115;
import blinka4j.drivers.ads1x15.ADS1x15;
import blinka4j.drivers.adxl34x.ADXL345;
import blinka4j.drivers.ahtx0.AHTx0;
import blinka4j.drivers.apds9960.APDS9960;
import blinka4j.drivers.bmp280.BMP280;
import blinka4j.drivers.dps310.DPS310;
import blinka4j.drivers.drv2605.DRV2605;
import blinka4j.drivers.l3gd20.L3GD20;
import blinka4j.drivers.lis2mdl.LIS2MDL;
import blinka4j.drivers.lis3dh.LIS3DH;
import blinka4j.drivers.lsm303dlhmag.LSM303DLH_Mag;
import blinka4j.drivers.lsm6ds.LSM6DSOX;
import blinka4j.drivers.mpu6050.MPU6050;
import blinka4j.drivers.pca9685.PCA9685;
import blinka4j.drivers.tlv493d.TLV493D;
import blinka4j.drivers.tsl2591.TSL2591;
import blinka4j.drivers.veml7700.VEML7700;
import blinka4j.drivers.vl53l0x.VL53L0X;
import blinka4j.sim.SimChip;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimADS1x15;
import blinka4j.sim.chips.SimADXL345;
import blinka4j.sim.chips.SimAHTx0;
import blinka4j.sim.chips.SimAPDS9960;
import blinka4j.sim.chips.SimBMP280;
import blinka4j.sim.chips.SimDPS310;
import blinka4j.sim.chips.SimDRV2605;
import blinka4j.sim.chips.SimL3GD20;
import blinka4j.sim.chips.SimLIS2MDL;
import blinka4j.sim.chips.SimLIS3DH;
import blinka4j.sim.chips.SimLSM303DLHMag;
import blinka4j.sim.chips.SimLSM6DS;
import blinka4j.sim.chips.SimMPU6050;
import blinka4j.sim.chips.SimPCA9685;
import blinka4j.sim.chips.SimTLV493D;
import blinka4j.sim.chips.SimTSL2591;
import blinka4j.sim.chips.SimVEML7700;
import blinka4j.sim.chips.SimVL53L0X;
import blinka4j.testing.FaultRig;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A chip loses its power for a moment, as when somebody pulls its plug, and the program goes on with the same object. The chip has its
 * registers of power-on then, and not the settings that the program has made. When it has started, each reading is right, NaN, or an
 * error that names the power.
 */
class PowerLossTest {
    private static final int SEEDS = Integer.getInteger("power.seeds", 12);

    /** The rigs with something that is not as it was, and no error. Delete an entry that is no longer needed. */
    private static final Map<String, String> NOT_NOTICED = Map.of(
            "Character_LCDRig", "a display: the expander takes all that is written, and the display is not read",
            "HT16K33Rig", "a display: the chip takes all that is written, and is not read",
            "SH1106Rig", "a display: the chip takes all that is written, and is not read",
            "SSD1306Rig", "a display: the chip takes all that is written, and is not read",
            "SCD4XRig", "the chip tells that there is no new measurement, not that it makes none: the last one stays",
            "MCP230xxRig",
                    "an MCP23S17 with another address than 0x20 does not answer any more, and SPI has no acknowledge");

    static List<String> rigs() throws IOException {
        return Rigs.names();
    }

    @ParameterizedTest
    @MethodSource("rigs")
    void aReadingAfterALossOfPowerIsRightOrNotANumberOrAnError(String name) throws ReflectiveOperationException {
        TreeSet<String> wrong = new TreeSet<>();
        for (int seed = 1; seed <= SEEDS; seed++) {
            int most = Rigs.of(name, new Random(seed)).stream()
                    .mapToInt(rig -> rig.readings().size())
                    .max()
                    .orElseThrow();
            for (int reading = 0; reading < most; reading++) {
                for (FaultRig rig : Rigs.of(name, new Random(seed))) {
                    if (reading >= rig.readings().size()) {
                        continue;
                    }
                    // The program uses the driver, in another way for each seed.
                    for (int step = 1; step < seed; step++) {
                        rig.change();
                        rig.any().isRight();
                    }
                    if (rig.faults().losePower()) {
                        rig.change();
                        try {
                            if (!rig.readings().get(reading).isRight()) {
                                wrong.add("reading %s of the %s, seed %s".formatted(reading, rig.name(), seed));
                            }
                        } catch (HardwareException e) {
                            assertThat(e).hasMessageMatching("(?s).*(power|supply).*");
                        } catch (FaultRig.NoValue e) {
                            // There is none.
                        }
                    }
                }
            }
        }
        if (NOT_NOTICED.containsKey(name)) {
            assertThat(wrong).as(NOT_NOTICED.get(name)).isNotEmpty();
        } else {
            assertThat(wrong).isEmpty();
        }
    }

    /** A reading with which a chip that has lost its settings would give a plausible value, such as 0. */
    private record Reading(String driver, int address, SimChip chip, Function<I2C, Runnable> create) {
        @Override
        public String toString() {
            return driver;
        }
    }

    private static <D> Reading of(
            String driver, int address, SimChip chip, Function<I2C, D> create, Consumer<D> reading) {
        return new Reading(driver, address, chip, i2c -> {
            D made = create.apply(i2c);
            return () -> reading.accept(made);
        });
    }

    private static ADS1115 continuous(I2C i2c) {
        ADS1115 adc = new ADS1115(i2c);
        adc.mode(ADS1x15.Mode.CONTINUOUS);
        return adc;
    }

    static List<Reading> readings() {
        SimLSM6DS lsm = new SimLSM6DS(0x6C, false);
        SimADS1x15 ads = new SimADS1x15(SimADS1x15.Model.ADS1115);
        return List.of(
                of("ADS1115", 0x48, ads, PowerLossTest::continuous, adc -> adc.read(5)),
                of("ADS1115", 0x48, ads, PowerLossTest::continuous, adc -> adc.getLastResult()),
                of("ADXL345", 0x53, new SimADXL345(), i2c -> new ADXL345(i2c), ADXL345::acceleration),
                of("ADXL345", 0x53, new SimADXL345(), i2c -> new ADXL345(i2c), ADXL345::rawZ),
                of("AHTx0", 0x38, new SimAHTx0(), i2c -> new AHTx0(i2c), AHTx0::temperature),
                of("APDS9960", 0x39, new SimAPDS9960(), i2c -> new APDS9960(i2c), APDS9960::proximity),
                of("APDS9960", 0x39, new SimAPDS9960(), i2c -> new APDS9960(i2c), APDS9960::colorData),
                of("APDS9960", 0x39, new SimAPDS9960(), i2c -> new APDS9960(i2c), APDS9960::gesture),
                of("BMP280", 0x77, new SimBMP280(), i2c -> new BMP280(i2c), BMP280::measurements),
                of("DPS310", 0x77, new SimDPS310(), i2c -> new DPS310(i2c), DPS310::pressure),
                of("DPS310", 0x77, new SimDPS310(), i2c -> new DPS310(i2c), DPS310::temperature),
                of("DRV2605", 0x5A, new SimDRV2605(), i2c -> new DRV2605(i2c), DRV2605::play),
                of("L3GD20", 0x6B, new SimL3GD20(), i2c -> new L3GD20(i2c), L3GD20::gyro),
                of("LIS2MDL", 0x1E, new SimLIS2MDL(), LIS2MDL::new, LIS2MDL::magnetic),
                of("LIS3DH", 0x18, new SimLIS3DH(), i2c -> new LIS3DH(i2c), LIS3DH::acceleration),
                of("LIS3DH", 0x18, new SimLIS3DH(), i2c -> new LIS3DH(i2c), lis -> lis.readAdcMv(1)),
                of("LSM303DLH_Mag", 0x1E, new SimLSM303DLHMag(), LSM303DLH_Mag::new, LSM303DLH_Mag::magnetic),
                of("LSM6DSOX", 0x6A, lsm, i2c -> new LSM6DSOX(i2c), LSM6DSOX::acceleration),
                of("LSM6DSOX", 0x6A, lsm, i2c -> new LSM6DSOX(i2c), LSM6DSOX::gyro),
                of("LSM6DSOX", 0x6A, lsm, i2c -> new LSM6DSOX(i2c), LSM6DSOX::temperature),
                of("MPU6050", 0x68, new SimMPU6050(), i2c -> new MPU6050(i2c), MPU6050::acceleration),
                of("MPU6050", 0x68, new SimMPU6050(), i2c -> new MPU6050(i2c), MPU6050::gyro),
                of("MPU6050", 0x68, new SimMPU6050(), i2c -> new MPU6050(i2c), MPU6050::temperature),
                of(
                        "PCA9685",
                        0x40,
                        new SimPCA9685(),
                        i2c -> new PCA9685(i2c),
                        pca -> pca.pwmRegs().get(3)),
                of("TLV493D", 0x5E, new SimTLV493D(), i2c -> new TLV493D(i2c), TLV493D::magnetic),
                of("TSL2591", 0x29, new SimTSL2591(), i2c -> new TSL2591(i2c), TSL2591::lux),
                of("VEML7700", 0x10, new SimVEML7700(), i2c -> new VEML7700(i2c), VEML7700::lux),
                of("VL53L0X", 0x29, new SimVL53L0X(), i2c -> new VL53L0X(i2c), VL53L0X::range));
    }

    @ParameterizedTest
    @MethodSource("readings")
    void whatWouldBeAValueOfPowerOnIsAnErrorWithItsCure(Reading reading) {
        SimI2CBus bus = new SimI2CBus().attach(reading.address, reading.chip);
        I2C i2c = new I2C(bus);
        Runnable read = reading.create.apply(i2c);
        bus.clock().advance(Duration.ofSeconds(2));
        read.run();
        bus.detach(reading.address).attach(reading.address, reading.chip);
        bus.clock().advance(Duration.ofSeconds(2));
        for (int times = 0; times < 2; times++) {
            assertThatThrownBy(read::run)
                    .isInstanceOf(BusException.class)
                    .hasMessageContainingAll("its power failed", "make a new " + reading.driver);
            assertFree(i2c);
        }
        Runnable cured = reading.create.apply(i2c);
        bus.clock().advance(Duration.ofSeconds(2));
        cured.run();
    }
}
