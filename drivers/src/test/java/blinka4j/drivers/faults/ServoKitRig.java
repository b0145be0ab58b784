// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.motor.ContinuousServo;
import blinka4j.drivers.motor.Servo;
import blinka4j.drivers.servokit.ServoKit;
import blinka4j.sim.chips.SimPCA9685;
import blinka4j.testing.FaultRig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A board with servos on the even channels, and continuous ones on the others. */
final class ServoKitRig extends FaultRig {
    private static final int CHANNELS = 16;
    /** 750 and 2250 µs at 25 MHz / 4096 / 122, of 65535. */
    private static final int LEAST = 2458;

    private static final int RANGE = 4918;

    private final SimPCA9685 chip = new SimPCA9685();
    private final Parts parts;
    private ServoKit kit;
    private boolean creating;

    static List<FaultRig> all(Random random) {
        return List.of(new ServoKitRig(random, Parts.of(random)));
    }

    private ServoKitRig(Random random, Parts parts) {
        super("ServoKit", random, parts, false);
        this.parts = parts;
        parts.attach(ServoKit.DEFAULT_ADDRESS, chip);
        kit = new ServoKit(CHANNELS, parts.i2c());
        readings().forEach(this::add);
        add(() -> {
            Servo servo = kit.servo(even());
            int channel = last;
            double angle = uniform(0, 180);
            servo.angle(angle);
            return has(channel, LEAST + (int) (angle / 180 * RANGE));
        });
        add(() -> {
            kit.servo(even()).angle(null);
            return has(last, 0);
        });
        add(() -> {
            ContinuousServo servo = kit.continuousServo(even() + 1);
            int channel = last + 1;
            double throttle = uniform(-1, 1);
            servo.throttle(throttle);
            return has(channel, LEAST + (int) ((throttle + 1) / 2 * RANGE));
        });
        add(() -> {
            creating = true;
            kit.close();
            kit = new ServoKit(CHANNELS, parts.i2c());
            creating = false;
            return true;
        });
    }

    private int last;

    private int even() {
        last = 2 * random.nextInt(CHANNELS / 2);
        return last;
    }

    private boolean has(int channel, int dutyCycle) {
        return chip.dutyCycle(channel) == (dutyCycle >> 4) / 4096.0;
    }

    @Override
    protected void failed() {
        if (creating) {
            // The other instance does not know what this one has written.
            creating = false;
            kit = new ServoKit(CHANNELS, parts.i2c());
        }
    }

    /** The clock of the chip starts. */
    @Override
    public void change() {
        clock.advance(Duration.ofMillis(1));
    }

    @Override
    public List<Operation> readings() {
        List<Operation> readings = new ArrayList<>();
        for (int i = 0; i < CHANNELS; i += 2) {
            int channel = i;
            readings.add(() -> is(kit.servo(channel).angle(), 180 * expected(channel), 0, 180));
            readings.add(() -> is(kit.continuousServo(channel + 1).throttle(), 2 * expected(channel + 1) - 1, -1, 1));
        }
        return readings;
    }

    /** A bit that was read wrong may also mean that there are no pulses. */
    private static boolean is(double actual, double expected, double least, double most) {
        return Double.isNaN(actual) ? Double.isNaN(expected) : near(actual, expected, 1e-9, least, most);
    }

    private double expected(int channel) {
        int at = 6 + 4 * channel;
        int on = chip.register(at) | chip.register(at + 1) << 8;
        int off = chip.register(at + 2) | chip.register(at + 3) << 8;
        int duty = (off & 0x1000) != 0 ? 0 : (on & 0x1000) != 0 ? 0xFFFF : (off - on & 0xFFF) << 4;
        return duty == 0 ? Double.NaN : Math.max(0, Math.min(1, (double) (duty - LEAST) / RANGE));
    }
}
