// SPDX-License-Identifier: MIT
package blinka4j.drivers.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.data.Offset.offset;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import blinka4j.BusException;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.I2C;
import blinka4j.drivers.tca9548a.TCA9548A;
import blinka4j.sim.Commands;
import blinka4j.sim.I2CRecorder;
import blinka4j.sim.Registers8;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.SimI2CDevice;
import blinka4j.sim.WordRegisters;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Facts from other projects' tests and from data sheets, in {@code src/test/resources/vectors}: which bytes a chip has,
 * and what a driver must make of them. Each driver's file is run on a simulated chip of the kind that it names.
 */
class VectorsTest {
    private static final Path FOLDER = folder();

    private static final Map<String, String> PACKAGES = Map.of("24lc32", "eeprom24lc32");

    private interface Action {
        void on(Object device);
    }

    /** What the vectors say in words. */
    private static final Map<String, Action> IN_WORDS =
            Map.of("write to mux address", device -> ((TCA9548A) device).get(0).writeTo(0x70, new byte[] {0}));

    private static Path folder() {
        try {
            return Path.of(VectorsTest.class.getResource("/vectors").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<JsonObject> vectors() throws IOException {
        List<JsonObject> vectors = new ArrayList<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.sorted().toList()) {
                JsonObject all = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
                all.getAsJsonArray("vectors").forEach(vector -> vectors.add(vector.getAsJsonObject()));
            }
        }
        return vectors;
    }

    @TestFactory
    Stream<DynamicTest> theDriverMakesOfTheBytesWhatItMust() throws IOException {
        return vectors().stream()
                .map(vector -> dynamicTest(vector.get("id").getAsString(), () -> new Run(vector).check()));
    }

    @Test
    void everyDriverHasVectors() throws IOException {
        Path packages = Path.of("src/main/java/blinka4j/drivers");
        try (Stream<Path> drivers = Files.list(packages)) {
            assertThat(vectors().stream().map(VectorsTest::packageName).distinct())
                    .containsExactlyInAnyOrderElementsOf(
                            drivers.map(folder -> folder.getFileName().toString())
                                    .toList());
        }
    }

    private static String packageName(JsonObject vector) {
        String driver = vector.get("driver").getAsString();
        return PACKAGES.getOrDefault(driver, driver.replace("_", ""));
    }

    /** One vector on its simulated chip. */
    private static final class Run {
        private final JsonObject vector;
        private final SimI2CDevice chip;
        private final int address;
        private final I2CRecorder recorder;
        private final PythonProgram program;

        Run(JsonObject vector) {
            this.vector = vector;
            JsonObject bus = vector.getAsJsonObject("bus");
            assertThat(bus.get("kind").getAsString()).as("kind of bus").isEqualTo("i2c");
            address = number(bus.get("address"));
            chip = chip(vector.getAsJsonObject("device"), text(vector, "driver"));
            recorder = new I2CRecorder(new SimI2CBus().attach(address, chip));
            program = new PythonProgram("blinka4j.drivers." + packageName(vector), Map.of("i2c", new I2C(recorder)));
        }

        void check() throws Exception {
            List<JsonObject> expectations = new ArrayList<>();
            array("expect").forEach(each -> expectations.add(each.getAsJsonObject()));
            String[] lines = vector.get("construct")
                    .getAsString()
                    .replaceFirst("#.*", "")
                    .split(";");
            // An index that an expectation repeats, as in TCA9548A(i2c)[8], is left to it.
            String construct = lines[0].strip().replaceFirst("\\[\\d+]$", "");

            if (expectations.size() == 1 && text(expectations.get(0), "python").equals("(construct)")) {
                assertThat(catchThrowable(() -> program.construct(construct)))
                        .isInstanceOf(DeviceNotFoundException.class);
                return;
            }
            Object device = program.construct(construct);
            for (String line : Arrays.asList(lines).subList(1, lines.length)) {
                program.run(line.strip());
            }
            for (JsonElement operation : array("ops")) {
                for (String line : operation.getAsString().split(";")) {
                    program.run(line.strip());
                }
            }
            assertThat(expectations.size()
                            + array("expect_writes").size()
                            + finalRegisters().size())
                    .as("what is expected")
                    .isPositive();
            for (JsonObject expectation : expectations) {
                check(device, expectation);
            }
            checkWrites();
            finalRegisters()
                    .entrySet()
                    .forEach(register -> assertThat(((Registers8) chip).register(Integer.decode(register.getKey())))
                            .as("register " + register.getKey())
                            .isEqualTo(number(register.getValue())));
        }

        private void check(Object device, JsonObject expectation) throws Exception {
            String python = text(expectation, "python");
            if (expectation.has("raises")) {
                assertThat(catchThrowable(() -> {
                            if (IN_WORDS.containsKey(python)) {
                                IN_WORDS.get(python).on(device);
                            } else {
                                program.run(python);
                            }
                        }))
                        .as(python)
                        .isInstanceOf(exception(text(expectation, "raises")));
                return;
            }
            double tolerance = expectation.get("tolerance").getAsDouble();
            Object value = program.run(python.replaceFirst(" \\(.*\\)$", ""));
            compare(python, value, expectation.get("value"), tolerance);
        }

        private void checkWrites() {
            List<String> writes = recorder.writes(address).stream()
                    .map(HexFormat.of()::formatHex)
                    .toList();
            List<String> expected = new ArrayList<>();
            for (JsonElement bytes : array("expect_writes")) {
                expected.add(HexFormat.of().formatHex(bytes(bytes)));
            }
            if (!expected.isEmpty()) {
                assertThat(writes).as("writes").containsSubsequence(expected);
            }
        }

        private JsonArray array(String name) {
            return vector.has(name) ? vector.getAsJsonArray(name) : new JsonArray();
        }

        private JsonObject finalRegisters() {
            return vector.has("expect_final_registers")
                    ? vector.getAsJsonObject("expect_final_registers")
                    : new JsonObject();
        }
    }

    private static SimI2CDevice chip(JsonObject device, String driver) {
        String type = text(device, "type");
        return switch (type) {
            case "registers8" -> registers8(device);
            case "word_registers" -> wordRegisters(device);
            case "commands" -> commands(device, driver);
            default -> throw new IllegalArgumentException("no simulated device for the type " + type);
        };
    }

    private static Registers8 registers8(JsonObject device) {
        int pointerBytes = device.has("pointer_bytes") ? number(device.get("pointer_bytes")) : 1;
        Registers8 chip = new Registers8(pointerBytes);
        if (pointerBytes == 1) {
            chip.pointerMask(number(device.get("pointer_mask")));
        }
        entries(device, "alias").forEach((register, of) -> chip.alias(register, number(of)));
        entries(device, "registers").forEach((register, values) -> chip.register(register, numbers(values)));
        entries(device, "self_clearing_bits").forEach((register, mask) -> chip.selfClearing(register, number(mask)));
        chip.readOnly(list(device, "read_only"));
        return chip.nackOnWrite(list(device, "nack_on_write"));
    }

    private static WordRegisters wordRegisters(JsonObject device) {
        WordRegisters chip = new WordRegisters();
        entries(device, "registers").forEach((register, values) -> chip.bytes(register, numbers(values)));
        entries(device, "self_clearing_bits").forEach((register, mask) -> {
            int[] bytes = numbers(mask);
            chip.selfClearing(register, bytes[0] << 8 | bytes[1]);
        });
        return chip.readOnly(list(device, "read_only"));
    }

    private static Commands commands(JsonObject device, String driver) {
        Commands chip = new Commands();
        // The vectors list no commands without a reply.
        switch (driver) {
            case "ahtx0" -> {
                chip.on(0xBA);
                chip.on(0xE1);
            }
            case "sht4x" -> chip.on(0x94);
            case "tca9548a" -> chip.acceptsUnknown();
            default -> {}
        }
        device.getAsJsonObject("replies").entrySet().forEach(entry -> {
            byte[] prefix = HexFormat.of().parseHex(entry.getKey());
            Commands.Command command = chip.on(
                    IntStream.range(0, prefix.length).map(i -> prefix[i]).toArray());
            entry.getValue().getAsJsonArray().forEach(reply -> command.replies(numbers(reply)));
        });
        return chip;
    }

    private static Map<Integer, JsonElement> entries(JsonObject device, String name) {
        Map<Integer, JsonElement> entries = new TreeMap<>();
        if (device.has(name)) {
            device.getAsJsonObject(name)
                    .entrySet()
                    .forEach(entry -> entries.put(Integer.decode(entry.getKey()), entry.getValue()));
        }
        return entries;
    }

    private static int[] list(JsonObject device, String name) {
        return device.has(name) ? numbers(device.get(name)) : new int[0];
    }

    private static int[] numbers(JsonElement array) {
        return array.getAsJsonArray().asList().stream()
                .mapToInt(VectorsTest::number)
                .toArray();
    }

    private static byte[] bytes(JsonElement array) {
        int[] numbers = numbers(array);
        byte[] bytes = new byte[numbers.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) numbers[i];
        }
        return bytes;
    }

