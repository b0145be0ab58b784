// SPDX-License-Identifier: MIT
package blinka4j.micropython;

import blinka4j.NotAvailableException;
import blinka4j.kernel.Devices;
import blinka4j.provider.AnalogPort;
import blinka4j.provider.AttachedBoard;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.BoardProcessor;
import blinka4j.provider.GpioPort;
import blinka4j.provider.Host;
import blinka4j.provider.I2CPort;
import blinka4j.provider.Line;
import blinka4j.provider.Provider;
import blinka4j.provider.PwmPort;
import blinka4j.provider.SpiPort;
import blinka4j.provider.UartPort;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * A board with MicroPython or CircuitPython on a USB cable, such as a Raspberry Pi Pico. The program runs on this machine, and each call
 * goes to the board through its prompt, the raw REPL. Nothing is installed on the board. A program that the board runs is interrupted.
 *
 * <p>{@code BLINKA_PROVIDER=micropython} selects it; it is never selected automatically. {@code BLINKA_MICROPYTHON_PORT} names the serial
 * port if several boards are connected. The board is recognised by what it says about itself. For two boards at once:
 *
 * <pre>{@code
 * try (Blinka left = Blinka.open(Boards.board("RASPBERRY_PI_PICO"), new MicroPythonProvider("/dev/ttyACM0"));
 *         Blinka right = Blinka.open(Boards.board("RASPBERRY_PI_PICO_W"), new MicroPythonProvider("/dev/ttyACM1"))) {
 *     …
 * }
 * }</pre>
 */
public final class MicroPythonProvider implements Provider, AttachedBoard, BoardProcessor {
    static final String NAME = "micropython";

    /** USB ignores it. Boards with a USB-to-serial chip have it in all ports of MicroPython. */
    private static final int BAUDRATE = 115_200;

    /** A class path that breaks in the same place again and again must not be read for ever. */
    private static final int MOST_BROKEN = 100;

    /** What boards call themselves, before " with RP2040" and the like. */
    private static final Map<String, String> BOARDS = Map.of(
            "Raspberry Pi Pico", "RASPBERRY_PI_PICO",
            "Raspberry Pi Pico W", "RASPBERRY_PI_PICO_W",
            "Raspberry Pi Pico2", "RASPBERRY_PI_PICO_2",
            "Raspberry Pi Pico 2", "RASPBERRY_PI_PICO_2",
            "Raspberry Pi Pico 2 W", "RASPBERRY_PI_PICO_2_W");

    private final @Nullable String port;
    private final Link link = new Link(this::serial);
    private final MicroPythonProcessor processor = new MicroPythonProcessor(link);
    private volatile Host host = Host.local();

    /** For {@link ServiceLoader}. The board is looked for when its first port is opened. */
    public MicroPythonProvider() {
        this.port = null;
    }

    /**
     * The board at a serial port, whatever the settings say.
     *
     * @param port such as {@code /dev/ttyACM0}, or {@code /dev/serial/by-id/…}
     */
    public MicroPythonProvider(String port) {
        this.port = port;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Probe probe(Host on) {
        host = on;
        if (on.setting("BLINKA_PROVIDER").filter(NAME::equalsIgnoreCase).isEmpty()) {
            return new Probe.Skipped(
                    "a board on a USB cable is never selected automatically. Set BLINKA_PROVIDER=micropython to select it.");
        }
        if (!on.isLinux()) {
            return Devices.notLinux(on, "the provider 'micropython'");
        }
        try {
            path(on);
        } catch (NotAvailableException e) {
            return new Probe.Skipped(String.valueOf(e.getMessage()));
        }
        return opener().map(each -> (Probe) new Probe.Usable(1))
                .orElseGet(
                        () -> new Probe.Skipped(
                                "the provider 'linux', which opens the serial port, is missing from the class path. Add io.github.blinka4j:blinka4j-provider-linux."));
    }

    private String path(Host on) {
        return port != null ? port : SerialPorts.find(on);
    }

    private static Optional<Provider> opener() {
        Iterator<Provider> all = ServiceLoader.load(Provider.class, MicroPythonProvider.class.getClassLoader())
                .iterator();
        for (int broken = 0; broken < MOST_BROKEN; ) {
            try {
                if (!all.hasNext()) {
                    break;
                }
                Provider each = all.next();
                if (each.name().equals("linux")) {
                    return Optional.of(each);
                }
            } catch (ServiceConfigurationError | LinkageError e) {
                // The selection of the provider reports it.
                broken++;
            }
        }
        return Optional.empty();
    }

    private UartPort serial() {
        String path = path(host);
        Provider opener = opener().orElseThrow(() -> new NotAvailableException(
                "the serial port %s cannot be opened: the provider 'linux' is missing from the class path. Add io.github.blinka4j:blinka4j-provider-linux."
                        .formatted(path)));
        return opener.openUart(
                new BoardDefinition.Uart(path, null, null, ""),
                new UartPort.Settings(BAUDRATE, 8, UartPort.Parity.NONE, 1));
    }

    /**
     * Asks the board what it is.
     *
     * @throws NotAvailableException if there is no file for the board
     */
    @Override
    public String boardId() {
        Connection board = link.join();
        try {
            String machine = board.identity().machine();
            String id = BOARDS.get(machine.replaceFirst(" with .*", ""));
            if (id == null) {
                throw new NotAvailableException(
                        "the board at %s is '%s', of which there is no file. Set BLINKA_FORCEBOARD to a board with the same pins, such as RASPBERRY_PI_PICO, or BLINKA_BOARD_FILE to a file that describes it."
                                .formatted(board.port(), machine));
            }
            return id;
        } finally {
            link.leave(board);
        }
    }

    @Override
    public GpioPort openGpio(Line line, String consumer) {
        return MicroPythonGpio.open(link, line);
    }

    @Override
    public I2CPort openI2c(BoardDefinition.I2CBus bus, int frequency, int timeoutMicros) {
        return MicroPythonI2C.open(link, bus, frequency, timeoutMicros);
    }

    @Override
    public SpiPort openSpi(BoardDefinition.SpiBus bus) {
        return MicroPythonSpi.open(link, bus);
    }

    @Override
    public PwmPort openPwm(BoardDefinition.PwmChannel channel) {
        return MicroPythonPwm.open(link, channel);
    }

    @Override
    public AnalogPort openAnalog(BoardDefinition.AnalogInput input) {
        return MicroPythonAnalog.open(link, input);
    }

    @Override
    public double temperature() {
        return processor.temperature();
    }

    @Override
    public long frequency() {
        return processor.frequency();
    }

    @Override
    public double voltage() {
        return processor.voltage();
    }

    @Override
    public Start lastStart() {
        return processor.lastStart();
    }

    @Override
    public byte[] uid() {
        return processor.uid();
    }
}
