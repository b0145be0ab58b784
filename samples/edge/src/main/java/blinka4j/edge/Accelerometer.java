// SPDX-License-Identifier: MIT
package blinka4j.edge;

import blinka4j.busio.I2C;
import blinka4j.drivers.lis3dh.LIS3DH;
import blinka4j.drivers.mpu6050.MPU6050;

/** An accelerometer, set to +-8 g. */
@FunctionalInterface
interface Accelerometer {
    /** Reads the acceleration along x, y and z in m/s2. */
    void read(float[] axes);

    /**
     * A sensor on the I2C bus.
     *
     * @param address 0 for the sensor's default
     */
    static Accelerometer open(Sensor sensor, I2C i2c, int address) {
        int at = address == 0 ? sensor.address : address;
        return switch (sensor) {
            case LIS3DH -> {
                LIS3DH chip = new LIS3DH(i2c, at);
                chip.dataRate(LIS3DH.DataRate.DATARATE_100_HZ);
                chip.range(LIS3DH.Range.RANGE_8_G);
                yield axes -> {
                    LIS3DH.Acceleration now = chip.acceleration();
                    axes[0] = (float) now.x();
                    axes[1] = (float) now.y();
                    axes[2] = (float) now.z();
                };
            }
            case MPU6050 -> {
                MPU6050 chip = new MPU6050(i2c, at);
                // Half of the rate at which the samples are taken is 25 Hz.
                chip.filterBandwidth(MPU6050.Bandwidth.BAND_21_HZ);
                chip.accelerometerRange(MPU6050.Range.RANGE_8_G);
                yield axes -> {
                    MPU6050.Acceleration now = chip.acceleration();
                    axes[0] = (float) now.x();
                    axes[1] = (float) now.y();
                    axes[2] = (float) now.z();
                };
            }
        };
    }

    /** The supported sensors. */
    enum Sensor {
        LIS3DH(blinka4j.drivers.lis3dh.LIS3DH.DEFAULT_ADDRESS),
        MPU6050(blinka4j.drivers.mpu6050.MPU6050.DEFAULT_ADDRESS);

        final int address;

        Sensor(int address) {
            this.address = address;
        }
    }
}
