// SPDX-License-Identifier: MIT
package blinka4j.drivers.seesaw;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.DeviceNotFoundException;
import blinka4j.busdevice.I2CDevice;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import blinka4j.digitalio.DigitalInOut;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Adafruit seesaw: boards whose microcontroller has encoders, digital and analog pins, PWM outputs, touch pads and NeoPixels. Which of
 * them a board has depends on its firmware. {@link IncrementalEncoder}, {@link DigitalIO}, {@link AnalogInput}, {@link PWMOut} and
 * {@link NeoPixel} are easier to use than the methods here.
 *
 * <p><a href="https://learn.adafruit.com/adafruit-seesaw-atsamd09-breakout">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_seesaw">Adafruit_CircuitPython_seesaw</a>.
 *
 * <p>Numbers of pins are those of the firmware, 0 to 63. In a mask of pins, bit 0 is pin 0, or pin 32 where the name ends in B. Replies
 * have no checksum. Safe to share between threads.
 */
public sealed class Seesaw permits Keypad {
    public static final int DEFAULT_ADDRESS = 0x49;

    private static final int STATUS = 0x00;
    private static final int GPIO = 0x01;
    private static final int TIMER = 0x08;
    private static final int EEPROM = 0x0D;
    private static final int TOUCH = 0x0F;
    private static final int ENCODER = 0x11;

    private static final int SAMD09 = 0x55;
    private static final Set<Integer> ATTINY_X16 = Set.of(0x46, 0x84, 0x86, 0x88);
    private static final Set<Integer> ATTINY_8X7 = Set.of(0x85, 0x87, 0x89);

    private static final Duration WAIT = Duration.ofMillis(8);
    private static final Duration TOUCH_WAIT = Duration.ofMillis(5);
    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final int READY_MILLIS = 1000;
    private static final int MOST_MOISTURE = 4095;
    private static final int READINGS = 5;

    private final I2CDevice device;
    private final @Nullable DigitalInOut drdy;
    private final int chipId;
    private final PinMap pinMapping;
    /** Used with the bus locked. */
    private final ByteBuffer message = ByteBuffer.allocate(10);
    /** Used with the bus locked. */
    private final ByteBuffer reply = ByteBuffer.allocate(8);

    /** Modes of a pin. */
    public enum PinMode {
        INPUT,
        OUTPUT,
        INPUT_PULLUP,
        /** Only boards without an ATtiny have it. */
        INPUT_PULLDOWN
    }