    private static int number(JsonElement value) {
        return value.getAsJsonPrimitive().isString() ? Integer.decode(value.getAsString()) : value.getAsInt();
    }

    private static String text(JsonObject object, String name) {
        return object.get(name).getAsString();
    }

    /** The Java exception for Python's. */
    private static Class<? extends Throwable> exception(String python) {
        return switch (python) {
            case "ValueError", "AttributeError", "AssertionError", "TypeError" -> IllegalArgumentException.class;
            case "IndexError" -> IndexOutOfBoundsException.class;
            case "RuntimeError", "OSError" -> BusException.class;
            default -> throw new IllegalArgumentException("no exception for Python's " + python);
        };
    }

    private static void compare(String what, Object value, JsonElement expected, double tolerance) throws Exception {
        if (expected.isJsonArray()) {
            List<Object> parts = parts(value);
            assertThat(parts).as(what).hasSize(expected.getAsJsonArray().size());
            for (int i = 0; i < parts.size(); i++) {
                compare(
                        what + "[" + i + "]",
                        parts.get(i),
                        expected.getAsJsonArray().get(i),
                        tolerance);
            }
        } else if (expected.getAsJsonPrimitive().isBoolean()) {
            assertThat(value).as(what).isEqualTo(expected.getAsBoolean());
        } else if (expected.getAsJsonPrimitive().isString()) {
            assertThat(value).asString().as(what).isEqualTo(expected.getAsString());
        } else {
            double number = value instanceof Enum<?> constant ? constant.ordinal() : ((Number) value).doubleValue();
            assertThat(number).as(what).isCloseTo(expected.getAsDouble(), offset(tolerance));
        }
    }

    /** What Python has as a tuple, or as bytes. */
    private static List<Object> parts(Object value) throws Exception {
        List<Object> parts = new ArrayList<>();
        if (value instanceof byte[] bytes) {
            for (byte b : bytes) {
                parts.add(b & 0xff);
            }
        } else if (value instanceof LocalDateTime time) {
            parts.addAll(List.of(
                    time.getYear(),
                    time.getMonthValue(),
                    time.getDayOfMonth(),
                    time.getHour(),
                    time.getMinute(),
                    time.getSecond()));
        } else if (value instanceof Record) {
            for (RecordComponent component : value.getClass().getRecordComponents()) {
                parts.add(component.getAccessor().invoke(value));
            }
        } else {
            parts.add(value);
        }
        return parts;
    }
}
