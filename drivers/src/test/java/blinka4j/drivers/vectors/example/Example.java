// SPDX-License-Identifier: MIT
package blinka4j.drivers.vectors.example;

import blinka4j.BusException;
import blinka4j.busdevice.I2CDevice;
import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.I2C;
import blinka4j.busio.SPI;
import blinka4j.busio.UART;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.register.Registers;
import java.time.LocalDateTime;

/** A driver for the test of the runner: it has each kind of member that drivers have. */
public final class Example {
    /** In Python's order. */
    public enum Mode {
        OFF,
        ON
    }

    /** With the numbers that Python has. */
    public enum Gain {
        GAIN_1(1),
        GAIN_16(16);

        private final int factor;

        Gain(int factor) {
            this.factor = factor;
        }

        int factor() {
            return factor;
        }
    }

    /** Three numbers. */
    public record Vector(double x, double y, double z) {}

    /** A channel of the chip. */
    public final class Channel {
        private boolean value;

        private Channel() {}

        public boolean value() {
            return value;
        }

        public void value(boolean level) {
            value = level;
        }
    }

    /** A channel as an object that takes the driver. */
    public static final class AnalogIn {
        private final int channel;
        private final Example example;

        public AnalogIn(Example example, int channel) {
            this.example = example;
            this.channel = channel;
        }

        public int value() {
            return example.get(channel);
        }
    }

    public static final int P3 = 3;

    private final Registers chip;
    private final UART uart;
    private final Channel[] channels = {new Channel(), new Channel()};
    private Mode mode = Mode.OFF;
    private Gain gain = Gain.GAIN_1;
    private final int[] sequence = new int[8];
    private Vector offset = new Vector(0, 0, 0);
    private LocalDateTime datetime = LocalDateTime.MIN;

    public Example(I2C i2c) {
        this(i2c, 0x40);
    }

    /** With an id in register 0x0F. */
    public Example(I2C i2c, int address) {
        this(new Registers(new I2CDevice(i2c, address)), null);
    }

    public Example(SPI spi, DigitalInOut select) {
        this(new Registers(new SPIDevice(spi, select)), null);
    }

    public Example(UART uart) {
        this(null, uart);
    }

    private Example(Registers chip, UART uart) {
        this.chip = chip;
        this.uart = uart;
        if (chip != null) {
            chip.u8(0x0F).require(0x5A, "Example");
        }
    }

    public int get(int register) {
        if (register < 0 || register > 0x0F) {
            throw new IndexOutOfBoundsException("no register " + register);
        }
        return (int) chip.u8(register).get();
    }

    public byte[] get(int from, int to) {
        byte[] bytes = new byte[to - from];
        chip.readInto(from, bytes);
        return bytes;
    }

    public void set(int register, int value) {
        chip.u8(register).set(value);
    }

    public int length() {
        return 16;
    }

    /** One byte over the serial port. */
    public int read(int command) {
        uart.write(new byte[] {(byte) command});
        byte[] reply = uart.read(2);
        if (reply.length < 2 || reply[0] != reply[1]) {
            throw new BusException(BusException.Kind.CHECKSUM, "wrong checksum");
        }
        return reply[0];
    }

    public Channel channels(int channel) {
        return channels[channel];
    }

    public int sequence(int place) {
        return sequence[place];
    }

    public void sequence(int place, int effect) {
        sequence[place] = effect;
    }

    public void set(int first, byte[] values) {
        for (int i = 0; i < values.length; i++) {
            set(first + i, values[i] & 0xff);
        }
    }

    public double nothing() {
        return Double.NaN;
    }

    public Mode mode() {
        return mode;
    }

    public void mode(Mode to) {
        mode = to;
    }

    public Gain gain() {
        return gain;
    }

    public void gain(Gain to) {
        gain = to;
    }

    public Vector offset() {
        return offset;
    }

    public void offset(Vector to) {
        offset = to;
    }

    public LocalDateTime datetime() {
        return datetime;
    }

    public void datetime(LocalDateTime to) {
        datetime = to;
    }

    public double setRange(double low, double high) {
        if (low > high) {
            throw new IllegalArgumentException("low is more than high");
        }
        return high - low;
    }
}