    public Seesaw(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    public Seesaw(I2C i2c, int address) {
        this(i2c, address, null);
    }

    public Seesaw(I2C i2c, int address, @Nullable DigitalInOut drdy) {
        this(i2c, address, drdy, true);
    }

    /**
     * @param drdy the pin at the board's output "ready", which becomes an input; null to wait for fixed times
     * @param reset true to reset the board first, and wait for half a second
     * @throws DeviceNotFoundException if nothing answers at {@code address}, or a chip that is no seesaw
     */
    public Seesaw(I2C i2c, int address, @Nullable DigitalInOut drdy, boolean reset) {
        device = new I2CDevice(i2c, address);
        this.drdy = drdy;
        if (drdy != null) {
            drdy.switchToInput();
        }
        if (reset) {
            swReset();
        }
        chipId = steadily(0x01, 1);
        if (chipId != SAMD09 && !ATTINY_X16.contains(chipId) && !ATTINY_8X7.contains(chipId)) {
            throw new DeviceNotFoundException(
                    "seesaw", device, "hardware id 0x%02x (expected 0x46, 0x55, or 0x84 to 0x89)".formatted(chipId));
        }
        pinMapping = switch (steadily(0x02, 4) >>> 16) {
            case 9999 -> PinMap.CRICKIT;
            case 9998 -> PinMap.MM1;
            case 5681, 5690, 5743 -> PinMap.ATTINYX16;
            default ->
                chipId == SAMD09 ? PinMap.SAMD09 : ATTINY_8X7.contains(chipId) ? PinMap.ATTINY8X7 : PinMap.ATTINYX16;
        };
    }

    /** Reads a status register until it has the same value twice: all else depends on it. */
    private int steadily(int function, int count) {
        long last = fetch(STATUS, function, count, WAIT);
        for (int i = 1; i < READINGS; i++) {
            long next = fetch(STATUS, function, count, WAIT);
            if (next == last) {
                return (int) next;
            }
            last = next;
        }
        throw misread("another value at each reading of status register 0x%02x".formatted(function));
    }

    /** The hardware id: 0x55 for an ATSAMD09 or ATSAMD21, 0x46 or 0x84 to 0x89 for an ATtiny. */
    public int chipId() {
        return chipId;
    }

    /** Which pins have which functions. */
    public PinMap pinMapping() {
        return pinMapping;
    }

    /** Resets the board, and waits for half a second. */
    public void swReset() {
        swReset(0.5);
    }

    /** @param postResetDelay how long to wait afterwards, in seconds */
    public void swReset(double postResetDelay) {
        Duration wait = seconds(postResetDelay);
        write8(STATUS, 0x7F, 0xFF);
        device.sleep(wait);
    }

    /** The modules of the firmware: bit 0x0D is 1 if it has module 0x0D, EEPROM. */
    public int getOptions() {
        return (int) fetch(STATUS, 0x03, 4, WAIT);
    }

    /** The product number of the board in the upper 16 bits, a code for the date of the firmware in the lower ones. */
    public int getVersion() {
        return (int) fetch(STATUS, 0x02, 4, WAIT);
    }

    /** Temperature of the microcontroller in °C, with firmware that measures it. */
    public double getTemp() {
        double celsius = (int) fetch(STATUS, 0x04, 4, TOUCH_WAIT) / 65536.0;
        if (celsius < -50 || celsius > 150) {
            throw misread("%s °C, which is not from -50 to 150".formatted(celsius));
        }
        return celsius;
    }

    /** @param pin 0 to 63 */
    public void pinMode(int pin, PinMode mode) {
        int mask = mask(pin);
        mode(mask, pin < 32, mode);
    }

    /** @param pins a mask of pins 0 to 31 */
    public void pinModeBulk(int pins, PinMode mode) {
        mode(pins, true, mode);
    }

    /** @param pins a mask of pins 32 to 63 */
    public void pinModeBulkB(int pins, PinMode mode) {
        mode(pins, false, mode);
    }

    private void mode(int pins, boolean isPortA, PinMode mode) {
        if (Objects.requireNonNull(mode, "mode") == PinMode.INPUT_PULLDOWN && !hasPullDown()) {
            throw new IllegalArgumentException(
                    "mode INPUT_PULLDOWN: %s has no pull-downs. Use INPUT or INPUT_PULLUP.".formatted(this));
        }
        BusHold hold = device.lock();
        try (hold) {
            gpio(mode == PinMode.OUTPUT ? 0x02 : 0x03, pins, isPortA);
            switch (mode) {
                case INPUT -> gpio(0x0C, pins, isPortA);
                case INPUT_PULLUP, INPUT_PULLDOWN -> {
                    gpio(0x0B, pins, isPortA);
                    gpio(mode == PinMode.INPUT_PULLUP ? 0x05 : 0x06, pins, isPortA);
                }
                case OUTPUT -> {}
            }
        }
    }

    /** The firmware of the ATtinys switches the pull-up on instead. */
    boolean hasPullDown() {
        return chipId == SAMD09;
    }

    /** @param pin 0 to 63 */
    public void digitalWrite(int pin, boolean value) {
        gpio(value ? 0x05 : 0x06, mask(pin), pin < 32);
    }

    /** @param pins a mask of pins 0 to 31 */
    public void digitalWriteBulk(int pins, boolean value) {
        gpio(value ? 0x05 : 0x06, pins, true);
    }

    /** @param pins a mask of pins 32 to 63 */
    public void digitalWriteBulkB(int pins, boolean value) {
        gpio(value ? 0x05 : 0x06, pins, false);
    }

    private void gpio(int function, int pins, boolean isPortA) {
        send(GPIO, function, Integer.toUnsignedLong(pins), isPortA ? 4 : 8);
    }

    /** @param pin 0 to 63 */
    public boolean digitalRead(int pin) {
        int mask = mask(pin);
        return (pin < 32 ? digitalReadBulk(mask) : digitalReadBulkB(mask)) != 0;
    }

    /** The levels of the pins of a mask, of pins 0 to 31. */
    public int digitalReadBulk(int pins) {
        return (int) fetch(GPIO, 0x04, 4, WAIT) & pins;
    }

    /** @param delay how long the board may need to answer, in seconds */
    public int digitalReadBulk(int pins, double delay) {
        return (int) fetch(GPIO, 0x04, 4, seconds(delay)) & pins;
    }

    /** The levels of the pins of a mask, of pins 32 to 63. */
    public int digitalReadBulkB(int pins) {
        return (int) fetch(GPIO, 0x04, 8, WAIT) & pins;
    }

    /** @param delay how long the board may need to answer, in seconds */
    public int digitalReadBulkB(int pins, double delay) {
        return (int) fetch(GPIO, 0x04, 8, seconds(delay)) & pins;
    }

    /** Makes the board's INT low when one of the pins of a mask changes, or no longer. Pins 0 to 31. */
    public void setGPIOInterrupts(int pins, boolean enabled) {
        gpio(enabled ? 0x08 : 0x09, pins, true);
    }

    /** The pins 0 to 31 with an interrupt since the last call. Makes INT high again. */
    public int getGPIOInterruptFlag() {
        return (int) fetch(GPIO, 0x0A, 4, WAIT);
    }

    /** @param delay how long the board may need to answer, in seconds */
    public int getGPIOInterruptFlag(double delay) {
        return (int) fetch(GPIO, 0x0A, 4, seconds(delay));
    }

    /**
     * Measures: 0 to 1023, which is the supply.
     *
     * @param pin one of {@link PinMap#analogPins}
     */
    public int analogRead(int pin) {
        return analogRead(pin, WAIT);
    }

    /** @param delay how long the board may need to answer, in seconds */
    public int analogRead(int pin, double delay) {
        return analogRead(pin, seconds(delay));
    }

    int analogRead(int pin, Duration wait) {
        int value = (int) fetch(0x09, 0x07 + channel("analog", pin, pinMapping.analogPins()), 2, wait);
        if (value > 1023) {
            throw misread("the analog value %s, which is not from 0 to 1023".formatted(value));
        }
        return value;
    }

    /**
     * Measures the capacitance of a touch pad: more if it is touched.
     *
     * @param pin one of {@link PinMap#touchPins}
     */
    public int touchRead(int pin) {
        int index = require("touch", pin, pinMapping.touchPins());
        return (int) fetch(TOUCH, 0x10 + index, 2, WAIT);
    }

    /** The moisture of a STEMMA soil sensor: about 200 for very dry to 2000 for very wet. Reads again if there is none. */
    public int moistureRead() {
        for (int i = 0; i < READINGS; i++) {
            int value = (int) fetch(TOUCH, 0x10, 2, TOUCH_WAIT);
            device.sleep(MILLISECOND);
            if (value <= MOST_MOISTURE) {
                return value;
            }
        }
        throw misread("no moisture from 0 to %s in %s readings".formatted(MOST_MOISTURE, READINGS));
    }

    /**
     * Sets the duty cycle of a PWM output.
     *
     * @param pin one of {@link PinMap#pwmPins}
     * @param value 0 to 65535, or to 255 if {@link PinMap#pwmWidth} is 8
     */
    public void analogWrite(int pin, int value) {
        analogWrite(pin, value, MILLISECOND);
    }

    /** @param delay how long to wait afterwards, in seconds */
    public void analogWrite(int pin, int value, double delay) {
        analogWrite(pin, value, seconds(delay));
    }

    private void analogWrite(int pin, int value, Duration wait) {
        int width = pinMapping.pwmWidth();
        long output = channel("PWM", pin, pinMapping.pwmPins());
        requireRange("value", value, 0, (1 << width) - 1);
        send(TIMER, 0x01, output << width | value, 1 + width / 8);
        device.sleep(wait);
    }

    /**
     * Sets the frequency of a PWM output. Pins at the same timer have the same frequency. Firmware of ATtinys with PWM of 8 bits
     * makes a tone of this frequency instead.
     *
     * @param pin one of {@link PinMap#pwmPins}
     * @param freq 1 to 65535 Hz
     */
    public void setPwmFreq(int pin, int freq) {
        long output = channel("PWM", pin, pinMapping.pwmPins());
        requireRange("freq", freq, 1, 0xFFFF);
        send(TIMER, 0x02, output << 16 | freq, 3);
    }

    /** Only the firmware of ATSAMD counts the pins of a function. */
    private int channel(String function, int pin, List<Integer> pins) {
        int index = require(function, pin, pins);
        return chipId == SAMD09 ? index : pin;
    }

    int require(String function, int pin, List<Integer> pins) {
        int index = pins.indexOf(pin);
        if (index < 0) {
            throw new IllegalArgumentException("pin %s of %s is no %s pin: expected %s"
                    .formatted(pin, this, function, pins.isEmpty() ? "none, as it has none" : "one of " + pins));
        }
        return index;
    }

    /** The position of the first encoder. */
    public int encoderPosition() {
        return encoderPosition(0);
    }

    /**
     * The position of an encoder: its steps since the reset, or since the last call of {@link #setEncoderPosition}.
     *
     * @param encoder 0 to 15
     */
    public int encoderPosition(int encoder) {
        return (int) fetch(ENCODER, encoder(0x30, encoder), 4, WAIT);
    }

    /** Sets the position of the first encoder. */
    public void setEncoderPosition(int pos) {
        setEncoderPosition(pos, 0);
    }

    /** @param encoder 0 to 15 */
    public void setEncoderPosition(int pos, int encoder) {
        send(ENCODER, encoder(0x30, encoder), pos, 4);
    }

    /** {@link #encoderDelta(int)} of the first encoder. */
    public int encoderDelta() {
        return encoderDelta(0);
    }

    /**
     * The steps of an encoder since this or {@link #encoderPosition} was called last.
     *
     * @param encoder 0 to 15
     */
    public int encoderDelta(int encoder) {
        return (int) fetch(ENCODER, encoder(0x40, encoder), 4, WAIT);
    }

    /** {@link #enableEncoderInterrupt(int)} of the first encoder. */
    public void enableEncoderInterrupt() {
        enableEncoderInterrupt(0);
    }

    /**
     * Makes the board's INT low when an encoder turns.
     *
     * @param encoder 0 to 15
     */
    public void enableEncoderInterrupt(int encoder) {
        write8(ENCODER, encoder(0x10, encoder), 1);
    }

    /** {@link #disableEncoderInterrupt(int)} of the first encoder. */
    public void disableEncoderInterrupt() {
        disableEncoderInterrupt(0);
    }

    /** @param encoder 0 to 15 */
    public void disableEncoderInterrupt(int encoder) {
        write8(ENCODER, encoder(0x20, encoder), 1);
    }

    private static int encoder(int function, int encoder) {
        requireRange("encoder", encoder, 0, 15);
        return function + encoder;
    }

    /**
     * Stores a new I2C address in the EEPROM. The board has it after a reset, which some firmware makes at once.
     *
     * @param addr 0x08 to 0x77
     */
    public void setI2cAddr(int addr) {
        requireRange("addr", addr, 0x08, 0x77);
        eepromWrite8(i2cAddrPlace(), addr);
    }

    /** The I2C address in the EEPROM. */
    public int getI2cAddr() {
        return eepromRead8(i2cAddrPlace());
    }

    private int i2cAddrPlace() {
        return chipId == SAMD09 ? 0x3F : chipId >= 0x88 ? 0xFF : 0x7F;
    }

    /**
     * Writes a byte into the EEPROM, which wears out.
     *
     * @param addr 0 to 255; the last byte of the EEPROM is the I2C address
     */
    public void eepromWrite8(int addr, int val) {
        write8(EEPROM, addr, val);
    }

    /** Writes bytes into the EEPROM. The boards take up to 30 at once. */
    public void eepromWrite(int addr, byte[] buf) {
        write(EEPROM, addr, buf);
    }

    /** @param addr 0 to 255; the last byte of the EEPROM is the I2C address */
    public int eepromRead8(int addr) {
        return read8(EEPROM, addr);
    }

    /** Sets the baud rate of the board's UART. */
    public void uartSetBaud(int baud) {
        requireRange("baud", baud, 1, Integer.MAX_VALUE);
        send(0x02, 0x04, baud, 4);
    }

    /** Writes a byte of any module: {@code regBase} is the module, {@code reg} the function. All are 0 to 255. */
    public void write8(int regBase, int reg, int value) {
        requireRange("value", value, 0, 255);
        send(regBase, reg, value, 1);
    }

    /** Reads a byte of any module. */
    public int read8(int regBase, int reg) {
        return (int) fetch(regBase, reg, 1, WAIT);
    }

    /** Reads {@code buf} from any module. */
    public void read(int regBase, int reg, byte[] buf) {
        fetch(regBase, reg, buf, buf.length, WAIT);
    }

    /** @param delay how long the board may need to answer, in seconds */
    public void read(int regBase, int reg, byte[] buf, double delay) {
        fetch(regBase, reg, buf, buf.length, seconds(delay));
    }

    /** Sends a command without data. */
    public void write(int regBase, int reg) {
        send(regBase, reg, 0, 0);
    }

    /** Writes {@code buf} to any module. */
    public void write(int regBase, int reg, byte[] buf) {
        ByteBuffer all = ByteBuffer.allocate(2 + buf.length);
        send(
                all.put(header(regBase, "regBase"))
                        .put(header(reg, "reg"))
                        .put(buf)
                        .array(),
                2 + buf.length);
    }

    /** Writes the lowest {@code count} bytes of a number, the highest of them first. */
    private void send(int regBase, int reg, long value, int count) {
        byte base = header(regBase, "regBase");
        byte function = header(reg, "reg");
        BusHold hold = device.lock();
        try (hold) {
            message.put(0, base).put(1, function).putLong(2, value << (64 - 8 * count));
            send(message.array(), 2 + count);
        }
    }

    void send(byte[] bytes, int count) {
        BusHold hold = device.lock();
        try (hold) {
            if (drdy != null) {
                awaitReady(drdy);
            }
            device.write(bytes, 0, count);
        }
    }

    /** Reads a number of {@code count} bytes. */
    private long fetch(int regBase, int reg, int count, Duration wait) {
        BusHold hold = device.lock();
        try (hold) {
            fetch(regBase, reg, reply.array(), count, wait);
            return reply.getLong(0) >>> (64 - 8 * count);
        }
    }

    private void fetch(int regBase, int reg, byte[] buffer, int count, Duration wait) {
        BusHold hold = device.lock();
        try (hold) {
            write(regBase, reg);
            if (drdy == null) {
                device.sleep(wait);
            } else {
                awaitReady(drdy);
            }
            device.readInto(buffer, 0, count);
        }
    }

    private void awaitReady(DigitalInOut ready) {
        for (int i = 0; !ready.value(); i++) {
            if (i == READY_MILLIS) {
                throw new BusException(
                        Kind.TIMEOUT,
                        "drdy of %s was low for %s ms, usually less than 8 ms. Check the wiring of drdy."
                                .formatted(this, READY_MILLIS));
            }
            device.sleep(MILLISECOND);
        }
    }

    BusHold lock() {
        return device.lock();
    }

    private BusException misread(String found) {
        return new BusException(
                Kind.OTHER,
                "%s gave %s. It was read wrong, or the firmware does not have it. Check the wiring and the supply, and try again."
                        .formatted(this, found));
    }

    private static byte header(int value, String name) {
        requireRange(name, value, 0, 255);
        return (byte) value;
    }

    static int mask(int pin) {
        requireRange("pin", pin, 0, 63);
        return 1 << pin;
    }

    static void requireRange(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "%s cannot be %s: expected %s to %s".formatted(name, value, least, most));
        }
    }

    static Duration seconds(double delay) {
        if (!(delay >= 0 && delay <= 60)) {
            throw new IllegalArgumentException("delay cannot be %s s: expected 0 to 60 s".formatted(delay));
        }
        return Duration.ofNanos(Math.round(delay * 1e9));
    }

    @Override
    public String toString() {
        return "seesaw at %s".formatted(device);
    }
}
