// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.BusException;
import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.pm25.PM25;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimPM25;

/**
 * Prints the particles in the air from a PMSA003I.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_PM25/blob/main/examples/pm25_simpletest.py">pm25_simpletest.py</a>.
 *
 * <p>Wiring: PMSA003I, address 0x12: VIN to 5 V or, on Adafruit's board, 3.3 V, GND to ground, SCL to SCL, SDA to SDA. For a PMS5003:
 * VCC to 5 V, GND to ground, TX to Board.RX, and {@code new PM25(new UART(null, Board.RX, 9600))}.
 */
public final class Pm25SimpleTest extends Sample {
    final SimPM25 sensor = new SimPM25();

    public Pm25SimpleTest() {
        super("pm25", "particles in the air from a PMSA003I", Pm25SimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // should run at 100 kHz
        PM25 pm25 = new PM25(i2c);

        System.out.println("Found PM2.5 sensor, reading data...");

        while (true) {
            sleep(1);
            try {
                print(pm25.read());
            } catch (BusException e) {
                System.out.println("Unable to read from sensor, retrying...");
            }
        }
    }

    private static void print(PM25.AqiReading air) {
        String line = "---------------------------------------";
        String concentrations = "PM 1.0: %s\tPM2.5: %s\tPM10: %s%n";
        System.out.println();
        System.out.println("Concentration Units (standard)");
        System.out.println(line);
        System.out.printf(concentrations, air.pm10Standard(), air.pm25Standard(), air.pm100Standard());
        System.out.println("Concentration Units (environmental)");
        System.out.println(line);
        System.out.printf(concentrations, air.pm10Env(), air.pm25Env(), air.pm100Env());
        System.out.println(line);
        System.out.println("Particles > 0.3um / 0.1L air: " + air.particles03um());
        System.out.println("Particles > 0.5um / 0.1L air: " + air.particles05um());
        System.out.println("Particles > 1.0um / 0.1L air: " + air.particles10um());
        System.out.println("Particles > 2.5um / 0.1L air: " + air.particles25um());
        System.out.println("Particles > 5.0um / 0.1L air: " + air.particles50um());
        System.out.println("Particles > 10 um / 0.1L air: " + air.particles100um());
        System.out.println(line);
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(PM25.DEFAULT_ADDRESS, sensor);
        swing(board, sensor.quantity("pm25 standard"), 6);
        swing(board, sensor.quantity("pm25 env"), 6);
        swing(board, sensor.quantity("particles 03um"), 300);
    }
}
