// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.ina219.INA219;
import blinka4j.drivers.ina219.INA219.ADCResolution;
import blinka4j.drivers.ina219.INA219.BusVoltageRange;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimINA219;

/**
 * Prints voltages, current and power from an INA219.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_INA219/blob/main/examples/ina219_simpletest.py">ina219_simpletest.py</a>.
 *
 * <p>Wiring: INA219, address 0x40: VCC to 3.3 V, GND to ground, SCL to SCL, SDA to SDA. VIN+ to the supply, VIN- to the load.
 */
public final class Ina219SimpleTest extends Sample {
    final SimINA219 sensor = new SimINA219().load(5.1, 250);

    public Ina219SimpleTest() {
        super("ina219", "voltage, current and power from an INA219", Ina219SimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2cBus = Board.i2c(); // uses Board.SCL and Board.SDA
        INA219 ina219 = new INA219(i2cBus);

        System.out.println("ina219 test");

        // display some of the advanced fields (just to test)
        System.out.println("Config register:");
        System.out.println("  bus_voltage_range:    " + ina219.busVoltageRange());
        System.out.println("  gain:                 " + ina219.gain());
        System.out.println("  bus_adc_resolution:   " + ina219.busAdcResolution());
        System.out.println("  shunt_adc_resolution: " + ina219.shuntAdcResolution());
        System.out.println("  mode:                 " + ina219.mode());
        System.out.println();

        // optional: average 32 samples of both the bus voltage and the shunt voltage
        ina219.busAdcResolution(ADCResolution.ADCRES_12BIT_32S);
        ina219.shuntAdcResolution(ADCResolution.ADCRES_12BIT_32S);
        // optional: change the voltage range to 16 V
        ina219.busVoltageRange(BusVoltageRange.RANGE_16V);

        while (true) {
            double busVoltage = ina219.busVoltage(); // voltage on V- (load side)
            double shuntVoltage = ina219.shuntVoltage(); // voltage between V+ and V- across the shunt
            double current = ina219.current(); // current in mA
            double power = ina219.power(); // power in watts

            // The INA219 measures the voltage on the load side. That of the supply is higher by the shunt voltage.
            System.out.printf("Voltage (VIN+) : %6.3f   V%n", busVoltage + shuntVoltage);
            System.out.printf("Voltage (VIN-) : %6.3f   V%n", busVoltage);
            System.out.printf("Shunt Voltage  : %8.5f V%n", shuntVoltage);
            System.out.printf("Shunt Current  : %7.4f  A%n", current / 1000);
            System.out.printf("Power Calc.    : %8.5f W%n", busVoltage * (current / 1000));
            System.out.printf("Power Register : %6.3f   W%n%n", power);

            // Check that the chip's calculations have not overflowed (does not detect overflows of the ADC).
            if (ina219.overflow()) {
                System.out.println("Internal Math Overflow Detected!");
                System.out.println();
            }
            sleep(2);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(INA219.DEFAULT_ADDRESS, sensor);
        swing(board, sensor.quantity("voltage"), 0.05);
        swing(board, sensor.quantity("current"), 4);
    }
}
