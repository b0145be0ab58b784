// SPDX-License-Identifier: MIT
package blinka4j.drivers.max31865;

import blinka4j.BusException;
import blinka4j.DeviceNotFoundException;
import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.BusHold;
import blinka4j.busio.SPI;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.microcontroller.Pin;
import java.time.Duration;

/**
 * Analog Devices (Maxim) MAX31865 amplifier for a platinum resistor, PT100 or PT1000: −200 to 850 °C. The chip has no id: the
 * constructor checks that it keeps its configuration. Safe to share between threads.
 *
 * <p><a href="https://www.analog.com/media/en/technical-documentation/data-sheets/MAX31865.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_MAX31865">Adafruit_CircuitPython_MAX31865</a>.
 */
public final class MAX31865 {
    private static final int BAUDRATE = 500_000;

    private static final int CONFIGURATION = 0;
    private static final int BIAS = 0x80;
    private static final int AUTO = 0x40;
    private static final int ONE_SHOT = 0x20;
    private static final int CLEAR_FAULTS = 0x02;

    /** The data sheet's 10 ms for the capacitors at the resistor, and its longest conversion, with the filter for 50 Hz. */
    private static final Duration CHARGE = Duration.ofMillis(10);

    private static final Duration CONVERSION = Duration.ofMillis(66);

    private static final double A = 3.9083e-3;
    private static final double B = -5.775e-7;

    /** Those of about −210 and 860 °C: 0.1852 and 3.9048 (IEC 60751, −200 and 850 °C), with some room. */
    private static final double LEAST_RATIO = 0.14;

    private static final double MOST_RATIO = 3.94;

    private final SPIDevice device;
    private final double rtdNominal;
    private final double refResistor;
    /** The bits for wires and filter, which do not change. */
    private final int settings;
    /** Used with the bus locked. */
    private final byte[] buffer = new byte[3];

    /** What the chip found wrong with the resistor and its wires: data sheet, table 7. */
    public record Fault(
            boolean highThresh,
            boolean lowThresh,
            boolean refInLow,
            boolean refInHigh,
            boolean rtdInLow,
            boolean ovUv) {}

    /** A PT100 with two wires and a reference of 430 Ω, as on Adafruit's board; 60 Hz. */
    public MAX31865(SPI spi, DigitalInOut cs) {
        this(spi, cs, 100, 430);
    }

    /** As the one before, with 2, 3 or 4 wires. */
    public MAX31865(SPI spi, DigitalInOut cs, int wires) {
        this(spi, cs, 100, 430, wires);
    }

    /** With two wires; 60 Hz. */
    public MAX31865(SPI spi, DigitalInOut cs, double rtdNominal, double refResistor) {
        this(spi, cs, rtdNominal, refResistor, 2);
    }

    /** With a filter for 60 Hz. */
    public MAX31865(SPI spi, DigitalInOut cs, double rtdNominal, double refResistor, int wires) {
        this(spi, cs, rtdNominal, refResistor, wires, 60);
    }

    /** See the one below. */
    public MAX31865(SPI spi, DigitalInOut cs, double rtdNominal, double refResistor, int wires, int filterFrequency) {
        this(new SPIDevice(spi, cs, BAUDRATE, 0, 1), rtdNominal, refResistor, wires, filterFrequency);
    }

    /** A PT100 with two wires and a reference of 430 Ω, with a chip select that the controller drives; 60 Hz. */
    public MAX31865(SPI spi, Pin cs) {
        this(new SPIDevice(spi, cs, BAUDRATE, 0, 1), 100, 430, 2, 60);
    }

