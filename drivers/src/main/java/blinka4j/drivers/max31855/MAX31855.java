// SPDX-License-Identifier: MIT
package blinka4j.drivers.max31855;

import blinka4j.BusException;
import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.BusHold;
import blinka4j.busio.SPI;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.microcontroller.Pin;
import java.nio.ByteBuffer;

/**
 * Analog Devices (Maxim) MAX31855 thermocouple amplifier: −270 to 1800 °C, which depends on the thermocouple. It has neither an id nor
 * a checksum. Where no chip answers, temperatures are 0 °C or an error. Safe to share between threads.
 *
 * <p><a href="https://www.analog.com/media/en/technical-documentation/data-sheets/MAX31855.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_MAX31855">Adafruit_CircuitPython_MAX31855</a>.
 */
public final class MAX31855 {
    private static final int FAULT = 0x00010000;
    private static final int NOT_CONNECTED = 0x1;
    private static final int SHORT_TO_GROUND = 0x2;
    private static final int ALL = 0x7;
    private static final int ALWAYS_ZERO = 0x00020008;

    /** NIST, type K: mV for °C, at 0 °C and above, and below it. */
    private static final double[] WARM = {
        -0.017600413686,
        0.038921204975,
        1.8558770032e-5,
        -9.9457592874e-8,
        3.1840945719e-10,
        -5.6072844889e-13,
        5.6075059059e-16,
        -3.2020720003e-19,
        9.7151147152e-23,
        -1.2104721275e-26
    };

    private static final double[] COLD = {
        0,
        0.039450128025,
        2.3622373598e-5,
        -3.2858906784e-7,
        -4.9904828777e-9,
        -6.7509059173e-11,
        -5.7410327428e-13,
        -3.1088872894e-15,
        -1.0451609365e-17,
        -1.9889266878e-20,
        -1.6322697486e-23
    };

    /** NIST, type K: °C for −5.891 to 0 mV, to 20.644 mV, and to 54.886 mV. */
    private static final double[] LOW = {
        0, 25.173462, -1.1662878, -1.0833638, -0.8977354, -0.37342377, -0.086632643, -0.010450598, -5.1920577e-4
    };

    private static final double[] MIDDLE = {
        0, 25.08355, 0.07860106, -0.2503131, 0.0831527, -0.01228034, 9.804036e-4, -4.41303e-5, 1.057734e-6, -1.052755e-8
    };

    private static final double[] HIGH = {
        -131.8058, 48.30222, -1.646031, 0.05464731, -9.650715e-4, 8.802193e-6, -3.11081e-8
    };

    private final SPIDevice device;
    /** Used with the bus locked. */
    private final ByteBuffer buffer = ByteBuffer.allocate(4);

    /** At 100 kHz. */
    public MAX31855(SPI spi, DigitalInOut cs) {
        this(new SPIDevice(spi, cs));
    }

    /** At 100 kHz, with a chip select that the controller drives. */
    public MAX31855(SPI spi, Pin cs) {
        this(new SPIDevice(spi, cs));
    }

    /** @param spi up to 5 MHz */
    public MAX31855(SPIDevice spi) {
        device = spi;
    }

    /**
     * The temperature of the thermocouple in °C, in steps of 0.25; the chip takes its voltage for a straight line.
     *
     * @throws BusException of kind OTHER if the thermocouple is not connected or has a short circuit
     */
    public double temperature() {
        return thermocouple(read());
    }

    /** The temperature of the chip in °C: −55 to 127 in steps of 0.0625. */
    public double referenceTemperature() {
        return reference(read());
    }

    /**
     * The temperature of a thermocouple of type K in °C, with NIST's approximation of its voltage: −200 to 1372.
     *
     * @throws BusException of kind OTHER as {@link #temperature()}, or if the voltage is out of this range
     */
    public double temperatureNist() {
        int reading = read();
        double chip = reference(reading);
        double volts = 0.041276 * (thermocouple(reading) - chip) + polynomial(chip, chip >= 0 ? WARM : COLD);
        if (chip >= 0) {
            volts += 0.1185976 * Math.exp(-1.183432e-4 * (chip - 126.9686) * (chip - 126.9686));
        }
        if (!(volts >= -5.891 && volts <= 54.886)) {
            throw failed("measured %s mV, which is not from -5.891 to 54.886. Check that the thermocouple is of type K."
                    .formatted(volts));
        }
        return polynomial(volts, volts <= 0 ? LOW : volts <= 20.644 ? MIDDLE : HIGH);
    }

    private int read() {
        BusHold hold = device.lock();
        try (hold) {
            device.readInto(buffer.array());
            int reading = buffer.getInt(0);
            if ((reading & ALWAYS_ZERO) != 0) {
                throw failed("gave 0x%08x, in which the bits 3 and 17 are not 0. It was read wrong. Check the wiring."
                        .formatted(reading));
            }
            return reading;
        }
    }

    private double thermocouple(int reading) {
        if ((reading & (FAULT | ALL)) != 0) {
            throw failed(
                    (reading & NOT_CONNECTED) != 0
                            ? "found that the thermocouple is not connected. Connect it."
                            : (reading & SHORT_TO_GROUND) != 0
                                    ? "found a short circuit of the thermocouple to ground. Check its wires."
                                    : (reading & ALL) != 0
                                            ? "found a short circuit of the thermocouple to power. Check its wires."
                                            : "gave a fault without a cause. It was read wrong. Check the wiring.");
        }
        return (reading >> 18) / 4.0;
    }

    private static double reference(int reading) {
        return ((short) reading >> 4) / 16.0;
    }

    private static double polynomial(double x, double[] factors) {
        double sum = 0;
        for (int i = factors.length - 1; i >= 0; i--) {
            sum = sum * x + factors[i];
        }
        return sum;
    }

    private BusException failed(String what) {
        return new BusException(BusException.Kind.OTHER, "the MAX31855 at %s %s".formatted(device, what));
    }
}
