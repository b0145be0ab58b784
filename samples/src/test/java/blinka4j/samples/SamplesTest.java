// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.DOUBLE;

import blinka4j.BusException;
import blinka4j.SleepInterruptedException;
import blinka4j.board.Board;
import blinka4j.boards.Boards;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.drivers.irremote.GenericDecode;
import blinka4j.pulseio.PulseIn;
import blinka4j.samples.launcher.Launcher;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.Quantity;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimClock;
import blinka4j.sim.SimPin;
import blinka4j.sim.SimPwm;
import blinka4j.sim.chips.SimIRReceiver;
import blinka4j.sim.chips.SimSH1106;
import blinka4j.sim.chips.SimSSD1306;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each sample, on a simulated Raspberry Pi 4 with its own devices, prints what the devices were set to. */
class SamplesTest {
    private static final ZonedDateTime START = ZonedDateTime.of(2024, 2, 29, 12, 35, 18, 0, ZoneOffset.UTC);

    private final Locale locale = Locale.getDefault();
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private SimBoard board;
    private String printed = "";
    private String reported = "";

    @BeforeEach
    void startABoard() {
        Locale.setDefault(Locale.ROOT);
        board = SimBoard.start(Boards.board("RASPBERRY_PI_4B"));
    }

    @AfterEach
    void putAllBack() {
        System.setOut(out);
        System.setErr(err);
        System.clearProperty("blinka.provider");
        System.clearProperty("blinka.forceboard");
        Locale.setDefault(locale);
        if (board != null) {
            board.close();
        }
    }

    private int run(String... arguments) {
        return captured(() -> Launcher.run(arguments));
    }

    private int run(Sample sample, String... arguments) {
        return captured(() -> Launcher.run(sample, arguments));
    }

    private int captured(IntSupplier body) {
        ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
        ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
        try {
            return body.getAsInt();
        } finally {
            printed = outBytes.toString(StandardCharsets.UTF_8);
            reported = errBytes.toString(StandardCharsets.UTF_8);
            System.setOut(out);
            System.setErr(err);
        }
    }

    /** Runs a sample that never ends, for so long in the time of the board. */
    private void runFor(Duration time, Sample sample, Sample.Program program) {
        sample.attachTo(board);
        board.clock().after(time, Thread.currentThread()::interrupt);
        captured(() -> {
            try {
                assertThatThrownBy(() -> program.run(new String[0])).isInstanceOf(SleepInterruptedException.class);
                return 0;
            } finally {
                Thread.interrupted();
            }
        });
    }

    private static SimPin.Change change(long millis, boolean level) {
        return new SimPin.Change(Duration.ofMillis(millis), level);
    }

    private static List<Boolean> levels(SimPin pin) {
        return pin.history().stream().map(SimPin.Change::level).toList();
    }

    @Test
    void blinkSwitchesTheLedEveryHalfSecondAndReleasesIt() {
        runFor(Duration.ofMillis(1800), new Blink(), Blink::main);

        assertThat(printed).isEqualTo("hello blinky!\n");
        assertThat(reported).isEqualTo("LED on D18: on\nLED on D18: off\n".repeat(2));
        assertThat(board.pin("D18").history())
                .containsExactly(change(0, true), change(500, false), change(1000, true), change(1500, false));
        assertThat(board.pin("D18").isHeld()).isFalse();
    }

    /** The program's bytes come out of the receiver, highest bit first. */
    @Test
    void irremoteTransmitSendsWhileTheButtonIsPressed() {
        new SimIRReceiver(board, "D5").sees(board.pwm("D18"));
        try (PulseIn pulses = new PulseIn(Board.D5, 200, true)) {
            runFor(Duration.ofMillis(1900), new IrremoteTransmit(), IrremoteTransmit::main);

            assertThat(printed).isEqualTo("IR signal sent!\n");
            // The original has no pulse at the end, so the last pause does not end.
            List<Integer> heard = new GenericDecode().readPulses(pulses);
            assertThat(heard).hasSize(65).startsWith(9500, 4500).endsWith(550);
            // Its ones are short: 255, then 2.
            assertThat(heard.subList(2, 18)).containsOnly(550);
            assertThat(heard.subList(18, 34))
                    .containsExactly(
                            550, 1700, 550, 1700, 550, 1700, 550, 1700, 550, 1700, 550, 1700, 550, 550, 550, 1700);
        }
        assertThat(board.pin("D18").isHeld()).isFalse();
    }