    /**
     * @param spi up to 5 MHz, phase 1
     * @param rtdNominal the resistance at 0 °C in Ω: 100 or 1000
     * @param refResistor the resistance of the reference in Ω: 430 or 4300 on Adafruit's boards
     * @param wires of the resistor: 2, 3 or 4
     * @param filterFrequency that of the mains, 50 or 60 Hz
     * @throws DeviceNotFoundException if the chip does not keep its configuration
     */
    public MAX31865(SPIDevice spi, double rtdNominal, double refResistor, int wires, int filterFrequency) {
        if (filterFrequency != 50 && filterFrequency != 60) {
            throw new IllegalArgumentException(
                    "filterFrequency cannot be %s Hz: expected 50 or 60".formatted(filterFrequency));
        }
        if (wires < 2 || wires > 4) {
            throw new IllegalArgumentException("wires cannot be %s: expected 2, 3 or 4".formatted(wires));
        }
        if (!(rtdNominal > 0 && refResistor > 0 && rtdNominal + refResistor < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("rtdNominal and refResistor cannot be %s and %s Ω: expected 100 and 430"
                    .formatted(rtdNominal, refResistor));
        }
        device = spi;
        this.rtdNominal = rtdNominal;
        this.refResistor = refResistor;
        settings = (wires == 3 ? 0x10 : 0) | (filterFrequency == 50 ? 0x01 : 0);
        BusHold hold = device.lock();
        try (hold) {
            // The filter must not change during automatic conversion.
            configure(0);
            configure(settings);
            int found = read(CONFIGURATION, 1);
            if (found != settings) {
                throw new DeviceNotFoundException(
                        "MAX31865",
                        device,
                        "0x%02x in register 0x00 (expected 0x%02x, which was written)".formatted(found, settings));
            }
        }
    }

    /** True while there is a voltage at the resistor. */
    public boolean bias() {
        return (read(CONFIGURATION, 1) & BIAS) != 0;
    }

    public void bias(boolean on) {
        change(BIAS, on);
    }

    /** True if the chip measures all the time. */
    public boolean autoConvert() {
        return (read(CONFIGURATION, 1) & AUTO) != 0;
    }

    /** Measures all the time, with the bias on, or switches both off. Returns after the first measurement. */
    public void autoConvert(boolean on) {
        BusHold hold = device.lock();
        try (hold) {
            if (on) {
                change(BIAS, true);
                device.sleep(CHARGE);
                change(AUTO, true);
                device.sleep(CONVERSION);
            } else {
                change(AUTO | BIAS, false);
            }
        }
    }

    /** The faults that the chip has found since {@link #clearFaults()}. */
    public Fault fault() {
        int bits = read(7, 1);
        return new Fault(
                (bits & 0x80) != 0,
                (bits & 0x40) != 0,
                (bits & 0x20) != 0,
                (bits & 0x10) != 0,
                (bits & 0x08) != 0,
                (bits & 0x04) != 0);
    }

    public void clearFaults() {
        change(CLEAR_FAULTS, true);
    }

    /**
     * Measures, which takes 76 ms and leaves the bias off, or takes the last measurement of {@link #autoConvert(boolean)}.
     *
     * @return the resistance in parts of the reference, 0 to 32767 for 0 to 1
     * @throws BusException of kind OTHER if the chip finds a fault, such as a resistor that is not connected: see {@link #fault()}
     */
    public int readRtd() {
        BusHold hold = device.lock();
        try (hold) {
            int value;
            if (autoConvert()) {
                value = read(1, 2);
                if ((value & 1) != 0) {
                    // The fault may be one of before.
                    configure(settings | AUTO | BIAS | CLEAR_FAULTS);
                    device.sleep(CONVERSION);
                    value = read(1, 2);
                }
            } else {
                try {
                    configure(settings | BIAS | CLEAR_FAULTS);
                    device.sleep(CHARGE);
                    configure(settings | BIAS | ONE_SHOT);
                    device.sleep(CONVERSION);
                    value = read(1, 2);
                } finally {
                    // The bias heats the resistor.
                    configure(settings);
                }
            }
            if ((value & 1) != 0) {
                throw failed("found a fault: %s. Check the resistor and its wires.".formatted(fault()));
            }
            return value >> 1;
        }
    }

    /** Measures the resistance in Ω, as {@link #readRtd()} does. */
    public double resistance() {
        return readRtd() * refResistor / 32768;
    }

    /**
     * Measures the temperature in °C, −200 to 850, as {@link #readRtd()} does.
     *
     * @throws BusException of kind OTHER also if the resistance is that of no such temperature, because of a short, for example. The
     *     chip reports a short only below the threshold in its registers, which is 0 Ω after power-on.
     */
    public double temperature() {
        double ratio = resistance() / rtdNominal;
        if (ratio < LEAST_RATIO || ratio > MOST_RATIO) {
            throw failed(
                    "measured %s times the resistance at 0 °C: expected 0.19 for -200 °C to 3.9 for 850 °C. Check the wires for a short, and rtdNominal and refResistor."
                            .formatted(ratio));
        }
        if (ratio < 1) {
            // Analog Devices AN709, for a PT100.
            double r = 100 * ratio;
            return -242.02 + r * (2.2228 + r * (2.5859e-3 + r * (-4.8260e-6 + r * (-2.8183e-8 + r * 1.5243e-10))));
        }
        return (-A + Math.sqrt(A * A - 4 * B * (1 - ratio))) / (2 * B);
    }

    private void change(int bits, boolean on) {
        BusHold hold = device.lock();
        try (hold) {
            int now = read(CONFIGURATION, 1) & (AUTO | BIAS);
            configure(settings | (on ? now | bits : now & ~bits));
        }
    }

    private void configure(int settings) {
        BusHold hold = device.lock();
        try (hold) {
            buffer[0] = (byte) 0x80;
            buffer[1] = (byte) settings;
            device.write(buffer, 0, 2);
        }
    }

    private int read(int register, int count) {
        BusHold hold = device.lock();
        try (hold) {
            buffer[0] = (byte) register;
            buffer[1] = 0;
            buffer[2] = 0;
            device.writeReadInto(buffer, 0, 1 + count, buffer, 0, 1 + count);
            return count == 1 ? buffer[1] & 0xff : (buffer[1] & 0xff) << 8 | (buffer[2] & 0xff);
        }
    }

    private BusException failed(String what) {
        return new BusException(BusException.Kind.OTHER, "the MAX31865 at %s %s".formatted(device, what));
    }
}
