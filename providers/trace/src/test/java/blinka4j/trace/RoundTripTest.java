// SPDX-License-Identifier: MIT
package blinka4j.trace;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.boards.Boards;
import blinka4j.microcontroller.ResetReason;
import blinka4j.provider.AnalogOutPort;
import blinka4j.provider.AnalogPort;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.BoardProcessor;
import blinka4j.provider.EncoderPort;
import blinka4j.provider.GpioPort;
import blinka4j.provider.GpioPort.Bias;
import blinka4j.provider.I2CPort;
import blinka4j.provider.Line;
import blinka4j.provider.LinesPort;
import blinka4j.provider.NvmPort;
import blinka4j.provider.OneWirePort;
import blinka4j.provider.Provider;
import blinka4j.provider.PulseOutPort;
import blinka4j.provider.PwmPort;
import blinka4j.provider.SpiPort;
import blinka4j.provider.UartPort;
import blinka4j.provider.UsbHidPort;
import blinka4j.provider.WatchdogPort;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimDS18B20;
import blinka4j.sim.chips.SimMB85RS64V;
import blinka4j.sim.chips.SimMCP9808;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a program sees on a simulated board, it sees again in a replay: each kind of port, called directly. */
class RoundTripTest {
    private static final BoardDefinition PI = Boards.board("RASPBERRY_PI_4B");

    /** A Raspberry Pi 4 with what it has not. */
    private static final BoardDefinition BOARD = new BoardDefinition(
            PI.id(),
            PI.name(),
            with(PI.pins(), "A0"),
            PI.i2cBuses(),
            PI.spiBuses(),
            PI.uarts(),
            PI.pwms(),
            List.of(new BoardDefinition.AnalogInput("adc", 0, "A0")),
            List.of(new BoardDefinition.AnalogOutput("mcp4725", 0, null)),
            List.of(new BoardDefinition.Encoder("counter", 0, null, null)),
            List.of(),
            null);

    @TempDir
    private Path folder;

    private static Map<String, Line> with(Map<String, Line> pins, String analog) {
        Map<String, Line> more = new LinkedHashMap<>(pins);
        more.put(analog, new Line(Line.NONE, 0));
        return more;
    }