    /** A real board does not print the state of the LED. Only the output of the samples counts. */
    @ParameterizedTest
    @CsvSource({"blink, 2, blink prints 1 line", "button, 7, button prints 1 line", "pwm, 1, pwm prints nothing"})
    void moreLinesThanASamplePrintsAreAnError(String name, String lines, String message) {
        assertThat(run(name, "--lines", lines)).isEqualTo(2);

        assertThat(reported.lines()).hasSize(1);
        assertThat(reported).contains(message, "--lines " + lines, "Use --seconds");
        assertThat(printed).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"blink, hello blinky!", "button, press the button!"})
    void aSampleEndsAfterTheRequestedLines(String name, String line) {
        assertThat(run(name, "--lines", "1")).isZero();

        assertThat(printed).isEqualTo(line + "\n");
    }

    @Test
    void moreLinesThanASamplePrintsAreAllowedWithATimeLimit() {
        assertThat(run("pwm", "--lines", "9", "--seconds", "0.1")).isZero();
    }

    @Test
    void blinkOnARealClockEndsAfterRealSeconds() {
        board.close();
        try (SimClock clock = SimClock.running()) {
            board = SimBoard.start(Boards.board("RASPBERRY_PI_4B"), clock);
            long began = System.nanoTime();

            assertThat(run("blink", "--seconds", "0.7")).isZero();

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(700));
            assertThat(levels(board.pin("D18"))).startsWith(true, false);
            assertThat(board.pin("D18").isHeld()).isFalse();
        }
    }

    @Test
    void theWatchdogIsFedInTimeAndStopped() {
        assertThat(run("watchdog")).isZero();

        assertThat(printed)
                .startsWith("The watchdog waits 10 s\nFed 1 of 5 times\n")
                .endsWith("The watchdog is stopped\n");
        assertThat(board.watchdog().isRunning()).isFalse();
        assertThat(board.watchdog().hasReset()).isFalse();
    }

    @Test
    void nvmCountsTheStarts() {
        assertThat(run("nvm")).isZero();
        assertThat(printed).isEqualTo("4096 bytes, of which the first are cc1000\nStart number 1\n");
        assertThat(run("nvm")).isZero();
        assertThat(printed).endsWith("Start number 2\n");
    }

    /** D5 is pressed from 0.97 s to 1.07 s, and D4 from 2.04 s to 2.14 s. */
    @Test
    void keyboardTypesOnTheComputer() {
        runFor(Duration.ofMillis(3000), new HidKeyboardLayout(), HidKeyboardLayout::main);

        assertThat(printed).isEqualTo("press a button!\n");
        assertThat(board.usbHost().typed()).isEqualTo("Hello World!Hello");
        assertThat(reported).isEqualTo("Hello World!\nHello");
        assertThat(board.usbHost().pressed()).isEmpty();
        assertThat(board.pin("D4").isHeld() || board.pin("D5").isHeld()).isFalse();
    }

    @Test
    void buttonLightsTheLedWhileItIsPressed() {
        runFor(Duration.ofMillis(2200), new Button(), Button::main);

        assertThat(board.pin("D18").history()).hasSize(2);
        // The sample looks each 10 ms.
        SimPin.Change on = board.pin("D18").history().get(0);
        SimPin.Change off = board.pin("D18").history().get(1);
        Duration look = Duration.ofMillis(10);
        assertThat(on.level()).isTrue();
        assertThat(on.time())
                .isBetween(Duration.ofMillis(1500), Duration.ofMillis(1500).plus(look));
        assertThat(off.level()).isFalse();
        assertThat(off.time())
                .isBetween(Duration.ofMillis(2000), Duration.ofMillis(2000).plus(look));
        assertThat(board.pin("D18").isHeld() || board.pin("D4").isHeld()).isFalse();
    }

    /** Pressed from 1.5 s to 2 s, held after 0.3 s, and then on and off for 50 ms each. */
    @Test
    void theLedOfGpiozeroIsLitByTheButtonAndBlinksWhileItIsHeld() {
        runFor(Duration.ofMillis(2200), new ButtonControlledLed(), ButtonControlledLed::main);

        List<SimPin.Change> changes = board.pin("D18").history();
        assertThat(changes)
                .extracting(SimPin.Change::level)
                .startsWith(true, false, true, false)
                .endsWith(false);
        assertThat(changes.get(0).time()).isEqualTo(Duration.ofMillis(1500));
        assertThat(changes.get(1).time()).isEqualTo(Duration.ofMillis(1850));
        assertThat(changes.get(changes.size() - 1).time()).isBetween(Duration.ofMillis(1950), Duration.ofMillis(2000));
        assertThat(board.pin("D18").isHeld() || board.pin("D4").isHeld()).isFalse();
    }

    @Test
    void pwmFadesTheLedUpAndDownAndReleasesIt() {
        runFor(Duration.ofMillis(2495), new PwmFixedFrequency(), PwmFixedFrequency::main);

        List<SimPwm.Change> changes = board.pwm("D18").history();
        assertThat(changes.get(0).period()).isEqualTo(Duration.ofNanos(200_000));
        assertThat(changes.get(0).highTime()).isZero();
        // The original's: 2 % of 65535 more at a time, then less, rounded down to 16 bits.
        int[] expected = {1310, 2621, 3932, 5242};
        for (int i = 0; i < expected.length; i++) {
            assertThat(changes.get(1 + i).dutyCycle()).isCloseTo(expected[i] / 65535.0, within(1 / 65535.0));
        }
        assertThat(changes.get(50).dutyCycle()).as("after 50 steps up").isEqualTo(1);
        assertThat(changes.get(51).dutyCycle()).isCloseTo((65535 - 1310) / 65535.0, within(1 / 65535.0));
        assertThat(changes.get(50).time()).as("each step takes 10 ms").isEqualTo(Duration.ofMillis(500));
        assertThat(changes).last().satisfies(last -> assertThat(last.period()).isZero());
        assertThat(reported)
                .contains("LED on D18: on\n")
                .containsSubsequence("LED on D18: 10 %\n", "LED on D18: 50 %\n", "LED on D18: 100 %\n")
                .containsSubsequence("LED on D18: 100 %\n", "LED on D18: 90 %\n", "LED on D18: off\n");
        assertThat(board.pin("D18").isHeld()).isFalse();
    }

    @Test
    void rotaryEncoderPrintsEachDetent() {
        runFor(Duration.ofMillis(2500), new RotaryEncoder(), RotaryEncoder::main);

        assertThat(printed).isEqualTo("0\n1\n2\n");
    }

    @Test
    void bitbangReadsTheIdOfTheChip() {
        new BitbangSimpleTest().attachTo(board);
        captured(() -> {
            BitbangSimpleTest.main(new String[0]);
            return 0;
        });

        assertThat(printed).isEqualTo("Result is 0x60\n");
    }

    @Test
    void analogInPrintsTheVoltageOfItsPin() {
        board.close();
        board = SimBoard.start(Boards.board(new AnalogInVoltage().simulatedBoard()));

        runFor(Duration.ofMillis(250), new AnalogInVoltage(), AnalogInVoltage::main);

        assertThat(printed).isEqualTo("0.000 V\n0.033 V\n0.066 V\n");
        assertThat(board.pin("A1").isHeld()).isFalse();
    }

    /** After half a second it has counted to 500 * 64 = 32000. */
    @Test
    void analogOutRaisesTheVoltageOfItsPin() {
        board.close();
        board = SimBoard.start(Boards.board(new AnalogOutSawtooth().simulatedBoard()));
        List<Double> volts = new ArrayList<>();
        board.clock()
                .after(
                        Duration.ofNanos(500_500_000),
                        () -> volts.add(board.analogOut("GPIO_PA4").voltage()));

        runFor(Duration.ofMillis(1030), new AnalogOutSawtooth(), AnalogOutSawtooth::main);

        assertThat(volts).hasSize(1).first(DOUBLE).isCloseTo(3.3 * 32_000 / 65_535, within(1e-9));
        assertThat(printed).isEqualTo("Going up from 0 V\nGoing up from 0 V\n");
    }

    @Test
    void i2cScanListsTheAddressesOfAllDevices() {
        assertThat(run("i2c-scan", "--lines", "1")).isZero();

        assertThat(printed).isEqualTo("I2C addresses found: [0x18, 0x50, 0x77]\n");
    }

    /** The sentence is the example that descriptions of NMEA 0183 give, with its checksum. */
    @Test
    void uartPrintsWhatTheGpsReceiverSends() {
        UartSimpleTest sample = new UartSimpleTest();
        sample.start = START;

        assertThat(run(sample, "--lines", "2")).isZero();

        assertThat(printed.lines().toList())
                .first()
                .isEqualTo("$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*47");
        assertThat(printed.lines().toList().get(1)).startsWith("$GPGGA,123520,");
        assertThat(levels(board.pin("D18"))).startsWith(true, false, true, false);
    }

    @Test
    void bme280PrintsItsReadings() {
        Bme280SimpleTest sample = new Bme280SimpleTest();
        sample.sensor.temperature(-12.3).humidity(61.7).pressure(987.6);

        assertThat(run(sample, "--lines", "5")).isZero();

        assertThat(printed).startsWith("\nTemperature: -12.3 C\nHumidity: 61.7 %\nPressure: 987.6 hPa\nAltitude = ");
        assertThat(altitude()).isCloseTo(altitude(987.6), within(0.1));
    }

    @Test
    void bme280PrintsReadingsThatMove() {
        runFor(Duration.ofSeconds(3), new Bme280SimpleTest(), Bme280SimpleTest::main);
        assertThatReadingsMove();
    }

    @Test
    void bme280OnSpiPrintsReadingsThatMove() {
        runFor(Duration.ofSeconds(3), new Bme280SpiSimpleTest(), Bme280SpiSimpleTest::main);
        assertThatReadingsMove();
    }

    private void assertThatReadingsMove() {
        List<String> lines = printed.lines().toList();
        assertThat(lines).hasSize(10);
        assertThat(lines.subList(5, 10))
                .doesNotContainAnyElementsOf(lines.subList(1, 5))
                .satisfiesExactly(
                        line -> assertThat(line).isEmpty(),
                        line -> assertThat(line).startsWith("Temperature: "),
                        line -> assertThat(line).startsWith("Humidity: "),
                        line -> assertThat(line).startsWith("Pressure: "),
                        line -> assertThat(line).startsWith("Altitude = "));
    }

    @Test
    void everySensorChangesSlowlyAndTheSameWayEachTime() {
        List<Quantity> moving = attachAll(board);
        SimBoard again = SimBoard.open(Boards.board("RASPBERRY_PI_4B"));
        try {
            List<Quantity> same = attachAll(again);
            List<Double> first = values(moving);
            board.clock().advance(Duration.ofMillis(999));
            assertThat(values(moving)).isEqualTo(first);
            again.clock().advance(Duration.ofMillis(999));
            for (int second = 1; second <= 100; second++) {
                List<Double> before = values(moving);
                board.clock().advance(Duration.ofSeconds(1));
                again.clock().advance(Duration.ofSeconds(1));
                List<Double> after = values(moving);
                for (int i = 0; i < after.size(); i++) {
                    assertThat(after.get(i)).isNotEqualTo(before.get(i)).isCloseTo(before.get(i), within(0.5));
                    assertThat(after.get(i)).isCloseTo(first.get(i), within(2.0));
                }
            }
            assertThat(values(same)).isEqualTo(values(moving));
        } finally {
            again.close();
        }
    }

    /** Attaches samples that do not share an address. */
    private static List<Quantity> attachAll(SimBoard board) {
        Bme280SimpleTest bme280 = new Bme280SimpleTest();
        Bme280SpiSimpleTest bme280OnSpi = new Bme280SpiSimpleTest();
        Mcp9808SimpleTest mcp9808 = new Mcp9808SimpleTest();
        Pct2075SimpleTest pct2075 = new Pct2075SimpleTest();
        Sht4xSimpleTest sht4x = new Sht4xSimpleTest();
        Tca9548aMultisensor two = new Tca9548aMultisensor();
        List.of(bme280, bme280OnSpi, mcp9808, pct2075, sht4x, two).forEach(sample -> sample.attachTo(board));
        return Stream.of(
                        bme280.sensor,
                        bme280OnSpi.sensor,
                        mcp9808.sensor,
                        pct2075.sensor,
                        sht4x.sensor,
                        two.indoors,
                        two.outdoors)
                .flatMap(chip -> chip.quantities().stream())
                .toList();
    }

    private static List<Double> values(List<Quantity> quantities) {
        return quantities.stream().map(Quantity::value).toList();
    }

    @Test
    void bme280OnSpiPrintsItsReadings() {
        Bme280SpiSimpleTest sample = new Bme280SpiSimpleTest();
        sample.sensor.temperature(0).humidity(100).pressure(1040.2);

        assertThat(run(sample, "--lines", "5")).isZero();

        assertThat(printed).startsWith("\nTemperature: 0.0 C\nHumidity: 100.0 %\nPressure: 1040.2 hPa\nAltitude = ");
        assertThat(altitude()).isCloseTo(altitude(1040.2), within(0.1));
        assertThat(board.pin("D5").isHeld()).isFalse();
    }

    /** The last line's. */
    private double altitude() {
        Matcher matcher =
                Pattern.compile("Altitude = (-?\\d+\\.\\d\\d) meters\n$").matcher(printed);
        assertThat(matcher.find()).as(printed).isTrue();
        return Double.parseDouble(matcher.group(1));
    }

    /** The international barometric formula, with the constants of the BMP180's data sheet. */
    private static double altitude(double pressure) {
        return 44330 * (1 - Math.pow(pressure / 1013.25, 1 / 5.255));
    }

    @Test
    void mcp9808PrintsCelsiusAndFahrenheit() {
        Mcp9808SimpleTest sample = new Mcp9808SimpleTest();
        sample.sensor.temperature(-40);

        assertThat(run(sample, "--lines", "1")).isZero();

        assertThat(printed).isEqualTo("Temperature: -40.0 C -40.0 F\n");
    }

    @Test
    void bmp280PrintsItsReadings() {
        Bmp280SimpleTest sample = new Bmp280SimpleTest();
        sample.sensor.temperature(-12.3).pressure(987.6);

        assertThat(run(sample, "--lines", "4")).isZero();

        assertThat(printed).startsWith("\nTemperature: -12.3 C\nPressure: 987.6 hPa\nAltitude = ");
        assertThat(altitude()).isCloseTo(altitude(987.6), within(0.1));
    }

    @Test
    void bmp3xxPrintsItsReadings() {
        Bmp3xxSimpleTest sample = new Bmp3xxSimpleTest();
        sample.sensor.temperature(-12.34).pressure(987.6543);

        assertThat(run(sample, "--lines", "1")).isZero();

        assertThat(printed).matches("Pressure: 987\\.654\\d  Temperature: -12\\.34\n");
    }

    @Test
    void pct2075PrintsItsTemperature() {
        Pct2075SimpleTest sample = new Pct2075SimpleTest();
        sample.sensor.temperature(-10.5);

        assertThat(run(sample, "--lines", "2")).isZero();

        assertThat(printed).isEqualTo("Temperature: -10.50 C\nTemperature: -10.50 C\n");
    }

    @Test
    void sht4xPrintsItsSerialNumberAndItsReadings() {
        Sht4xSimpleTest sample = new Sht4xSimpleTest();
        sample.sensor.temperature(37.2).humidity(8.4).serialNumber(0xDEADBEEF);

        assertThat(run(sample, "--lines", "4")).isZero();

        assertThat(printed)
                .isEqualTo("Found SHT4x with serial number 0xdeadbeef\nCurrent mode is: NOHEAT_HIGHPRECISION\n"
                        + "Temperature: 37.2 C\nHumidity: 8.4 %\n");
    }

    @Test
    void sht31dPrintsTemperatureAndHumidity() {
        assertThat(run(new Sht31dSimpleTest(), "--lines", "3")).isZero();

        assertThat(printed).isEqualTo("\nTemperature: 22.5 C\nHumidity: 44.2 %\n");
    }

    @Test
    void sht31dHeatsAfterTenReadings() {
        assertThat(run(new Sht31dSimpleTest(), "--lines", "32")).isZero();

        assertThat(printed).endsWith("Sensor Heater status = true\nSensor Heater status = false\n");
    }

    @Test
    void shtc3PrintsTemperatureAndHumidity() {
        assertThat(run(new Shtc3SimpleTest(), "--lines", "3")).isZero();

        assertThat(printed).isEqualTo("Temperature: 22.5 C\nHumidity: 44.2 %\n\n");
    }

    @Test
    void si7021PrintsTemperatureAndHumidity() {
        assertThat(run(new Si7021SimpleTest(), "--lines", "3")).isZero();

        assertThat(printed).isEqualTo("\nTemperature: 22.5 C\nHumidity: 44.2 %\n");
    }

    @Test
    void htu21dPrintsTemperatureAndHumidity() {
        assertThat(run(new Htu21dSimpleTest(), "--lines", "3")).isZero();

        assertThat(printed).isEqualTo("\nTemperature: 22.5 C\nHumidity: 44.2 %\n");
    }

    @Test
    void hdc302xPrintsTemperatureAndHumidity() {
        assertThat(run(new Hdc302xSimpleTest(), "--lines", "3")).isZero();

        assertThat(printed).isEqualTo("Temperature: 22.5 C\nRelative Humidity: 45.0%\n\n");
    }

    /** The first measurement takes 5 s, in which the values have moved. */
    @Test
    void scd4xWaitsForItsFirstMeasurement() {
        assertThat(run(new Scd4xSimpleTest(), "--lines", "5")).isZero();

        assertThat(printed)
                .matches("Serial number: f8 96 9f 07 3b be\nWaiting for first measurement....\n"
                        + "CO2: 6\\d\\d ppm\nTemperature: 2[23]\\.\\d \\*C\nHumidity: 4[56]\\.\\d %\n");
    }

    @Test
    void scd30WaitsForItsFirstMeasurement() {
        assertThat(run(new Scd30SimpleTest(), "--lines", "4")).isZero();

        assertThat(printed)
                .matches("Data Available!\nCO2: 6\\d\\d PPM\n"
                        + "Temperature: 22\\.\\d\\d degrees C\nHumidity: 4[56]\\.\\d\\d % rH\n");
    }

    @Test
    void sgp30PrintsTheAirQualityAndTheBaseline() {
        assertThat(run(new Sgp30SimpleTest(), "--lines", "13")).isZero();

        assertThat(printed)
                .isEqualTo("SGP30 serial # [0x0, 0x64, 0xcc82]\n"
                        + "eCO2 = 400 ppm \t TVOC = 0 ppb\n".repeat(11)
                        + "**** Baseline values: eCO2 = 0x8973, TVOC = 0x8aae\n");
    }

    @Test
    void sgp40PrintsItsSignal() {
        assertThat(run(new Sgp40SimpleTest(), "--lines", "2")).isZero();

        assertThat(printed).isEqualTo("Raw Gas: 30000\n\n");
    }

    @Test
    void am2320PrintsTemperatureAndHumidity() {
        assertThat(run(new Am2320SimpleTest(), "--lines", "2")).isZero();

        assertThat(printed).isEqualTo("Temperature:  22.5\nHumidity:  44.2\n");
    }

    @Test
    void pm25PrintsAllParticles() {
        assertThat(run(new Pm25SimpleTest(), "--lines", "16")).isZero();

        assertThat(printed)
                .startsWith("Found PM2.5 sensor, reading data...\n\nConcentration Units (standard)\n")
                .contains("PM 1.0: 5\tPM2.5: 1", "PM 1.0: 6\tPM2.5: 1", "Particles > 0.5um / 0.1L air: 270\n")
                .endsWith("Particles > 10 um / 0.1L air: 1\n---------------------------------------\n");
    }

    @Test
    void gpsPrintsTheLastFix() {
        assertThat(run(new GpsSimpleTest(), "--lines", "14")).isZero();

        assertThat(printed)
                .startsWith(
                        "Waiting for fix...\n========================================\nFix timestamp: 2/29/2024 12:00:0")
                .contains(
                        "Latitude: 48.11", "Precise Longitude: 11 degs, 31.", "Speed: 22.4 knots\nSpeed: 41.48 km/h\n")
                .contains("# satellites: 8\nAltitude: 545.4 meters\n");
    }

    @Test
    void mlx90614PrintsBothTemperatures() {
        assertThat(run(new Mlx90614SimpleTest(), "--lines", "2")).isZero();

        assertThat(printed).isEqualTo("Ambent Temp:  22.49\nObject Temp:  36.61\n");
    }

    @Test
    void veml7700PrintsItsCounts() {
        assertThat(run(new Veml7700SimpleTest(), "--lines", "2")).isZero();

        // 250 lx by 0.5376 lx
        assertThat(printed).isEqualTo("Ambient light: 465\nAmbient light: 465\n");
    }

    @Test
    void tsl2591PrintsLuxAndCounts() {
        assertThat(run(new Tsl2591SimpleTest(), "--lines", "4")).isZero();

        assertThat(printed)
                .isEqualTo("Total light: 98.89 lux\nInfrared light: 147\nVisible light: 700\n"
                        + "Full spectrum (IR + visible) light: 847\n");
    }

    @Test
    void bh1750PrintsLux() {
        assertThat(run(new Bh1750SimpleTest(), "--lines", "1")).isZero();

        assertThat(printed).isEqualTo("250.00 Lux\n");
    }

    @Test
    void tcs34725PrintsColorAndLight() {
        assertThat(run(new Tcs34725SimpleTest(), "--lines", "2")).isZero();

        assertThat(printed)
                .isEqualTo("RGB color as 8 bits per channel int: #19120C or as 3-tuple: "
                        + "ColorRgbBytes[red=25, green=18, blue=12]\nTemperature: 4185K Lux: 6559.1\n");
    }

    @Test
    void apds9960PrintsTheProximity() {
        assertThat(run(new Apds9960SimpleTest(), "--lines", "2")).isZero();

        assertThat(printed).isEqualTo("20\n20\n");
    }

    private static Ds1307SimpleTest clockAtStart() {
        Ds1307SimpleTest sample = new Ds1307SimpleTest();
        sample.clock.dateTime(START.toLocalDateTime());
        return sample;
    }

    @Test
    void ds1307PrintsTheDateAndTheTime() {
        assertThat(run(clockAtStart(), "--lines", "2")).isZero();

        assertThat(printed).isEqualTo("The date is Thursday 29/2/2024\nThe time is 12:35:18\n");
    }

    @Test
    void ds1307KeepsTheGivenTime() {
        Ds1307SimpleTest sample = clockAtStart();

        assertThat(run(sample, "2017-10-29T05:04:03", "--lines", "4")).isZero();

        assertThat(printed)
                .isEqualTo(
                        "Setting time to: 2017-10-29T05:04:03\n\nThe date is Sunday 29/10/2017\nThe time is 5:04:03\n");
        LocalDateTime goneOn = LocalDateTime.of(2017, 10, 29, 5, 4, 3)
                .plusSeconds(board.clock().now().toSeconds());
        assertThat(sample.clock.dateTime()).isBetween(goneOn.minusSeconds(1), goneOn);
    }

    @Test
    void dps310PrintsItsReadings() {
        Dps310SimpleTest sample = new Dps310SimpleTest();
        sample.sensor.quantity("temperature").value(-12.34);
        sample.sensor.quantity("pressure").value(987.65);

        assertThat(run(sample, "--lines", "2")).isZero();

        assertThat(printed).isEqualTo("Temperature = -12.34 *C\nPressure = 987.65 hPa\n");
    }

    @Test
    void ccs811PrintsItsReadings() {
        Ccs811SimpleTest sample = new Ccs811SimpleTest();
        sample.sensor.quantity("co2").value(1234);
        sample.sensor.quantity("tvoc").value(567);

        assertThat(run(sample, "--lines", "1")).isZero();

        // The values move in the second that the first measurement takes.
        assertThat(printed).isEqualTo("CO2: 1249 PPM, TVOC: 571 PPB\n");
    }

    @Test
    void ds3231PrintsTheDateAndTheTime() {
        Ds3231SimpleTest sample = new Ds3231SimpleTest();
        sample.clock.dateTime(START.toLocalDateTime());

        assertThat(run(sample, "--lines", "4")).isZero();

        String date = "The date is Thursday 29/2/2024\n";
        assertThat(printed).isEqualTo(date + "The time is 12:35:18\n" + date + "The time is 12:35:19\n");
    }

    @Test
    void pcf8523KeepsTheGivenTime() {
        assertThat(run(new Pcf8523SimpleTest(), "2017-10-29T05:04:03", "--lines", "4"))
                .isZero();

        assertThat(printed)
                .isEqualTo(
                        "Setting time to: 2017-10-29T05:04:03\n\nThe date is Sunday 29/10/2017\nThe time is 5:04:03\n");
    }

    @Test
    void framPrintsWhatItHasWritten() {
        FramSimpleTest sample = new FramSimpleTest();

        assertThat(run(sample, "--lines", "1")).isZero();

        assertThat(printed).isEqualTo("1\n");
        assertThat(sample.memory.bytes(0, 3)).containsExactly(1, 0, 0);
    }

    @Test
    void framOnSpiPrintsWhatItHasWritten() {
        FramSpiSimpleTest sample = new FramSpiSimpleTest();

        assertThat(run(sample, "--lines", "1")).isZero();

        assertThat(printed).isEqualTo("1\n");
        assertThat(sample.memory.bytes(0, 2)).containsExactly(1, 0);
    }

    @Test
    void anInvalidTimeForDs1307IsAnError() {
        Ds1307SimpleTest sample = clockAtStart();

        assertThat(run(sample, "noon")).isEqualTo(2);

        assertThat(reported)
                .contains("'noon'", "not a date and time", "2017-10-29T15:14:15")
                .doesNotContain("\tat ");
        assertThat(sample.clock.dateTime()).isEqualTo(START.toLocalDateTime());
    }

    /** In steps of 2 mV, the ADS1015's at gain 1. The value has 16 bits. */
    @Test
    void ads1x15PrintsValueAndVoltage() {
        Ads1x15SimpleTest sample = new Ads1x15SimpleTest();
        sample.converter.volts(0, 1.234);

        assertThat(run(sample, "--lines", "2")).isZero();

        assertThat(printed).isEqualTo("  raw\t    v\n 9872\t1.234\n");
    }

    /** 512 of 1024 steps, as 16 bits. */
    @Test
    void mcp3xxxPrintsValueAndVoltage() {
        Mcp3xxxSimpleTest sample = new Mcp3xxxSimpleTest();
        sample.converter.volts(0, 1.65);

        assertThat(run(sample, "--lines", "2")).isZero();

        assertThat(printed).isEqualTo("Raw ADC Value: 32800\nADC Voltage: 1.652 V\n");
        assertThat(board.pin("D5").isHeld()).isFalse();
    }

    @Test
    void mcp4725RisesAndFalls() {
        Mcp4725SimpleTest sample = new Mcp4725SimpleTest();

        runFor(Duration.ofMillis(6450), sample, Mcp4725SimpleTest::main);

        assertThat(printed).isEqualTo("Going up 0-3.3V...\nGoing down 3.3-0V...\n");
        assertThat(sample.dac.value()).isEqualTo(4095);
    }

    @Test
    void mcp4728SetsItsFourOutputs() {
        Mcp4728SimpleTest sample = new Mcp4728SimpleTest();

        assertThat(run(sample)).isZero();

        assertThat(printed).isEqualTo("A: 65535\nB: 32759\nC: 16371\nD: 0\n");
        assertThat(sample.dac.output(1) & 0xFFF).isEqualTo(2047);
    }

    @Test
    void charlcdShowsMessagesOnPins() {
        CharlcdMonoSimpleTest sample = new CharlcdMonoSimpleTest();

        assertThat(run(sample, "--seconds", "60")).isZero();

        assertThat(printed)
                .isEqualTo(
                        "Hello/CircuitPython\nHello/CircuitPython\nCursor! \nBlinky Cursor!\n<-- Scroll\nGoing to sleep/Cya later!\n");
        assertThat(reported).endsWith("LED on D4: on\nLED on D4: off\n");
        assertThat(sample.chip.row(0)).isEqualTo("Going to sleep  ");
        assertThat(sample.chip.row(1)).isEqualTo("Cya later!      ");
    }

    @Test
    void charlcdShowsMessagesOnThePlate() {
        CharlcdI2cRgbSimpleTest sample = new CharlcdI2cRgbSimpleTest();

        assertThat(run(sample, "--seconds", "60")).isZero();

        assertThat(printed)
                .isEqualTo(
                        "Hello/CircuitPython\nHello/CircuitPython\nCursor! \nBlinky Cursor!\n<-- Scroll\nGoing to sleep/Cya later!\n");
        // The light is off at the end: a low level would light a color.
        assertThat(sample.expander.levels() & 0x1C0).isEqualTo(0x1C0);
    }

    @Test
    void ssd1306SetsThreePixels() {
        Ssd1306SimpleTest sample = new Ssd1306SimpleTest();

        assertThat(run(sample, "--lines", "1")).isZero();

        assertThat(printed).isEqualTo("Pixels at 0,0 and 64,16 and 127,31\n");
        assertThat(lit(sample.panel, 128, 32)).containsExactly("0,0", "64,16", "127,31");
    }

    /** From 63, 15 down to the right, with radius 8: x is 120 after 57 steps, y is between 7 and 24. */
    @Test
    void theBallOfSsd1306TurnsRoundAtTheEdges() {
        Ssd1306BouncingBall sample = new Ssd1306BouncingBall();

        assertThat(run(sample, "--lines", "2")).isZero();

        assertThat(printed).isEqualTo("right edge, y 10\nleft edge, y 15\n");
    }

    @Test
    void sh1106ShowsAFrameAndAText() {
        SimSH1106 panel = new Sh1106SimpleTest().panel(board);

        captured(() -> {
            Sh1106SimpleTest.main(new String[0]);
            return 0;
        });

        assertThat(printed).isEqualTo("Hello World!\n");
        assertThat(panel.isLit(0, 0) && panel.isLit(4, 32) && panel.isLit(127, 63))
                .isTrue();
        assertThat(panel.isLit(5, 5) || panel.isLit(122, 58)).isFalse();
        // The left and right line of H.
        for (int y = 31; y < 38; y++) {
            assertThat(panel.isLit(28, y) && panel.isLit(32, y)).isTrue();
            assertThat(panel.isLit(30, y)).isEqualTo(y == 34);
        }
    }

    private static List<String> lit(SimSSD1306 panel, int width, int height) {
        List<String> lit = new ArrayList<>();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                if (panel.isLit(x, y)) {
                    lit.add(x + "," + y);
                }
            }
        }
        return lit;
    }

    /** The picture of the original. */
    @Test
    void framebufPrintsShapesAndText() {
        assertThat(run(new FramebufSimpleTest(), "--lines", "33")).isZero();

        assertThat(printed.lines().skip(2).limit(10))
                .containsExactly(
                        "..................................",
                        ".********************************.",
                        ".****                           *.",
                        ".*   ******               **    *.",
                        ".*         ******         **    *.",
                        ".*               ******         *.",
                        ".*  *                  ******   *.",
                        ".*                           ****.",
                        ".********************************.",
                        "..................................");
        assertThat(printed.lines()).hasSize(33).contains(".*   *  ***   ***   ***   ***    .");
    }

    @Test
    void ht16k33PrintsItsSmileyAndMovesIt() {
        Ht16k33SimpleTest sample = new Ht16k33SimpleTest();

        assertThat(run(sample, "--lines", "8")).isZero();

        assertThat(printed.lines())
                .containsExactly(
                        "..####..........",
                        ".#....#.........",
                        "#.#..#.#........",
                        "#......#........",
                        "#.#..#.#........",
                        "#..##..#........",
                        ".#....#.........",
                        "..####..........");
    }

    @Test
    void ht16k33ShowsAMovingText() {
        Ht16k33SegmentsSimpleTest sample = new Ht16k33SegmentsSimpleTest();

        sample.attachTo(board);
        board.clock().after(Duration.ofMillis(10_650), Thread.currentThread()::interrupt);
        captured(() -> {
            assertThatThrownBy(() -> Ht16k33SegmentsSimpleTest.main(new String[0]))
                    .isInstanceOf(BusException.class);
            return Thread.interrupted() ? 0 : 1;
        });

        assertThat(printed.lines()).containsExactly("42", "FF23", "12:30", "12AB", "single segments", "a moving text");
        // d, E, A and d.
        assertThat(new int[] {sample.chip.memory(0), sample.chip.memory(2), sample.chip.memory(6), sample.chip.memory(8)
                })
                .containsExactly(0x5E, 0x79, 0x77, 0x5E);
    }

    /** Red for the first second, at a brightness of 0.2: 51 of 256 steps. After three seconds the wheel turns by a step in about 1 ms. */
    @Test
    void neopixelShowsItsColorsAndARainbow() {
        NeopixelSimpleTest sample = new NeopixelSimpleTest();
        List<String> seen = new ArrayList<>();
        for (long millis : new long[] {500, 1500, 2500, 3002}) {
            board.clock()
                    .after(
                            Duration.ofMillis(millis),
                            () -> seen.add("%06x %06x".formatted(sample.strip.color(0), sample.strip.color(9))));
        }

        runFor(Duration.ofMillis(3600), sample, NeopixelSimpleTest::main);

        // The wheel at 0 and at 9 * 256 / 10 = 230: (180, 0, 75).
        assertThat(seen).containsExactly("320000 320000", "003200 003200", "000032 000032", "320000 23000e");
        assertThat(sample.strip.frames()).isGreaterThan(200);
        assertThat(sample.strip.color(0)).as("off at the end").isZero();
        assertThat(board.blinka().stillOpen()).isEmpty();
    }

    @Test
    void neopixelOnSpiLetsADotRun() {
        NeopixelSpiSimpleTest sample = new NeopixelSpiSimpleTest();
        List<String> seen = new ArrayList<>();
        for (long millis : new long[] {50, 150, 1250}) {
            board.clock()
                    .after(
                            Duration.ofMillis(millis),
                            () -> seen.add("%06x %06x".formatted(sample.strip.color(0), sample.strip.color(1))));
        }

        runFor(Duration.ofMillis(1300), sample, NeopixelSpiSimpleTest::main);

        assertThat(seen).containsExactly("ff0000 000000", "000000 ff0000", "00ff00 000000");
    }

    /** A color is 0 to 192 in steps of 32, here at a brightness of 51 / 256. */
    @Test
    void dotstarShowsRandomColors() {
        DotstarSimpleTest sample = new DotstarSimpleTest();
        List<Integer> seen = new ArrayList<>();
        board.clock().after(Duration.ofMillis(200), () -> {
            for (int dot = 0; dot < 30; dot++) {
                seen.add(sample.strip.color(dot));
            }
        });

        runFor(Duration.ofMillis(300), sample, DotstarSimpleTest::main);

        List<Integer> parts = List.of(0, 6, 12, 19, 25, 31, 38);
        assertThat(seen)
                .hasSize(30)
                .allSatisfy(color -> assertThat(parts).contains(color >> 16, color >> 8 & 0xFF, color & 0xFF));
        assertThat(seen.stream().distinct().count()).isGreaterThan(5);
        assertThat(sample.strip.color(7)).as("off at the end").isZero();
        assertThat(board.blinka().stillOpen()).isEmpty();
    }

    /** Pulses of 0.75, 1.5 and 2.25 ms are 0, 90 and 180 degrees. */
    @Test
    void motorServoSweepMovesItsServoAndEndsThePulses() {
        assertThat(run(new MotorServoSweepSimpleTest())).isZero();

        assertThat(printed).startsWith("Sweep from 0 to 180\nSweep from 180 to 0\nMove to 90 degrees\n");
        assertThat(reported)
                .containsSubsequence(
                        "servo on D5: 0 degrees\n",
                        "servo on D5: 45 degrees\n",
                        "servo on D5: 180 degrees\n",
                        "servo on D5: 0 degrees\n",
                        "servo on D5: 90 degrees\n");
        List<SimPwm.Change> changes = board.pwm("D5").history();
        assertThat(changes).hasSizeGreaterThan(360);
        assertThat(changes.get(0).period()).isEqualTo(Duration.ofMillis(20));
        assertThat(changes.get(1).highTime().toNanos() / 1e6).isCloseTo(0.75, within(0.001));
        assertThat(changes.get(0).dutyCycle()).isZero();
        assertThat(changes)
                .extracting(change -> change.highTime().toNanos() / 1e6)
                .anyMatch(ms -> ms > 2.24);
        assertThat(changes).last().satisfies(last -> assertThat(last.period()).isZero());
        assertThat(board.pin("D5").isHeld()).isFalse();
    }

    @Test
    void motorHBridgeDcMotorPulsesOnOneOfItsPins() {
        assertThat(run(new MotorHBridgeDcMotor())).isZero();

        assertThat(printed)
                .startsWith("***DC motor test***\n\nForwards slow\n  throttle: 0.5\n\nStop\n  throttle: 0.0\n")
                .contains("\nSpin freely\n  throttle: NaN\n")
                .endsWith("***Motor test is complete***\n");
        assertThat(board.pwm("D20").history())
                .extracting(change -> Math.round(change.dutyCycle() * 100))
                .containsExactly(0L, 50L, 100L, 0L, 100L, 0L, 100L, 0L, 0L);
        assertThat(board.pwm("D21").history())
                .extracting(change -> Math.round(change.dutyCycle() * 100))
                .containsSubsequence(0L, 100L, 0L, 100L, 50L, 100L, 0L);
    }

    @Test
    void motorStepperDigitalioTurnsForwardAndBack() {
        assertThat(run(new MotorStepperDigitalio())).isZero();

        assertThat(board.pin("D17").history()).hasSizeGreaterThan(300);
        assertThat(board.clock().now()).isEqualTo(Duration.ofSeconds(12));
        for (String coil : List.of("D17", "D27", "D22", "D23")) {
            assertThat(board.pin(coil).level()).as(coil).isFalse();
            assertThat(board.pin(coil).isHeld()).as(coil).isFalse();
        }
    }

    /** 0.75 and 1.5 ms at 25 MHz / 4096 / 122 are 153.7 and 307.4 of 4096 steps. */
    @Test
    void servokitLeavesItsServosWhereTheyAre() {
        ServokitSimpleTest sample = new ServokitSimpleTest();

        assertThat(run(sample)).isZero();

        assertThat(sample.controller.dutyCycle(0)).isEqualTo(153 / 4096.0);
        assertThat(sample.controller.dutyCycle(1)).isEqualTo(307 / 4096.0);
    }

    @Test
    void motorkitLeavesItsMotorBrakedAndItsStepperOnItsLastCoil() {
        MotorkitDcMotorSimpleTest motor = new MotorkitDcMotorSimpleTest();
        assertThat(run(motor)).isZero();
        assertThat(List.of(8, 9, 10))
                .allSatisfy(output -> assertThat(motor.controller.dutyCycle(output))
                        .as("output %s", output)
                        .isEqualTo(1));

        board.close();
        board = SimBoard.start(Boards.board("RASPBERRY_PI_4B"));
        MotorkitStepperSimpleTest stepper = new MotorkitStepperSimpleTest();
        assertThat(run(stepper)).isZero();
        // 100 steps are 25 rounds of the four coils.
        assertThat(stepper.controller.dutyCycle(9)).isEqualTo(1);
        assertThat(stepper.controller.dutyCycle(10)).isZero();
    }

    @Test
    void pca9685DimsItsFirstOutput() {
        Pca9685SimpleTest sample = new Pca9685SimpleTest();

        assertThat(run(sample)).isZero();

        assertThat(printed).isEqualTo("LED0: 32752 of 65536, at 59.84 Hz\n");
        assertThat(sample.controller.dutyCycle(0)).isEqualTo(2047 / 4096.0);
    }

    @Test
    void pcf8574LightsItsLedWhileTheButtonIsPressed() {
        Pcf8574SimpleTest sample = new Pcf8574SimpleTest();
        // The sample goes on for a while after its last line.
        List<String> seen = new ArrayList<>();
        System.setOut(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8) {
            @Override
            public void write(byte[] bytes, int offset, int length) {
                String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
                if (!text.isBlank()) {
                    seen.add("%s, LED %s".formatted(text.strip(), sample.expander.latch() == 0x7F ? "on" : "off"));
                }
            }
        });

        assertThat(Launcher.run(sample, "--lines", "2")).isZero();

        assertThat(seen).containsExactly("pressed, LED on", "released, LED off");
    }

    @Test
    void pcf8591SetsItsOutputAndPrintsItsInput() {
        Pcf8591SimpleTest sample = new Pcf8591SimpleTest();
        sample.converter.volts(0, 3.3 * 64 / 256);

        runFor(Duration.ofMillis(500), sample, Pcf8591SimpleTest::main);

        assertThat(printed).isEqualTo("Setting out to 65535\nPin 0: 0.83V\n\n");
        assertThat(sample.converter.output()).as("off at the end").isNaN();
    }

    @Test
    void theEepromIsOnlyReadWithoutTheArgumentWrite() {
        Eeprom24lc32SimpleTest sample = new Eeprom24lc32SimpleTest();
        sample.eeprom.bytes(0, new byte[] {1, 2, 3, 4, 5});

        assertThat(run(sample)).isZero();

        assertThat(printed).isEqualTo("length: 4096\n");
        assertThat(sample.eeprom.bytes(0, 5)).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void theEepromReturnsTheWrittenBytes() {
        Eeprom24lc32SimpleTest sample = new Eeprom24lc32SimpleTest();
        sample.eeprom.bytes(0, new byte[] {1, 2, 3, 4, 5});

        assertThat(run(sample, "write")).isZero();

        assertThat(printed).isEqualTo("length: 4096\n4\n[9, 3, 8, 1]\n");
        assertThat(sample.eeprom.bytes(0, 5)).containsExactly(9, 3, 8, 1, 5);
    }

    /** In steps of 1/1100 gauss along x and y, 1/980 along z; 1 gauss is 100 µT. */
    @Test
    void lsm303dlhMagPrintsTheFieldInMicroteslas() {
        Lsm303dlhMagSimpleTest sample = new Lsm303dlhMagSimpleTest();
        sample.sensor.magnetic(100.0 * 11 / 1100, 100.0 * -1100 / 1100, 100.0 * 490 / 980);

        assertThat(run(sample, "--lines", "1")).isZero();

        assertThat(printed).isEqualTo("Magnetometer (microteslas): (     1.000,   -100.000,     50.000)\n");
    }

    @Test
    void tca9548aListsTheAddressesOnEachChannel() {
        assertThat(run("tca9548a")).isZero();

        assertThat(printed.lines().toList())
                .containsExactly(
                        "Channel 0: [0x18, 0x19]",
                        "Channel 1: [0x18, 0x19]",
                        "Channel 2: [0x18]",
                        "Channel 3: [0x18]",
                        "Channel 4: [0x18]",
                        "Channel 5: [0x18]",
                        "Channel 6: [0x18]",
                        "Channel 7: [0x18]");
    }

    @Test
    void tca9548aMultisensorReadsTwoSensorsWithOneAddress() {
        Tca9548aMultisensor sample = new Tca9548aMultisensor();
        sample.indoors.temperature(21.0625);
        sample.outdoors.temperature(-0.0625);

        assertThat(run(sample, "--lines", "1")).isZero();

        assertThat(printed).isEqualTo("21.0625 -0.0625\n");
    }

    @Test
    void boardInfoPrintsTheBoardAndItsPins() {
        assertThat(run("board-info")).isZero();

        assertThat(printed)
                .startsWith("Board:    RASPBERRY_PI_4B (Raspberry Pi 4 Model B)\n")
                .contains("\nProvider: sim\n")
                .contains("\nI2C:      (scl=SCL, sda=SDA) /dev/i2c-1")
                .contains("\nPWM:      (D12) fe20c000.pwm:0, ")
                .containsPattern("\npinctrl-bcm2711:2 +D2 SDA\n")
                .containsPattern("\npinctrl-bcm2711:18 +D18\n");
    }

    private static Sample withoutItsSensor() {
        return new Sample("bme280", "", Bme280SimpleTest::main) {};
    }

    @Test
    void aMissingDeviceIsReportedInOneLine() {
        assertThat(run(withoutItsSensor())).isEqualTo(1);

        assertThat(printed).isEmpty();
        assertThat(reported.lines().toList())
                .hasSize(2)
                .last()
                .asString()
                .startsWith("no I2C device at address 0x77 of ")
                .contains("No simulated chip", "BLINKA_CHIPS=BME280@0x77");
    }

    @Test
    void verboseShowsTheStackTraceOfAFailure() {
        assertThat(run(withoutItsSensor(), "--verbose")).isEqualTo(1);

        assertThat(reported)
                .contains("DeviceNotFoundException: no I2C device at address 0x77")
                .contains("at blinka4j.samples.Bme280SimpleTest.main(Bme280SimpleTest.java:");
    }

    @Test
    void aSampleRunsOnABoardWithoutHeaderPins() {
        board.close();
        board = SimBoard.start(Boards.board("SABRELITE"));

        assertThat(run("i2c-scan", "--lines", "1")).isZero();
        assertThat(printed).contains("0x77");
    }

    @Test
    void theBoardIsClosedAtTheEnd() {
        assertThat(run("pct2075", "--lines", "1")).isZero();

        assertThatThrownBy(() -> new DigitalInOut(board.blinka().pin("D18")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void secondsEndASampleThatNeverSleeps() {
        long began = System.nanoTime();

        assertThat(run("uart", "--seconds", "0.3")).isZero();

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(290));
    }
}
