// SPDX-License-Identifier: MIT
package blinka4j.fake;

import blinka4j.provider.BoardDefinition;
import blinka4j.provider.BoardDefinition.I2CBus;
import blinka4j.provider.BoardDefinition.PwmChannel;
import blinka4j.provider.BoardDefinition.SpiBus;
import blinka4j.provider.BoardDefinition.Uart;
import blinka4j.provider.Clock;
import blinka4j.provider.GpioPort;
import blinka4j.provider.Host;
import blinka4j.provider.I2CPort;
import blinka4j.provider.Line;
import blinka4j.provider.Provider;
import blinka4j.provider.PwmPort;
import blinka4j.provider.SpiPort;
import blinka4j.provider.UartPort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Opens fakes, notes what was opened, and fails when told to. */
public class FakeProvider implements Provider {
    /**
     * A board with a bus of each kind, in the manner of a Raspberry Pi. D2 and SDA are one line, as are D3 and SCL; D12
     * and D18 are one PWM output.
     */
    public static final BoardDefinition BOARD = new BoardDefinition(
            "FAKE_BOARD",
            "Fake Board Rev 2",
            pins(),
            List.of(
                    new I2CBus("/dev/i2c-1", "SCL", "SDA", ""),
                    new I2CBus("alias:i2c0", "SCL1", "SDA1", ""),
                    new I2CBus("/dev/i2c-7", null, null, "")),
            List.of(new SpiBus("/dev/spidev0", "SCLK", "MOSI", "MISO", List.of("CE0", ""), "")),
            List.of(new Uart("alias:serial0", "TX", "RX", "")),
            List.of(
                    new PwmChannel("fe20c000.pwm", 0, "D12", ""),
                    new PwmChannel("fe20c000.pwm", 0, "D18", ""),
                    new PwmChannel("fe20c000.pwm", 1, "D13", ""),
                    new PwmChannel("/sys/class/pwm/pwmchip1", 3, null, "")),
            null);

    public final List<String> opened = new ArrayList<>();
    public final List<FakeGpio> lines = new ArrayList<>();
    public final List<FakeI2C> i2cs = new ArrayList<>();
    public final List<FakeSpi> spis = new ArrayList<>();
    public final List<FakeUart> uarts = new ArrayList<>();
    public final List<FakePwm> pwms = new ArrayList<>();

    /** What the kernel calls lines. */
    public final Map<String, Line> named = new HashMap<>();

    /** What opening fails with. */
    public RuntimeException failure;

    /** The time of the board. */
    public final FakeClock clock = new FakeClock();

    /** What happens while something is being opened. */
    public Runnable meanwhile = () -> {};

    private static Map<String, Line> pins() {
        Map<String, Line> pins = new LinkedHashMap<>();
        for (int i = 0; i < 28; i++) {
            pins.put("D" + i, new Line("pinctrl", i));
        }
        String[] names = {"SDA1", "SCL1", "SDA", "SCL"};
        for (int i = 0; i < names.length; i++) {
            pins.put(names[i], new Line("pinctrl", i));
        }
        pins.put("CE0", new Line("pinctrl", 8));
        pins.put("MISO", new Line("pinctrl", 9));
        pins.put("MOSI", new Line("pinctrl", 10));
        pins.put("SCLK", new Line("pinctrl", 11));
        pins.put("TX", new Line("pinctrl", 14));
        pins.put("RX", new Line("pinctrl", 15));
        return pins;
    }

    private void opens(String what) {
        opened.add(what);
        meanwhile.run();
        if (failure != null) {
            throw failure;
        }
    }

    private static String device(String device) {
        return device.replace("alias:i2c", "/dev/i2c-").replace("alias:serial0", "/dev/ttyAMA0");
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public Probe probe(Host host) {
        return new Probe.Usable(1);
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public Optional<Line> findLine(String name) {
        return Optional.ofNullable(named.get(name));
    }

    @Override
    public GpioPort openGpio(Line line, String consumer) {
        opens("line %s for %s".formatted(line, consumer));
        FakeGpio port = new FakeGpio();
        lines.add(port);
        return port;
    }

    @Override
    public I2CPort openI2c(I2CBus bus, int frequency, int timeoutMicros) {
        opens("I2C %s at %s Hz, %s us".formatted(bus.device(), frequency, timeoutMicros));
        FakeI2C port = new FakeI2C(device(bus.device()));
        i2cs.add(port);
        return port;
    }

    @Override
    public SpiPort openSpi(SpiBus bus) {
        opens("SPI " + bus.device());
        FakeSpi port = new FakeSpi(bus.device());
        spis.add(port);
        return port;
    }

    @Override
    public UartPort openUart(Uart uart, UartPort.Settings settings) {
        opens("UART %s at %s baud".formatted(uart.device(), settings.baudrate()));
        FakeUart port = new FakeUart(device(uart.device()));
        uarts.add(port);
        return port;
    }

    @Override
    public PwmPort openPwm(PwmChannel channel) {
        opens("PWM %s:%s".formatted(channel.device(), channel.channel()));
        FakePwm port = new FakePwm(channel.unit());
        pwms.add(port);
        return port;
    }
}
