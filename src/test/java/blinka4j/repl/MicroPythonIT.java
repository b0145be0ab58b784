// SPDX-License-Identifier: MIT
package blinka4j.repl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.analogio.AnalogIn;
import blinka4j.board.Board;
import blinka4j.boards.Boards;
import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.I2C;
import blinka4j.busio.SPI;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.Pull;
import blinka4j.drivers.bme280.BME280;
import blinka4j.micropython.MicroPythonProvider;
import blinka4j.pwmio.PWMOut;
import blinka4j.runtime.Blinka;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimBME280;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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
    private static final String BME280_ADDRESS = "0x77";

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

    /** The registers of a simulated BME280, for the board. A measurement is always finished. */
    private static String bme280() {
        byte[] registers = new byte[256];
        try (SimBoard board = SimBoard.open(Boards.board("RASPBERRY_PI_4B"))) {
            board.i2c().attach(0x77, new SimBME280().temperature(22.6).humidity(44.8).pressure(1002.3));
            I2C i2c = board.blinka().i2c();
            // The driver starts the measurements, as on the board.
            new BME280(i2c).temperature();
            byte[] one = new byte[1];
            for (int register = 0x80; register < 0x100; register++) {
                i2c.writeToThenReadFrom(0x77, new byte[] {(byte) register}, one);
                registers[register] = one[0];
            }
        }
        return "hardware.chips.update({%s: hardware.Registers(bytes.fromhex('%s'))})"
                .formatted(BME280_ADDRESS, HexFormat.of().formatHex(registers));
    }

    @ParameterizedTest
    @ValueSource(strings = {"micropython", "circuitpython"})
    void aDriverReadsItsChip(String implementation) {
        on(implementation, pico -> {
            pico.outside(bme280());
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

    /** Starts a program of this class path as a user would, with the board at the port. */
    private Process start(String main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Djna.nosys=true",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-Dblinka.provider=micropython",
                "-Dblinka.micropython.port=" + port(),
                "-cp",
                System.getProperty("java.class.path"),
                main));
        command.addAll(Arrays.asList(arguments));
        return new ProcessBuilder(command).start();
    }

    private static String said(InputStream stream) throws IOException {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void aSamplePrintsTheSameAsOnTheSimulator() throws Exception {
        String expected;
        Process simulated = start("blinka4j.samples.launcher.Launcher", "--sim-is-not-an-option");
        simulated.destroy();
        try (Pico pico = Pico.micropython(port())) {
            pico.outside(bme280());
            Process program = start("blinka4j.samples.launcher.Launcher", "--lines", "5", "bme280");
            String printed = said(program.getInputStream());
            String errors = said(program.getErrorStream());
            assertThat(program.waitFor()).as(errors).isZero();
            expected = printed;
            assertThat(errors).contains("Raspberry Pi Pico");
        }
        assertThat(expected)
                .contains("Temperature: 22.6 C", "Humidity: 44.8 %", "Pressure: 1002.3 hPa");
    }
}