    /** A program, and what happens outside meanwhile. */
    enum Use {
        GPIO("[true, 2000000 false 1, 3000000 true 2, true]") {
            @Override
            void outside(SimBoard board) {
                board.pin("D4").drive(true);
                board.clock().after(Duration.ofMillis(2), () -> board.pin("D4").drive(false));
                board.clock().after(Duration.ofMillis(3), () -> board.pin("D4").drive(true));
            }

            @Override
            void program(Provider provider, List<Object> seen) throws InterruptedException {
                try (GpioPort led = provider.openGpio(line("D18"), "blinka4j");
                        GpioPort button = provider.openGpio(line("D4"), "blinka4j")) {
                    led.output(false, false);
                    button.input(Bias.PULL_UP);
                    seen.add(button.read());
                    button.watch(true, true, 0, (rising, nanos, sequence) -> {
                        led.write(rising);
                        seen.add("%s %s %s".formatted(nanos, rising, sequence));
                    });
                    provider.clock().sleep(5_000_000);
                    button.unwatch();
                    led.drive(true);
                    seen.add(button.read());
                }
            }
        },
        LINES("[3, 0 1000000 false, 2, 1]") {
            @Override
            void outside(SimBoard board) {
                board.pin("D17").drive(true);
                board.pin("D27").drive(true);
                board.clock().after(Duration.ofMillis(1), () -> board.pin("D17").drive(false));
            }

            @Override
            void program(Provider provider, List<Object> seen) throws InterruptedException {
                try (LinesPort lines = provider.openLines(List.of(line("D17"), line("D27")), "blinka4j")) {
                    lines.input(Bias.DISABLED);
                    seen.add(lines.read());
                    lines.watch(true, true, 0, (line, up, nanos, sequence) -> seen.add(line + " " + nanos + " " + up));
                    provider.clock().sleep(2_000_000);
                    lines.unwatch();
                }
                try (LinesPort lines = provider.openLines(List.of(line("D22"), line("D23")), "blinka4j")) {
                    lines.output(2, false);
                    seen.add(lines.read());
                    lines.write(1, 3);
                    seen.add(lines.read());
                }
            }
        },
        /** The data sheet's register 5-4: 0x158 is 21.5 °C, and 0xc000 says that it is above the limits of power-on, 0 °C. */
        I2C("[true, true, false, 0xc158, no answer]") {
            @Override
            void outside(SimBoard board) {
                board.i2c().attach(0x18, new SimMCP9808().temperature(21.5));
            }

            @Override
            void program(Provider provider, List<Object> seen) {
                try (I2CPort bus = provider.openI2c(BOARD.i2cBuses().get(0), 100_000, 0)) {
                    seen.add(bus.clock().equals(provider.clock()));
                    seen.add(bus.probe(0x18));
                    seen.add(bus.probe(0x19));
                    byte[] buffer = {0x05, 0, 0};
                    bus.sleep(Duration.ofMillis(250));
                    bus.transfer(0x18, buffer, 0, 1, buffer, 1, 3);
                    seen.add("0x%x".formatted((buffer[1] & 0xFF) << 8 | buffer[2] & 0xFF));
                    try {
                        bus.transfer(0x19, buffer, 0, 1, buffer, 1, 1);
                    } catch (blinka4j.BusException e) {
                        seen.add(e.kind() == blinka4j.BusException.Kind.NO_ACKNOWLEDGE ? "no answer" : e);
                    }
                }
            }
        },
        /** Command 9Fh of the MB85RS64V: Fujitsu 04h, 7Fh, product 03h 02h. */
        SPI("[true, 100000, 0 4 127 3 2]") {
            @Override
            void outside(SimBoard board) {
                board.spi().attach(0, new SimMB85RS64V());
            }

            @Override
            void program(Provider provider, List<Object> seen) {
                try (SpiPort bus = provider.openSpi(BOARD.spiBuses().get(0))) {
                    seen.add(bus.clock().equals(provider.clock()));
                    seen.add(bus.configure(new SpiPort.Settings(100_000, 0, 0, 8, false, false, 0)));
                    byte[] id = new byte[5];
                    bus.transfer(new byte[] {(byte) 0x9F}, 0, null, 0, 1, true);
                    bus.transfer(null, 0, id, 1, 4, false);
                    seen.add("%s %s %s %s %s".formatted(id[0], id[1], id[2], id[3], id[4]));
                    bus.sleep(Duration.ofMillis(1));
                    bus.transfer(new byte[0], 0, null, 0, 0, false);
                }
            }
        },
        UART("[true, 2, 0, 3, OK!]") {
            @Override
            void outside(SimBoard board) {
                board.clock()
                        .after(
                                Duration.ofSeconds(2),
                                () -> board.uart().outside().write("OK!"));
            }

            @Override
            void program(Provider provider, List<Object> seen) throws InterruptedException {
                try (UartPort port = provider.openUart(BOARD.uarts().get(0), UartPort.Settings.DEFAULT)) {
                    byte[] buffer = new byte[8];
                    seen.add(port.clock().equals(provider.clock()));
                    seen.add(port.write("AT".getBytes(StandardCharsets.US_ASCII), 0, 2, 0));
                    port.configure(new UartPort.Settings(115_200, 8, UartPort.Parity.EVEN, 1));
                    seen.add(port.read(buffer, 0, 8, 1_000_000_000));
                    provider.clock().sleep(1_500_000_000);
                    seen.add(port.available());
                    int count = port.read(buffer, 0, 8, 0);
                    seen.add(new String(buffer, 0, count, StandardCharsets.US_ASCII));
                    port.resetInput();
                }
            }
        },
        PWM("[false]") {
            @Override
            void outcome(SimBoard board) {
                assertThat(board.pwm(BOARD.pwms().get(0).unit())
                                .history()
                                .get(0)
                                .highTime())
                        .isEqualTo(Duration.ofNanos(1_500_000));
                assertThat(board.pwm("D5").history().get(0).highTime()).isEqualTo(Duration.ofMillis(1));
            }

            @Override
            void program(Provider provider, List<Object> seen) {
                try (PwmPort output = provider.openPwm(BOARD.pwms().get(0));
                        PwmPort software =
                                provider.openSoftwarePwm(line("D5"), "blinka4j").orElseThrow()) {
                    output.set(20_000_000, 1_500_000);
                    software.set(20_000_000, 1_000_000);
                    seen.add(software.name().isEmpty());
                }
            }
        },
        /** 1.65 V is half of the simulator's 3.3 V. */
        ANALOG("[32768, 3.3, 3.3]") {
            @Override
            void outcome(SimBoard board) {
                assertThat(board.analogOut("mcp4725:0").value()).isEqualTo(65_535);
            }

            @Override
            void outside(SimBoard board) {
                board.pin("A0").voltage(1.65);
            }

            @Override
            void program(Provider provider, List<Object> seen) {
                try (AnalogPort input = provider.openAnalog(BOARD.analogs().get(0));
                        AnalogOutPort output =
                                provider.openAnalogOut(BOARD.analogOuts().get(0))) {
                    seen.add(input.read());
                    seen.add(input.referenceVoltage());
                    seen.add(output.referenceVoltage());
                    output.write(65_535);
                }
            }
        },
        /** Family 28h, and what answers to a reset and the command 33h (read ROM). */
        ONE_WIRE("[true, true, 1, 40, true, 40]") {
            @Override
            void outside(SimBoard board) {
                board.oneWire("D4").attach(new SimDS18B20(1));
            }

            @Override
            void program(Provider provider, List<Object> seen) {
                try (OneWirePort bus = provider.openOneWire(line("D4"))) {
                    seen.add(bus.clock().equals(provider.clock()));
                    seen.add(bus.hasBits());
                    List<byte[]> found = bus.search();
                    seen.add(found.size());
                    seen.add(found.get(0)[0]);
                    byte[] rom = new byte[8];
                    seen.add(bus.transfer(true, new byte[] {0x33}, 0, 1, rom, 0, 8));
                    seen.add(rom[0]);
                    bus.sleep(Duration.ofMillis(1));
                }
            }
        },
        ENCODER("[false, true, 4]") {
            @Override
            void outside(SimBoard board) {
                board.encoder("counter:0");
                board.clock()
                        .after(
                                Duration.ofSeconds(1),
                                () -> board.encoder("counter:0").turn(4));
            }

            @Override
            void program(Provider provider, List<Object> seen) throws InterruptedException {
                seen.add(provider.hasEncoder(new BoardDefinition.Encoder("none", 0, null, null)));
                seen.add(provider.hasEncoder(BOARD.encoders().get(0)));
                try (EncoderPort counter = provider.openEncoder(BOARD.encoders().get(0))) {
                    provider.clock().sleep(1_000_000_000);
                    seen.add(counter.steps());
                }
            }
        },
        PROCESSOR("[61.5, 1200000000, 0.85, WATCHDOG, 17]") {
            @Override
            void outside(SimBoard board) {
                board.processor()
                        .temperature(61.5)
                        .frequency(1_200_000_000)
                        .voltage(0.85)
                        .resetReason(ResetReason.WATCHDOG)
                        .uid((byte) 0x11);
            }

            @Override
            void program(Provider provider, List<Object> seen) {
                BoardProcessor processor = (BoardProcessor) provider;
                seen.add(processor.temperature());
                seen.add(processor.frequency());
                seen.add(processor.voltage());
                seen.add(processor.lastStart());
                seen.add(processor.uid()[0]);
            }
        },
        REST("[4096, -1, 7, 16.0, 8.0, true, null]") {
            @Override
            void outcome(SimBoard board) {
                assertThat(board.usbHost().reports()).hasSize(1);
                assertThat(board.pwm("D5").history())
                        .anySatisfy(pulse -> assertThat(pulse.highTime()).isPositive());
            }

            @Override
            void program(Provider provider, List<Object> seen) {
                NvmPort nvm = provider.openNvm();
                seen.add(nvm.length());
                seen.add((int) nvm.read()[0]);
                nvm.write(1, new byte[] {7});
                seen.add((int) nvm.read()[1]);
                try (WatchdogPort watchdog = provider.openWatchdog(16)) {
                    seen.add(watchdog.timeout());
                    watchdog.timeout(8);
                    seen.add(watchdog.timeout());
                    watchdog.feed();
                }
                try (PulseOutPort output = provider.openPulseOut(line("D5"), null, 38_000, 32_768)) {
                    output.send(new int[] {9_000, 4_500, 560});
                }
                try (UsbHidPort device =
                        provider.openUsbHid(List.of(new UsbHidPort.Function(new byte[] {5, 1}, 8, 1)))) {
                    seen.add(device.isConnected());
                    device.send(0, 0, new byte[8]);
                    seen.add(device.receive(0) == null ? "null" : "a report");
                }
            }
        };

