// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.SPI;
import blinka4j.drivers.max31855.MAX31855;
import blinka4j.sim.chips.SimMAX31855;
import blinka4j.testing.FaultRig;
import blinka4j.testing.FaultySpi;
import java.time.Duration;
import java.util.List;
import java.util.Random;

final class MAX31855Rig extends FaultRig {
    private final SimMAX31855 chip;
    private final MAX31855 sensor;
    private double hot;
    private double cold;

    static List<FaultRig> all(Random random) {
        SimMAX31855 chip = new SimMAX31855();
        return List.of(new MAX31855Rig(random, chip, new FaultySpi(chip, random)));
    }

    private MAX31855Rig(Random random, SimMAX31855 chip, FaultySpi spi) {
        super("MAX31855", random, spi.faults(), spi.bus().clock(), false);
        this.chip = chip;
        sensor = new MAX31855(new SPIDevice(new SPI(spi)));
        readings().forEach(this::add);
    }

    @Override
    public void change() {
        hot = uniform(-100, 1200);
        cold = uniform(-20, 85);
        chip.temperature(hot).referenceTemperature(cold);
        clock.advance(Duration.ofMillis(100));
    }

    /** NIST's voltage differs from the chip's straight line by less than 4 mV, or 100 °C, in this range. */
    @Override
    public List<Operation> readings() {
        return List.of(
                () -> near(sensor.temperature(), hot, 0.126, -2048, 2047.75),
                () -> near(sensor.referenceTemperature(), cold, 0.032, -128, 127.9375),
                () -> near(sensor.temperatureNist(), hot, 100, -201, 1373));
    }
}
