// SPDX-License-Identifier: MIT
package blinka4j.provider;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A board: the names of its pins, and its buses, outputs and inputs.
 *
 * @param id the id that Adafruit PlatformDetect uses, such as {@code RASPBERRY_PI_4B}; {@code BLINKA_FORCEBOARD}
 *     selects it
 * @param name as its maker writes it, such as {@code Raspberry Pi 4 Model B}
 * @param pins each name printed on the board, or known to CircuitPython, with its line; two names may share a line
 * @param i2cBuses the default one, which {@code Board.i2c()} opens, first
 * @param spiBuses the default one, which {@code Board.spi()} opens, first
 * @param uarts the default one, which {@code Board.uart()} opens, first
 * @param pwms the outputs of PWM controllers
 * @param analogs the inputs of analog-to-digital converters
 * @param analogOuts the outputs of digital-to-analog converters
 * @param encoders the counters for incremental encoders
 * @param headers the connectors, for a picture; empty if they are not described
 * @param provider the name of the provider that serves this board best, or null
 */
public record BoardDefinition(
        String id,
        String name,
        Map<String, Line> pins,
        List<I2CBus> i2cBuses,
        List<SpiBus> spiBuses,
        List<Uart> uarts,
        List<PwmChannel> pwms,
        List<AnalogInput> analogs,
        List<AnalogOutput> analogOuts,
        List<Encoder> encoders,
        List<Header> headers,
        @Nullable String provider) {

    /** The id of the definition for Linux machines that are not a known board. */
    public static final String GENERIC_LINUX = "GENERIC_LINUX";

    public BoardDefinition {
        pins = Collections.unmodifiableMap(new LinkedHashMap<>(pins));
        i2cBuses = List.copyOf(i2cBuses);
        spiBuses = List.copyOf(spiBuses);
        uarts = List.copyOf(uarts);
        pwms = List.copyOf(pwms);
        analogs = List.copyOf(analogs);
        analogOuts = List.copyOf(analogOuts);
        encoders = List.copyOf(encoders);
        headers = List.copyOf(headers);
    }

    /** A board without analog inputs, analog outputs, counters and descriptions of its connectors. */
    public BoardDefinition(
            String id,
            String name,
            Map<String, Line> pins,
            List<I2CBus> i2cBuses,
            List<SpiBus> spiBuses,
            List<Uart> uarts,
            List<PwmChannel> pwms,
            @Nullable String provider) {
        this(id, name, pins, i2cBuses, spiBuses, uarts, pwms, List.of(), List.of(), List.of(), List.of(), provider);
    }

    /** A bus, serial port, output or input of the board, which a provider opens. */
    public interface Resource {
        /** Its device in the kernel, as in {@link I2CBus}. */
        String device();

        /** The part that can be open only once: the device, or one channel of it, such as {@code fe20c000.pwm:0}. */
        default String unit() {
            return device();
        }

        /** The names of its pins, in the order of CircuitPython's arguments; null for a pin that is not on the board. */
        List<@Nullable String> pins();

        /** How to enable it, as in {@link I2CBus}; empty if it is always enabled. */
        default String enable() {
            return "";
        }
    }

    /**
     * An I2C bus.
     *
     * @param device {@code /dev/i2c-1}; or {@code alias:i2c1}, the controller with this alias in the device tree; or the
     *     controller's device, such as {@code 1c2ac00.i2c}; or several of these, separated by spaces, of which the first
     *     that exists is used
     * @param scl name of the clock pin; null if it is not a GPIO line of the board
     * @param sda name of the data pin, or null
     * @param enable how to enable the bus, such as {@code add dtparam=i2c_arm=on to
     *     /boot/firmware/config.txt and reboot}; empty if it is always enabled
     */
    public record I2CBus(
            String device, @Nullable String scl, @Nullable String sda, String enable) implements Resource {
        @Override
        public List<@Nullable String> pins() {
            return Arrays.asList(scl, sda);
        }

        @Override
        public String toString() {
            return scl == null || sda == null ? device : "(scl=%s, sda=%s) %s".formatted(scl, sda, device);
        }
    }

    /**
     * An SPI bus.
     *
     * @param device {@code /dev/spidev0} without a chip select; or {@code alias:spi0}, or the controller's device, or
     *     several, as in {@link I2CBus}
     * @param clock name of the clock pin; null if it is not a GPIO line of the board
     * @param mosi name of the data output, or null
     * @param miso name of the data input, or null
     * @param chipSelects names of the pins that the controller drives as chip select 0, 1, …; {@code ""} for one without a name
     * @param enable as in {@link I2CBus}
     */
    public record SpiBus(
            String device,
            @Nullable String clock,
            @Nullable String mosi,
            @Nullable String miso,
            List<String> chipSelects,
            String enable)
            implements Resource {
        public SpiBus {
            chipSelects = List.copyOf(chipSelects);
        }

        @Override
        public List<@Nullable String> pins() {
            return Arrays.asList(clock, mosi, miso);
        }

        @Override
        public String toString() {
            return clock == null ? device : "(clock=%s, MOSI=%s, MISO=%s) %s".formatted(clock, mosi, miso, device);
        }
    }

    /**
     * A serial port.
     *
     * @param device {@code /dev/ttyS2}; or {@code alias:serial0}, or the controller's device, or several, as in {@link
     *     I2CBus}
     * @param tx name of the pin that sends; null if it is not a GPIO line of the board
     * @param rx name of the pin that receives, or null
     * @param enable as in {@link I2CBus}
     */
    public record Uart(
            String device, @Nullable String tx, @Nullable String rx, String enable) implements Resource {
        @Override
        public List<@Nullable String> pins() {
            return Arrays.asList(tx, rx);
        }

        @Override
        public String toString() {
            return tx == null || rx == null ? device : "(tx=%s, rx=%s) %s".formatted(tx, rx, device);
        }
    }

    /**
     * An output of a PWM controller.
     *
     * @param device the controller: the name of its device, such as {@code fe20c000.pwm}, because the number of a
     *     controller depends on the order in which drivers were loaded; or {@code /sys/class/pwm/pwmchip0}
     * @param channel the output's number on that controller, from 0
     * @param pin name of its pin; null if the output is not on a pin of the board
     * @param enable as in {@link I2CBus}
     */
    public record PwmChannel(
            String device, int channel, @Nullable String pin, String enable) implements Resource {
        public PwmChannel {
            if (device.isBlank() || channel < 0) {
                throw new IllegalArgumentException(
                        "not a PWM output: controller '%s', channel %s. Use the name of a controller and a channel of 0 or more."
                                .formatted(device, channel));
            }
        }

        @Override
        public String unit() {
            return device + ":" + channel;
        }

        @Override
        public List<@Nullable String> pins() {
            return Arrays.asList(pin);
        }

        @Override
        public String toString() {
            return pin == null ? unit() : "(%s) %s".formatted(pin, unit());
        }
    }

    /**
     * An input of an analog-to-digital converter in the kernel's IIO subsystem.
     *
     * @param device the converter: the name of its device, such as {@code fe720000.saradc}, or its IIO name (the file {@code
     *     name} in {@code /sys/bus/iio/devices/iio:device0}), or that folder
     * @param channel the input's number on that converter, from 0
     * @param name the input's name on the board, such as {@code A0}, or null
     */
    public record AnalogInput(
            String device, int channel, @Nullable String name) implements Resource {
        public AnalogInput {
            if (device.isBlank() || channel < 0) {
                throw new IllegalArgumentException(
                        "not an analog input: converter '%s', channel %s. Use the name of a converter and a channel of 0 or more."
                                .formatted(device, channel));
            }
        }

        @Override
        public String unit() {
            return device + ":" + channel;
        }

        @Override
        public List<@Nullable String> pins() {
            return Arrays.asList(name);
        }

        @Override
        public String toString() {
            return name == null ? unit() : "(%s) %s".formatted(name, unit());
        }
    }

    /**
     * An output of a digital-to-analog converter in the kernel's IIO subsystem.
     *
     * @param device as in {@link AnalogInput}
     * @param channel the output's number on that converter, from 0
     * @param name the output's name on the board, such as {@code A0}, or null
     */
    public record AnalogOutput(
            String device, int channel, @Nullable String name) implements Resource {
        public AnalogOutput {
            if (device.isBlank() || channel < 0) {
                throw new IllegalArgumentException(
                        "not an analog output: converter '%s', channel %s. Use the name of a converter and a channel of 0 or more."
                                .formatted(device, channel));
            }
        }

        @Override
        public String unit() {
            return device + ":" + channel;
        }

        @Override
        public List<@Nullable String> pins() {
            return Arrays.asList(name);
        }

        @Override
        public String toString() {
            return name == null ? unit() : "(%s) %s".formatted(name, unit());
        }
    }

    /**
     * A counter for an incremental encoder, in the kernel's counter subsystem.
     *
     * @param device the counter: the name of its device, such as {@code 48300180.counter}, or its name (the file {@code name} in {@code
     *     /sys/bus/counter/devices/counter0}), or that folder
     * @param count the number of the count on that device, from 0
     * @param a name of the pin that changes first in a turn that counts up; null if it is not on the board
     * @param b name of the other pin, or null
     */
    public record Encoder(
            String device,
            int count,
            @Nullable String a,
            @Nullable String b) implements Resource {
        public Encoder {
            if (device.isBlank() || count < 0) {
                throw new IllegalArgumentException(
                        "not a counter of an encoder: device '%s', count %s. Use the name of a counter and a count of 0 or more."
                                .formatted(device, count));
            }
        }

        @Override
        public String unit() {
            return device + ":" + count;
        }

        @Override
        public List<@Nullable String> pins() {
            return Arrays.asList(a, b);
        }

        @Override
        public String toString() {
            return a == null || b == null ? unit() : "(a=%s, b=%s) %s".formatted(a, b, unit());
        }
    }

    /**
     * A connector.
     *
     * @param name as printed beside it, such as {@code P8}
     * @param columns 2 if pin 1 is beside pin 2, 3 beside 4 and so on; 1 for a single row
     * @param positions the text at each position, from position 1: the name of a pin; {@code 3V3}, {@code 5V}, {@code GND}
     *     and so on; {@code (RESET)} for other signals; {@code -} for nothing
     */
    public record Header(String name, int columns, List<String> positions) {
        public Header {
            positions = List.copyOf(positions);
        }

        /** Draws the connector, a line for each row: {@code       3V3  1 |  2 5V}. */
        public String picture() {
            int widest = 0;
            for (String what : positions) {
                widest = Math.max(widest, what.length());
            }
            String format = "%" + widest + "s %3s |";
            StringBuilder picture = new StringBuilder(name).append('\n');
            for (int i = 0; i < positions.size(); i += columns) {
                picture.append(format.formatted(positions.get(i), i + 1));
                if (columns == 2 && i + 1 < positions.size()) {
                    picture.append("%3s %s".formatted(i + 2, positions.get(i + 1)));
                }
                picture.append('\n');
            }
            return picture.toString();
        }
    }

    @Override
    public String toString() {
        return "%s (%s)".formatted(id, name);
    }
}