        final String expected;

        Use(String expected) {
            this.expected = expected;
        }

        void outside(SimBoard board) {}

        /** What the program has set, seen from outside. */
        void outcome(SimBoard board) {}

        abstract void program(Provider provider, List<Object> seen) throws InterruptedException;

        static Line line(String pin) {
            return BOARD.pins().get(pin);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReplayShowsTheProgramWhatItSawOnTheBoard(Use use) throws InterruptedException {
        Path file = folder.resolve("board.trace");
        List<Object> onBoard = new ArrayList<>();
        try (SimBoard board = SimBoard.open(BOARD)) {
            use.outside(board);
            try (Recording recording = Recording.start(BOARD, board.blinka().provider(), file)) {
                use.program(recording.provider(), onBoard);
            }
            use.outcome(board);
        }
        assertThat(onBoard).hasToString(use.expected);

        List<Object> strict = new ArrayList<>();
        try (Replay replay = Replay.strict(file, BOARD)) {
            use.program(replay.provider(), strict);
        }
        assertThat(strict).hasToString(use.expected);

        List<Object> tolerant = new ArrayList<>();
        try (Replay replay = Replay.tolerant(file, BOARD)) {
            use.program(replay.provider(), tolerant);
        }
        assertThat(tolerant).hasToString(use.expected);
    }
}
