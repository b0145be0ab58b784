// SPDX-License-Identifier: MIT
package blinka4j.drivers.servokit;

import blinka4j.busio.I2C;
import blinka4j.drivers.motor.ContinuousServo;
import blinka4j.drivers.motor.Servo;
import blinka4j.drivers.pca9685.PCA9685;
import blinka4j.drivers.pca9685.PWMChannel;
import org.jspecify.annotations.Nullable;

/**
 * Adafruit's servo boards: the 8-channel FeatherWing, and the shield, HAT and bonnet with 16 channels of a PCA9685.
 *
 * <p><a href="https://www.nxp.com/docs/en/data-sheet/PCA9685.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_ServoKit">Adafruit_CircuitPython_ServoKit</a>.
 *
 * <p>The chip goes on when the program ends. {@link #close} stops the servos.
 */
public final class ServoKit implements AutoCloseable {
    public static final int DEFAULT_ADDRESS = 0x40;

    private final PCA9685 pca;
    private final @Nullable PWMChannel[] outputs;
    private final @Nullable Servo[] servos;
    private final @Nullable ContinuousServo[] continuousServos;

    /** At address 0x40, with 50 Hz. */
    public ServoKit(int channels, I2C i2c) {
        this(channels, i2c, DEFAULT_ADDRESS);
    }

    /** With 50 Hz. */
    public ServoKit(int channels, I2C i2c, int address) {
        this(channels, i2c, address, 25_000_000, 50);
    }

    /**
     * Wakes the chip. No servo moves.
     *
     * @param channels 8 for the FeatherWing, 16 for the others
     * @param referenceClockSpeed the frequency of the chip's clock in Hz, as measured
     * @param frequency of all servos in Hz
     * @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address}, or another chip does
     */
    public ServoKit(int channels, I2C i2c, int address, double referenceClockSpeed, double frequency) {
        if (channels != 8 && channels != 16) {
            throw new IllegalArgumentException("channels cannot be %s: expected 8 or 16".formatted(channels));
        }
        outputs = new PWMChannel[channels];
        servos = new Servo[channels];
        continuousServos = new ContinuousServo[channels];
        pca = new PCA9685(i2c, address, referenceClockSpeed);
        pca.frequency(frequency);
    }

    /** Servos by their channel. */
    public final class Servos {
        private Servos() {}

        /** @param channel as in {@link ServoKit#servo(int)} */
        public Servo get(int channel) {
            return servo(channel);
        }

        public int length() {
            return outputs.length;
        }
    }

    /** Continuous servos by their channel. */
    public final class ContinuousServos {
        private ContinuousServos() {}

        /** @param channel as in {@link ServoKit#continuousServo(int)} */
        public ContinuousServo get(int channel) {
            return continuousServo(channel);
        }

        public int length() {
            return outputs.length;
        }
    }

    /** {@code servo().get(3)} is the same as {@code servo(3)}. */
    public Servos servo() {
        return new Servos();
    }

    /** {@code continuousServo().get(3)} is the same as {@code continuousServo(3)}. */
    public ContinuousServos continuousServo() {
        return new ContinuousServos();
    }

    /**
     * Returns the servo on a channel, always the same one.
     *
     * @param channel 0 to 7, or to 15
     * @throws IllegalArgumentException if the channel has a continuous servo
     */
    public synchronized Servo servo(int channel) {
        PWMChannel output = output(channel, continuousServos);
        Servo servo = servos[channel];
        if (servo == null) {
            servo = new Servo(output);
            servos[channel] = servo;
        }
        return servo;
    }

    /**
     * Returns the continuous servo on a channel, always the same one.
     *
     * @param channel 0 to 7, or to 15
     * @throws IllegalArgumentException if the channel has a servo that turns to an angle
     */
    public synchronized ContinuousServo continuousServo(int channel) {
        PWMChannel output = output(channel, servos);
        ContinuousServo servo = continuousServos[channel];
        if (servo == null) {
            servo = new ContinuousServo(output);
            continuousServos[channel] = servo;
        }
        return servo;
    }

    private PWMChannel output(int channel, @Nullable Object[] others) {
        if (channel < 0 || channel >= outputs.length) {
            throw new IllegalArgumentException(
                    "there is no channel %s: expected 0 to %s".formatted(channel, outputs.length - 1));
        }
        if (others[channel] != null) {
            throw new IllegalArgumentException(
                    "channel %s is already in use, as a servo of the other kind. Use another channel."
                            .formatted(channel));
        }
        PWMChannel output = outputs[channel];
        if (output == null) {
            output = pca.channels().get(channel);
            outputs[channel] = output;
        }
        return output;
    }

    /** Ends the pulses of all servos that were used. Closing again does nothing. */
    @Override
    public synchronized void close() {
        RuntimeException failure = null;
        for (PWMChannel output : outputs) {
            try (output) {
                // Closes each one, whatever happens to the others.
            } catch (RuntimeException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
