// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.testing.Assertions.assertThat;
import static blinka4j.testing.Assertions.within;
import static java.time.Duration.ofSeconds;

import blinka4j.busio.I2C;
import blinka4j.drivers.bno055.BNO055;
import blinka4j.drivers.servokit.ServoKit;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimBNO055;
import blinka4j.sim.chips.SimPCA9685;
import blinka4j.testing.FaultReport;
import blinka4j.testing.FaultRun;
import blinka4j.testing.Simulated;
import org.junit.jupiter.api.Test;

@Simulated
class TiltControlledServosTest {
    @Test
    void servosFollowRollAndPitch(SimBoard board, SimBNO055 sensor, SimPCA9685 servos) {
        tilt(sensor, 45, -180);
        board.clock().after(ofSeconds(2), () -> {
            assertThat(servos.dutyCycle(0)).isEqualTo(1687.5 / 20_000, within(1.0 / 4096)); // 112.5 degrees
            assertThat(servos.dutyCycle(1)).isEqualTo(750.0 / 20_000, within(1.0 / 4096)); // 0 degrees
            tilt(sensor, -90, 180);
        });
        board.clock().after(ofSeconds(3), () -> {
            assertThat(servos.dutyCycle(0)).isEqualTo(1125.0 / 20_000, within(1.0 / 4096)); // 45 degrees
            assertThat(servos.dutyCycle(1)).isEqualTo(2250.0 / 20_000, within(1.0 / 4096)); // 180 degrees
        });

        board.runFor(() -> TiltControlledServos.main(new String[0]), ofSeconds(4));

        assertThat(servos.dutyCycle(0)).isZero(); // the kit was closed
    }

    private static void tilt(SimBNO055 sensor, double roll, double pitch) {
        sensor.quantity("roll").value(roll);
        sensor.quantity("pitch").value(pitch);
    }

    @Test
    void survivesFaults() {
        record Program(BNO055 sensor, ServoKit kit) {
            Program(I2C i2c) {
                this(new BNO055(i2c), new ServoKit(16, i2c));
            }

            void follow() {
                TiltControlledServos.follow(sensor, kit);
            }
        }

        FaultReport report = FaultRun.of(Program::new)
                .chip(0x28, SimBNO055::new)
                .chip(0x40, SimPCA9685::new)
                .does(Program::follow)
                .times(200, 10)
                .run();

        assertThat(report.faults()).isGreaterThan(200);
    }
}
