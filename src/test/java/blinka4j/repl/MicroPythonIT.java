// SPDX-License-Identifier: MIT
package blinka4j.repl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.board.Board;
import blinka4j.boards.Boards;
import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.I2C;
import blinka4j.busio.SPI;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.Pull;
import blinka4j.drivers.bme280.BME280;
import blinka4j.microcontroller.Microcontroller;
import blinka4j.microcontroller.Processor;
import blinka4j.microcontroller.ResetReason;
import blinka4j.micropython.MicroPythonProvider;
import blinka4j.pwmio.PWMOut;
import blinka4j.runtime.Blinka;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs and the board, where the suites do not reach: the serial port, the prompt, SPI, PWM, errors, a cable pulled out. */
@Timeout(120)
class MicroPythonIT {
    @TempDir
    private Path folder;

    private Path port() {
        return folder.resolve("port");
    }

    private static Blinka open(Pico pico) {
        return Blinka.open(Boards.board("RASPBERRY_PI_PICO"), new MicroPythonProvider(pico.path()));
    }

    private void on(String implementation, Consumer<Pico> test) {
        try (Pico pico = new Pico(implementation, Pico.NAME, Pico.Paste.SUPPORTED, 128, port())) {
            test.accept(pico);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"micropython", "circuitpython"})
    void aDriverReadsItsChip(String implementation) {
        on(implementation, pico -> {
            Bme280Content.attachTo(pico);
            try (Blinka blinka = open(pico)) {
                BME280 sensor = new BME280(blinka.i2c());
                assertThat(sensor.temperature()).isCloseTo(22.6, within(0.05));
                assertThat(sensor.relativeHumidity()).isCloseTo(44.8, within(0.1));
                assertThat(sensor.pressure()).isCloseTo(1002.3, within(0.1));
            }
            assertThat(pico.overruns()).isZero();
            assertThat(pico.isFriendly()).isTrue();
        });
    }

    @ParameterizedTest
    @EnumSource
    void codeIsSentAsTheBoardTakesIt(Pico.Paste paste) {
        for (int window : new int[] {16, 128, 300}) {
            try (Pico pico = new Pico("micropython", Pico.NAME, paste, window, port());
                    Blinka blinka = open(pico);
                    I2C i2c = blinka.i2c()) {
                byte[] long4K = new byte[4098];
                new Random(1).nextBytes(long4K);
                i2c.writeTo(0x50, new byte[] {0, 0, long4K[0]});
                byte[] one = new byte[1];
                i2c.writeToThenReadFrom(0x50, new byte[] {0, 0}, one);
                assertThat(one).containsExactly(long4K[0]);
                i2c.writeTo(0x50, long4K);
                assertThat(pico.overruns()).as("%s, window %s", paste, window).isZero();
                assertThat(pico.pastes() > 0).isEqualTo(paste == Pico.Paste.SUPPORTED);
            }
        }
    }

