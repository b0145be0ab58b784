// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import blinka4j.boards.Boards;
import blinka4j.samples.launcher.Launcher;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A sample of a sensor, on a simulated Raspberry Pi 4, prints what the sensor was set to, and then other readings. */
class ReadingsTest {
    static Stream<Arguments> samples() {
        Tmp117SimpleTest tmp117 = new Tmp117SimpleTest();
        tmp117.sensor.temperature(-40.25);
        Adt7410SimpleTest adt7410 = new Adt7410SimpleTest();
        adt7410.sensor.temperature(-10.5);
        Ina219SimpleTest ina219 = new Ina219SimpleTest();
        ina219.sensor.load(12, 500);
        Ina260SimpleTest ina260 = new Ina260SimpleTest();
        ina260.sensor.load(11.98, 12_500);
        Ina3221SimpleTest ina3221 = new Ina3221SimpleTest();
        ina3221.sensor.load(1, 13.928, 7.48);
        return Stream.of(
                arguments(new Mcp230xxSimpleTest(), 40, List.of("Pin 1 is at a high level: true")),
                arguments(new CounterSimpleTest(), 4, List.of("0", "3", "6", "9")),
                arguments(new FrequencyInSimpleTest(), 3, List.of("0.0", "200.0", "200.0")),
                arguments(
                        new KeypadKeys(),
                        4,
                        List.of(
                                "<Event: key_number 0 pressed>",
                                "<Event: key_number 0 released>",
                                "<Event: key_number 0 pressed>",
                                "<Event: key_number 0 released>")),
                arguments(
                        new KeypadMatrix(),
                        6,
                        List.of("1 pressed", "1 released", "2 pressed", "2 released", "3 pressed")),
                arguments(new Hx711SimpleTest(), 8, List.of("Reading: 536871")),
                arguments(new MatrixkeypadSimpleTest(), 12, List.of("Pressed:  [1]", "Pressed:  [2]")),
                arguments(new Cap1188SimpleTest(), 60, List.of("Pin 8 touched!", "Pin 1 touched!")),
                arguments(new Drv2605SimpleTest(), 3, List.of("Playing effect #1", "Playing effect #2")),
                arguments(new Mpr121SimpleTest(), 60, List.of("Input 11 touched!", "Input 0 touched!")),
                arguments(
                        ina3221,
                        30,
                        List.of(
                                "Channel 2:",
                                "  Bus Voltage: 13.928000 V",
                                "  Shunt Voltage: 7.480000 mV",
                                "  Current: 149.600000 mA")),
                arguments(
                        new SeesawRotarySimpleTest(),
                        20,
                        List.of(
                                "Found product 4991",
                                "Position: 0",
                                "Position: -2",
                                "Button pressed",
                                "Position: -12")),
                arguments(new DhtSimpleTest(), 4, List.of("Temp: 72.5 F / 22.5 C    Humidity: 44.2% ")),
                arguments(new Hcsr04SimpleTest(), 30, List.of("51.0")),
                arguments(
                        new IrremoteSimpleTest(),
                        9,
                        List.of("Decoded: [32, 223, 16, 239]", "Decoded: [32, 223, 144, 111]")),
                arguments(ina260, 4, List.of("Current: 12500.00 mA Voltage: 11.98 V Power:149750.00 mW")),
                arguments(tmp117, 8, List.of("Temperature: -40.25 degrees C")),
                arguments(adt7410, 12, List.of("-10.5")),
                arguments(
                        ina219,
                        30,
                        List.of(
                                "  bus_voltage_range:    RANGE_32V",
                                "  mode:                 SANDBVOLT_CONTINUOUS",
                                "Voltage (VIN+) : 12.050   V",
                                "Voltage (VIN-) : 12.000   V",
                                "Shunt Voltage  :  0.05000 V",
                                "Shunt Current  :  0.5000  A",
                                "Power Register :  6.000   W")));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aSamplePrintsReadingsThatMove(Sample sample, int lines, List<String> expected) {
        Locale locale = Locale.getDefault();
        PrintStream out = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Locale.setDefault(Locale.ROOT);
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        SimBoard board = SimBoard.start(Boards.board("RASPBERRY_PI_4B"));
        try {
            assertThat(Launcher.run(sample, "--lines", Integer.toString(lines))).isZero();
        } finally {
            board.close();
            System.setOut(out);
            System.clearProperty("blinka.provider");
            System.clearProperty("blinka.forceboard");
            Locale.setDefault(locale);
        }
        List<String> printed = bytes.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(printed).hasSize(lines).containsSubsequence(expected);
        String last = expected.get(expected.size() - 1);
        String label = last.replaceFirst("[-0-9.]+.*", "");
        assertThat(printed)
                .as("readings that move")
                .anyMatch(line -> line.startsWith(label) && line.matches(".*\\d.*") && !line.equals(last));
    }
}
