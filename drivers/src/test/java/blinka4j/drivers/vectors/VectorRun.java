// SPDX-License-Identifier: MIT
package blinka4j.drivers.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Runs one vector: constructs the driver on the simulated chip, runs the operations, and compares. {@code construct} is
 * the line that makes the driver, lines after a semicolon, or a line for a driver that other vectors construct. Lines
 * that an expectation repeats are left to it. {@code ops} may repeat them in words.
 */
final class VectorRun {
    /** What the vectors say in words. */
    private static final Map<String, String> IN_WORDS = Map.of(
            "write to mux address", "[0].write_to(0x70, [0])",
            "pull (UP|DOWN)", "get_pin(0).pull = $1",
            "get_pin\\((\\d+)\\) output high", "get_pin($1).switch_to_output(True)",
            "get_pin\\((\\d+)\\) output low", "get_pin($1).switch_to_output(False)");

    private static final Pattern WORD = Pattern.compile("[A-Za-z]+");
    private static final Pattern COMMENT = Pattern.compile("#.*|(?<![=,]) \\([^()]*\\)$");

    private final JsonObject vector;
    private final Names names;
    private final List<JsonObject> ofDriver;
    private final VectorBus bus;
    private final PythonProgram program;
    private final Values values;
    private final List<JsonObject> expectations;

    private VectorRun(JsonObject vector, Names names, List<JsonObject> ofDriver, VectorBus bus) {
        this.vector = vector;
        this.names = names;
        this.ofDriver = ofDriver;
        this.bus = bus;
        values = new Values(names);
        expectations = Json.objects(vector, "expect");
        Map<String, Object> variables = bus.variables();
        program = new PythonProgram(names, variables, call -> standard(variables, call));
    }

    /** @param ofDriver all vectors of the driver; they show how it is constructed */
    static void check(JsonObject vector, Names names, List<JsonObject> ofDriver) throws Exception {
        if (Json.text(vector.getAsJsonObject("bus"), "kind").equals("none")) {
            Functions.check(vector);
            return;
        }
        try (VectorBus bus = VectorBus.of(vector)) {
            new VectorRun(vector, names, ofDriver, bus).check();
        }
    }