    @Test
    void theProgramThatTheBoardRunsIsInterruptedAndItsPythonRestarted() {
        on("micropython", pico -> {
            pico.main("""
                    import hardware
                    hardware.wires[25].be('out', 1)
                    print('running')
                    while True:
                        pass
                    """);
            assertThat(pico.runsMain()).isTrue();
            try (Blinka blinka = open(pico);
                    DigitalInOut pin = new DigitalInOut(blinka.pin("GP2"))) {
                pin.switchToOutput(true);
                assertThat(pico.outside("hardware.wires[2].level()")).isEqualTo("1");
                assertThat(pico.runsMain()).isFalse();
                assertThat(pico.resets()).isEqualTo(1);
            }
            assertThat(pico.isFriendly()).isTrue();
            assertThat(pico.outside("hardware.wires[2].mode")).isEqualTo("'in'");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"micropython", "circuitpython"})
    void aCablePulledOutIsAClearErrorAndWorksAgainPluggedIn(String implementation) {
        on(implementation, pico -> {
            try (Blinka blinka = open(pico)) {
                DigitalInOut pin = new DigitalInOut(blinka.pin("GP2"));
                pin.switchToInput(Pull.UP);
                I2C i2c = blinka.i2c();
                assertThat(i2c.scan()).containsExactly(0x37, 0x50);
                pico.pullOut();

                assertThatThrownBy(() -> i2c.scan())
                        .isInstanceOfSatisfying(
                                BusException.class, e -> assertThat(e.errno()).isEqualTo(5))
                        .hasMessageContainingAll(pico.path(), "is gone", "cable", "Connect it");
                assertThatThrownBy(pin::value)
                        .isInstanceOfSatisfying(
                                PinException.class, e -> assertThat(e.isGone()).isTrue())
                        .hasMessageContainingAll("GPIO:2", "cable", "Connect it");
                assertThatThrownBy(() -> new DigitalInOut(blinka.pin("GP3")))
                        .as("not plugged in yet")
                        .isInstanceOf(NotAvailableException.class);

                pico.plugIn();
                assertThatThrownBy(pin::value).as("opened before").isInstanceOf(PinException.class);
                pin.close();
                i2c.close();
                try (DigitalInOut again = new DigitalInOut(blinka.pin("GP2"))) {
                    again.switchToInput(Pull.UP);
                    assertThat(again.value()).isTrue();
                    assertThat(blinka.i2c().scan()).containsExactly(0x37, 0x50);
                }
            }
            assertThat(pico.isFriendly()).isTrue();
        });
    }

    /** The old port is closed after the new one has been opened on the new connection. */
    @Test
    void whatIsLeftOfABoardThatWasPulledOutDoesNotDisturbTheNewConnection() {
        on("micropython", pico -> {
            try (Blinka blinka = open(pico)) {
                DigitalInOut old = new DigitalInOut(blinka.pin("GP2"));
                pico.pullOut();
                pico.plugIn();
                assertThatThrownBy(old::value).isInstanceOf(PinException.class);
                DigitalInOut fresh = new DigitalInOut(blinka.pin("GP3"));
                old.close();
                fresh.switchToOutput(true);
                assertThat(pico.outside("hardware.wires[3].level()")).isEqualTo("1");
                fresh.close();
                assertThat(pico.isFriendly()).isTrue();
            }
        });
    }

    /** The error numbers of MicroPython's ports. */
    @ParameterizedTest
    @CsvSource({"5, NO_ACKNOWLEDGE", "19, NO_ACKNOWLEDGE", "110, TIMEOUT", "116, TIMEOUT", "16, BUSY", "12, OTHER"})
    void anErrorOfPythonIsOneOfTheBus(int errno, BusException.Kind kind) {
        on("micropython", pico -> {
            try (Blinka blinka = open(pico);
                    I2C i2c = blinka.i2c()) {
                pico.outside("hardware.failures.append(%s)".formatted(errno));
                assertThatThrownBy(() -> i2c.writeTo(0x37, new byte[] {0}))
                        .isInstanceOfSatisfying(BusException.class, e -> {
                            assertThat(e.kind()).isEqualTo(kind);
                            assertThat(e.errno()).isEqualTo(errno);
                        })
                        .hasMessageContainingAll("0x37", "OSError: ", String.valueOf(errno));
                i2c.writeTo(0x37, new byte[] {0});
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"micropython", "circuitpython"})
    void aChipOnSpiIsSelectedByAPinOfTheProgram(String implementation) {
        on(implementation, pico -> {
            pico.outside("setattr(hardware.flash, 'content', bytes(range(251)))");
            try (Blinka blinka = open(pico);
                    SPI spi = blinka.spi();
                    DigitalInOut select = new DigitalInOut(blinka.pin("GP17"))) {
                SPIDevice device = new SPIDevice(spi, select);
                byte[] id = new byte[3];
                device.exclusively(bus -> {
                    bus.write(new byte[] {(byte) 0x9F});
                    bus.readInto(id);
                });
                assertThat(HexFormat.of().formatHex(id)).isEqualTo("bf2541");
                byte[] both = {(byte) 0x9F, 0, 0, 0};
                device.exclusively(bus -> bus.writeReadInto(both.clone(), both));
                assertThat(HexFormat.of().formatHex(both)).isEqualTo("ffbf2541");
                byte[] content = new byte[10_000];
                device.exclusively(bus -> {
                    bus.write(new byte[] {3, 0, 0, 1});
                    bus.readInto(content);
                });
                for (int i = 0; i < content.length; i++) {
                    assertThat(content[i] & 0xFF).isEqualTo((i + 1) % 251);
                }
                assertThat(pico.overruns()).isZero();
            }
            assertThat(pico.outside("hardware.wires[18].mode")).isEqualTo("'in'");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"micropython", "circuitpython"})
    void pwmHasItsFrequencyAndDutyCycleAndEndsAsAnInput(String implementation) {
        on(implementation, pico -> {
            try (Blinka blinka = open(pico)) {
                try (PWMOut pwm = new PWMOut(blinka.pin("GP16"), 16384, 1000, true)) {
                    assertThat(pico.outside("hardware.wires[16].pwm")).isEqualTo("[1000, 16384]");
                    pwm.dutyCycle(65535);
                    assertThat(pico.outside("hardware.wires[16].pwm")).isEqualTo("[1000, 65535]");
                    pwm.frequency(50);
                    assertThat(pico.outside("hardware.wires[16].pwm")).isEqualTo("[50, 65535]");
                    assertThatThrownBy(() -> new PWMOut(blinka.pin("GP17"), 0, 2000))
                            .as("GP16 and GP17 are one slice: RP2040 data sheet, 4.5.2")
                            .isInstanceOf(NotAvailableException.class)
                            .hasMessageContainingAll("GP17", "shares", "same frequency");
                    try (PWMOut other = new PWMOut(blinka.pin("GP17"), 100, 50)) {
                        assertThat(other.frequency()).isEqualTo(50);
                    }
                    assertThatThrownBy(() -> new PWMOut(blinka.pin("GP0"), 100, 50))
                            .as("the same output as GP16")
                            .isInstanceOf(PinException.class);
                }
                assertThat(pico.outside("hardware.wires[16].pwm")).isEqualTo("None");
                assertThat(pico.outside("hardware.wires[16].mode")).isEqualTo("'in'");
                new PWMOut(blinka.pin("GP17"), 0, 2000).close();
            }
        });
    }

    @Test
    void aFrequencyThatTheBoardLacksIsRefusedWithItsReason() {
        on("micropython", pico -> {
            try (Blinka blinka = open(pico)) {
                assertThatThrownBy(() -> new PWMOut(blinka.pin("GP16"), 0, 5))
                        .isInstanceOf(NotAvailableException.class)
                        .hasMessageContainingAll("GP16", "freq too small");
            }
        });
    }

    /** The voltages are those of the table in the data sheet of the RP2040, 4.9.5: 0.706 V at 27 °C, -1.721 mV for each °C. */
    @ParameterizedTest
    @ValueSource(strings = {"micropython", "circuitpython"})
    void theProcessorIsThatOfTheBoard(String implementation) {
        on(implementation, pico -> {
            try (Blinka blinka = open(pico);
                    Blinka.Scope scope = Blinka.Scope.ofThread(blinka)) {
                assertThat(scope).isNotNull();
                Processor processor = Microcontroller.cpu();
                assertThat(processor.temperature()).isCloseTo(27, within(0.3));
                pico.outside("hardware.volts.update({'temperature': 0.706 - 0.1721})");
                assertThat(processor.temperature()).isCloseTo(127, within(0.6));
                assertThat(processor.frequency()).isEqualTo(125_000_000);
                assertThat(processor.voltage()).isNaN();
                assertThat(HexFormat.of().formatHex(processor.uid())).isEqualTo("e661a4d17469212a");
                assertThat(processor.resetReason()).isEqualTo(ResetReason.UNKNOWN);
                pico.outside("setattr(hardware, 'reset_cause', 3)");
                assertThat(processor.resetReason()).isEqualTo(ResetReason.WATCHDOG);
                pico.outside("setattr(hardware, 'reset_cause', 1)");
                pico.outside("hardware.volts.update({'temperature': 0.706})");
            }
            assertThat(pico.isFriendly()).isTrue();
        });
    }

    /** MicroPython has no common name for the temperature. */
    @Test
    void aTemperatureThatTheBoardDoesNotReportIsAnError() {
        on("micropython", pico -> {
            pico.outside("system('esp32')");
            try (Blinka blinka = open(pico)) {
                assertThatThrownBy(() -> ((MicroPythonProvider) blinka.provider()).temperature())
                        .isInstanceOf(NotAvailableException.class)
                        .hasMessageContainingAll(pico.path(), "temperature", "NotImplementedError");
            }
            assertThat(pico.isFriendly()).isTrue();
        });
    }

    @Test
    void theLedOfAPicoWIsOnItsWirelessChip() {
        try (Pico pico = new Pico("micropython", "Raspberry Pi Pico W with RP2040", Pico.Paste.SUPPORTED, 128, port());
                Blinka blinka = Blinka.open(Boards.board("RASPBERRY_PI_PICO_W"), new MicroPythonProvider(pico.path()));
                DigitalInOut led = new DigitalInOut(blinka.pin("LED"))) {
            led.switchToOutput(true);
            assertThat(pico.outside("hardware.wires['WL_GPIO0'].level()")).isEqualTo("1");
            assertThatThrownBy(() -> led.switchToInput(Pull.UP))
                    .isInstanceOf(NotAvailableException.class)
                    .hasMessageContainingAll("WL_GPIO:0", "pull-up", "pulls are not supported");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Raspberry Pi Pico with RP2040, RASPBERRY_PI_PICO",
        "Raspberry Pi Pico W with RP2040, RASPBERRY_PI_PICO_W",
        "Raspberry Pi Pico2 with RP2350, RASPBERRY_PI_PICO_2",
        "Raspberry Pi Pico 2 W with RP2350, RASPBERRY_PI_PICO_2_W"
    })
    void aBoardSaysWhatItIs(String machine, String id) {
        try (Pico pico = new Pico("micropython", machine, Pico.Paste.SUPPORTED, 128, port())) {
            assertThat(new MicroPythonProvider(pico.path()).boardId()).isEqualTo(id);
            assertThat(pico.isFriendly()).isTrue();
        }
    }

    @Test
    void aBoardWithoutAFileIsNamed() {
        try (Pico pico =
                new Pico("micropython", "Generic ESP32 module with ESP32", Pico.Paste.SUPPORTED, 128, port())) {
            assertThatThrownBy(() -> new MicroPythonProvider(pico.path()).boardId())
                    .isInstanceOf(NotAvailableException.class)
                    .hasMessageContainingAll("Generic ESP32 module", "BLINKA_FORCEBOARD", "BLINKA_BOARD_FILE");
            assertThat(pico.isFriendly()).isTrue();
        }
    }

    @Test
    void anInterruptedThreadUsesThePinAndStaysInterrupted() {
        on("micropython", pico -> {
            try (Blinka blinka = open(pico);
                    DigitalInOut pin = new DigitalInOut(blinka.pin("GP2"))) {
                Thread.currentThread().interrupt();
                pin.switchToInput(Pull.UP);
                assertThat(pin.value()).isTrue();
                assertThat(Thread.interrupted()).isTrue();
                assertThat(pin.value()).isTrue();
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
            }
        });
    }

    @Test
    void severalThreadsUseTheBoardAtOnce() throws Exception {
        try (Pico pico = Pico.micropython(port());
                Blinka blinka = open(pico)) {
            List<Thread> threads = new ArrayList<>();
            List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
            for (int i = 0; i < 4; i++) {
                String name = "GP" + i;
                Thread thread = new Thread(() -> {
                    for (int round = 0; round < 25; round++) {
                        try (DigitalInOut pin = new DigitalInOut(blinka.pin(name))) {
                            pin.switchToOutput(round % 2 == 0);
                            assertThat(pin.value()).isEqualTo(round % 2 == 0);
                        }
                    }
                });
                thread.setUncaughtExceptionHandler((each, e) -> failures.add(e));
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(failures).isEmpty();
        }
    }

    @Test
    void aSamplePrintsTheSameAsOnTheSimulator() throws Exception {
        try (Pico pico = Pico.micropython(port())) {
            Bme280Content.attachTo(pico);
            String printed = UserProgram.sample("micropython", pico.path(), folder);
            System.out.println("bme280 on a Pico:" + printed);
            assertThat(printed).contains("Temperature: 22.6 C").isEqualTo(UserProgram.sample("sim", "", folder));
            assertThat(pico.isFriendly()).isTrue();
        }
    }

    /** A program that ends only by a signal. */
    public static final class Endless {
        private Endless() {}

        public static void main(String[] arguments) throws InterruptedException {
            DigitalInOut led = new DigitalInOut(Board.pin("LED"));
            led.switchToOutput(true);
            PWMOut pwm = new PWMOut(Board.pin("GP16"), 100, 1000);
            System.out.println(pwm);
            Thread.sleep(TimeUnit.HOURS.toMillis(1));
        }
    }

    @Test
    void aProgramThatIsEndedLeavesInputsAndTheUsualPrompt() throws Exception {
        try (Pico pico = Pico.micropython(port())) {
            Process program = UserProgram.start("micropython", pico.path(), folder, Endless.class.getName());
            assertThat(program.getInputStream().read()).isPositive();
            assertThat(pico.outside("hardware.wires[25].level()")).isEqualTo("1");
            assertThat(pico.outside("hardware.wires[16].pwm")).isEqualTo("[1000, 100]");
            // The virtual machine treats it as Ctrl-C.
            program.destroy();
            program.waitFor();
            assertThat(pico.outside("hardware.wires[25].mode")).isEqualTo("'in'");
            assertThat(pico.outside("hardware.wires[16].mode")).isEqualTo("'in'");
            assertThat(pico.outside("hardware.wires[16].pwm")).isEqualTo("None");
            assertThat(pico.isFriendly()).isTrue();
        }
    }
}