    private void check() throws Exception {
        for (JsonObject expectation : expectations) {
            if (Json.text(expectation, "python").equals("(construct)")) {
                Throwable thrown = catchThrowable(this::construct);
                Failures.check("construct", thrown, Json.text(expectation, "raises"), Failures.When.CONSTRUCT);
                return;
            }
        }
        operate(construct());
        Map<Integer, JsonElement> registers = Json.registers(vector, "expect_final_registers");
        List<String> writes = new ArrayList<>();
        Json.array(vector, "expect_writes").forEach(bytes -> writes.add(hex(Json.bytes(bytes))));
        assertThat(expectations.size() + writes.size() + registers.size())
                .as("what is expected")
                .isPositive();
        for (JsonObject expectation : expectations) {
            check(expectation);
        }
        if (!writes.isEmpty()) {
            assertThat(bus.writes().stream().map(VectorRun::hex)).as("writes").containsSubsequence(writes);
        }
        registers.forEach((register, value) -> {
            byte[] expected = Json.bytes(value);
            assertThat(hex(bus.register(register, expected.length)))
                    .as("register 0x%02x".formatted(register))
                    .isEqualTo(hex(expected));
        });
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** Lines that could be run and lines that could not. */
    private record Lines(List<String> run, List<CannotRun> failures) {
        Lines() {
            this(new ArrayList<>(), new ArrayList<>());
        }
    }

    private Lines construct() throws Exception {
        Lines lines = new Lines();
        List<String> all = lines(Json.text(vector, "construct"));
        if (all.isEmpty()) {
            throw new CannotRun("the vector constructs nothing");
        }
        for (int i = 0; i < all.size(); i++) {
            String line = all.get(i);
            Python root = i == 0 ? root(line) : null;
            if (root == null) {
                run(line, lines);
            } else if (!isExpected(root)) {
                begin(root, Python.parse(line), lines, line);
            }
        }
        return lines;
    }

    /** The call of a constructor with which the line begins; null if it does not. */
    private Python root(String line) {
        Python root = null;
        try {
            for (Python each = Python.parse(line); each != null; each = Python.of(each)) {
                if (each instanceof Python.Call call
                        && (call.function() instanceof Python.Name || call.function() instanceof Python.Attribute)
                        && names.type(last(call.function())) != null) {
                    root = each;
                }
            }
        } catch (CannotRun e) {
            return null;
        }
        return root;
    }

    private static String last(Python name) {
        return name instanceof Python.Attribute attribute ? attribute.name() : ((Python.Name) name).name();
    }

    /** {@code TCA9548A(i2c)[8]}: the driver, and what follows unless an expectation repeats it. */
    private void begin(Python root, Python all, Lines lines, String line) throws Exception {
        Object device = program.run(root);
        Python rest = Python.without(root, all);
        if (rest instanceof Python.Device || isExpected(rest)) {
            return;
        }
        program.self(device);
        Object value = program.run(rest);
        lines.run.add(line);
        if (!(rest instanceof Python.Call) && value != null) {
            program.self(value);
        }
    }

    private boolean isExpected(Python line) {
        for (JsonObject expectation : expectations) {
            try {
                if (Python.parse(program(Json.text(expectation, "python"))).equals(line)) {
                    return true;
                }
            } catch (CannotRun e) {
                continue;
            }
        }
        return false;
    }

    private void run(String line, Lines lines) throws Exception {
        try {
            Python python = Python.parse(program(line));
            if (!isExpected(python) && !lines.run.contains(line)) {
                Object value = program.run(python);
                if (value instanceof Values.Symbol) {
                    throw new CannotRun("nothing has the name " + line);
                }
            }
            lines.run.add(line);
        } catch (CannotRun e) {
            lines.failures.add(e);
        }
    }

    /**
     * A line of {@code ops} that is no program may say in other words what {@code construct} has done, and a line of
     * {@code construct} may be in words if {@code ops} has the program.
     */
    private void operate(Lines constructed) throws Exception {
        for (String line : operations()) {
            Lines lines = new Lines();
            lines.run.addAll(constructed.run);
            run(line, lines);
            if (!lines.failures.isEmpty() && constructed.run.stream().noneMatch(each -> haveWordInCommon(each, line))) {
                throw lines.failures.get(0);
            }
        }
        if (!constructed.failures.isEmpty() && operations().isEmpty()) {
            throw constructed.failures.get(0);
        }
    }

    private List<String> operations() {
        List<String> all = new ArrayList<>();
        Json.texts(vector, "ops").forEach(each -> all.addAll(lines(each)));
        return all;
    }

    private static boolean haveWordInCommon(String one, String other) {
        List<String> words =
                WORD.matcher(one).results().map(each -> each.group()).toList();
        return WORD.matcher(other).results().anyMatch(each -> words.contains(each.group()));
    }

    private static List<String> lines(String text) {
        return Arrays.stream(COMMENT.matcher(text.strip()).replaceAll("").split(";"))
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private static String program(String line) {
        String words = COMMENT.matcher(line).replaceAll("");
        return IN_WORDS.entrySet().stream()
                .filter(each -> words.matches(each.getKey()))
                .map(each -> words.replaceFirst(each.getKey(), each.getValue()))
                .findFirst()
                .orElse(words);
    }

    private void check(JsonObject expectation) throws Exception {
        String python = Json.text(expectation, "python");
        if (expectation.has("raises")) {
            Python line = Python.parse(program(python));
            Failures.check(
                    python, catchThrowable(() -> program.run(line)), Json.text(expectation, "raises"), when(line));
            return;
        }
        double tolerance =
                expectation.has("tolerance") ? expectation.get("tolerance").getAsDouble() : 0;
        Object value = python.matches("\\(.*written\\)|\\(writes\\)")
                ? bus.writes().get(bus.writes().size() - 1)
                : program.run(Python.parse(program(python)));
        values.compare(python, value, expectation.get("value"), tolerance);
    }

    private static Failures.When when(Python line) {
        if (line instanceof Python.Assignment
                || line instanceof Python.Call call && !call.arguments().isEmpty()) {
            return Failures.When.ARGUMENTS;
        }
        if (line instanceof Python.Index || line instanceof Python.Slice) {
            return Failures.When.INDEX;
        }
        Python of = Python.of(line);
        return of == null ? Failures.When.READ : when(of);
    }

    /** The driver as another vector constructs it, best one of the same chip: the word before the first hyphen of the id. */
    private Object standard(Map<String, Object> variables, PythonProgram in) throws Exception {
        String chip = Json.text(vector, "id").replaceFirst("-.*", "");
        Python found = null;
        for (JsonObject each : ofDriver) {
            for (String line : lines(Json.text(each, "construct"))) {
                for (Python call : constructors(line, variables)) {
                    String name = Names.plain(last(((Python.Call) call).function()));
                    if (name.equalsIgnoreCase(chip)) {
                        return in.run(call);
                    }
                    found = found == null ? call : found;
                }
            }
        }
        return found != null
                ? in.run(found)
                : in.create(names.main(), variables.values().stream().distinct().toList());
    }

    /** The constructors in a line that take the bus. */
    private List<Python> constructors(String line, Map<String, Object> variables) {
        List<Python> found = new ArrayList<>();
        try {
            collect(Python.parse(line), variables, found);
        } catch (CannotRun e) {
            return found;
        }
        return found;
    }

    private void collect(Python line, Map<String, Object> variables, List<Python> found) {
        if (line instanceof Python.Call call) {
            boolean takesBus = call.arguments().stream()
                    .anyMatch(each -> each instanceof Python.Name name && variables.containsKey(name.name()));
            if (takesBus && (call.function() instanceof Python.Name || call.function() instanceof Python.Attribute)) {
                if (names.type(last(call.function())) != null) {
                    found.add(call);
                }
            }
            call.arguments().forEach(each -> collect(each, variables, found));
        }
        Python of = Python.of(line);
        if (of != null) {
            collect(of, variables, found);
        }
    }
}
