// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A guest with the project in it. The first test class with a parameter for it boots it, and all such classes share it:
 * {@code Lab lab} is the guest "sabrelite", {@code @On("raspi3b") Lab lab} another one, and {@code @On(value = "sabrelite", alone =
 * true)} one for this class only. The output of programs in the guest is also printed here, so that the report of a test shows it.
 */
final class Lab implements AutoCloseable {
    /** The limit for a step that takes no noticeable time on an idle machine. */
    static final Duration PATIENCE = Duration.ofMinutes(4);

    /**
     * A board file of the user's, as boards/README.md describes it: the board has no pins of the names that the samples use, so
     * the user gives them.
     */
    private static final String BOARD_FILE = """
            # SPDX-License-Identifier: MIT
            include = SABRELITE
            pin.GPIO5.18 = D18
            pin.GPIO4.4 = D4
            """;

    private static final Pattern WORD = Pattern.compile("0x([0-9a-f]{8})(?=\\\\r)");

    /** The class path of each program: the project, and the libraries of the Linux provider. */
    private static final String[] USUAL = {"blinka4j", "/target/", "jna", "slf4j"};

    /**
     * Libraries that are in the guest, but on the class path only if a program asks for them ({@link Program#with}): other libraries
     * for the same hardware, the project's providers that use them, and their dependencies.
     */
    static final String[] OPTIONAL = {"pi4j", "diozero", "tinylog"};

    private final Guest guest;

    /** Null if the guest has its own Java. */
    private final @Nullable Startup startup;

    /** Their paths in the guest. The usual ones are first. */
    private final Map<Path, String> libraries = new LinkedHashMap<>();

    private Lab(String name) {
        this(name, new Overlay());
    }

    /** Boots a guest of the caller's own, with more files in it. */
    Lab(String name, Overlay overlay) {
        Machine machine = machine(name);
        if (name.equals("sabrelite")) {
            overlay.add(BOARD_FILE, "/root/.config/blinka4j/boards/SABRELITE.properties");
        }
        if (name.equals("raspi3b")) {
            InstalledIT.addPackage(overlay);
        }
        List<Path> usual = ClassPath.matching(USUAL).stream()
                .filter(library -> !ClassPath.matches(library, OPTIONAL))
                .toList();
        startup = machine.sharesFiles() ? Startup.of(usual) : null;
        Stream.concat(usual.stream(), ClassPath.matching(OPTIONAL).stream())
                .forEach(library -> libraries.put(
                        library,
                        startup == null
                                ? overlay.addLibrary(library)
                                : startup.jar(library).toString()));
        guest = Guest.boot(machine, overlay);
    }

    private static Machine machine(String name) {
        return switch (name) {
            case "sabrelite" -> Sabrelite.machine();
            case "raspi3b" -> Raspi3b.machine();
            case "gpiosim" -> GpioSim.machine();
            case "exact" -> GpioSim.exact();
            default -> throw new IllegalArgumentException("no guest '" + name + "': src/test/lab/README.md names them");
        };
    }

    /** Gives tests their guests, and ends these after the last of them. */
    static final class Extension implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Lab.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            Optional<On> on = parameter.findAnnotation(On.class);
            String name = on.map(On::value).orElse("sabrelite");
            return on.map(On::alone).orElse(false)
                    ? of(
                            name,
                            name + " for " + parameter.getDeclaringExecutable().getDeclaringClass(),
                            context.getRoot())
                    : of(name, context);
        }
    }

    /**
     * Returns the guest that all test classes share, or boots it. {@code exact} is that of one test class and ends with it, as it uses
     * the host's processor even at rest.
     */
    static Lab of(String name, ExtensionContext context) {
        return of(name, name, name.equals("exact") ? context : context.getRoot());
    }

    private static Lab of(String name, String key, ExtensionContext holder) {
        return holder.getStore(Namespace.create(Lab.class)).computeIfAbsent(key, any -> new Lab(name), Lab.class);
    }

    Guest guest() {
        return guest;
    }

    /** Returns whether the guest has a command, such as {@code java25}. */
    boolean has(String command) {
        return guest.run("command -v " + command).exit() == 0;
    }

    /** Returns a program whose way to run the caller sets up. */
    Program program(Class<?> program) {
        return new Program(this, program.getName());
    }

    /** Returns the command that runs a program. */
    String java(Class<?> program, String... arguments) {
        return java(program.getName(), arguments);
    }

    String java(String program, String... arguments) {
        return new Program(this, program).command(arguments);
    }

    /** Returns the class path in the guest: the usual one and the optional libraries whose name contains one of the words. */
    String classPath(List<String> words) {
        String[] wanted = words.toArray(String[]::new);
        for (String word : wanted) {
            if (libraries.keySet().stream().noneMatch(library -> ClassPath.matches(library, word))) {
                throw new IllegalArgumentException(
                        "no library '" + word + "': is it a dependency of src/test/pom.xml?");
            }
        }
        return libraries.entrySet().stream()
                .filter(library ->
                        !ClassPath.matches(library.getKey(), OPTIONAL) || ClassPath.matches(library.getKey(), wanted))
                .map(Map.Entry::getValue)
                .collect(Collectors.joining(":"));
    }

    /** Returns the options with which each virtual machine is started by a command, such as {@code java17}. */
    List<String> options(String java) {
        // In an emulator a compiler takes longer than it saves, except for code that runs very often.
        List<String> options = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1", "-XX:CompileThresholdScaling=10"));
        if (startup != null) {
            options.add(startup.option(java));
        }
        return options;
    }

    /** Starts a program. */
    Job start(Class<?> program, String... arguments) {
        return guest.start(java(program, arguments));
    }

    /** Waits for a program to end, which must not fail, and returns its output. */
    String finish(Job job, Duration patience) {
        Result result = job.await(patience);
        show(job);
        assertThat(result.exit()).as("exit status of " + job).isZero();
        return result.out();
    }

    /** Starts a program that answers line by line. */
    Dialogue talk(Class<?> program) {
        return talk(program(program));
    }

    Dialogue talk(Program program) {
        return new Dialogue(this, program);
    }

    /** Puts the output of a command into the report. */
    static void show(Job job) {
        String errors = job.err();
        // One call, as tests run side by side.
        System.out.println(job.command().replaceAll("-cp '[^']*'", "-cp ...") + "\n" + indent(job.out())
                + (errors.isEmpty() ? "" : "on its error output:\n" + indent(errors)));
    }

    static String indent(String text) {
        return text.lines().map(line -> "    " + line + "\n").collect(Collectors.joining());
    }

    /** Returns the lines of the guest's {@code gpioinfo} that belong to one line of a controller. */
    String gpioinfo(int chip, int line) {
        String info = guest.output("gpioinfo gpiochip" + chip)
                .lines()
                .filter(text -> text.matches("\\s+line\\s+" + line + ":.*"))
                .collect(Collectors.joining());
        assertThat(info).as("gpioinfo gpiochip" + chip + ", line " + line).isNotEmpty();
        return info.strip().replaceAll("\\s+", " ");
    }

    /** Waits until {@code gpioinfo} says so of a line. */
    void awaitGpioinfo(int chip, int line, String text) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        String info = gpioinfo(chip, line);
        while (!info.contains(text) && System.nanoTime() - end < 0) {
            info = gpioinfo(chip, line);
        }
        assertThat(info).contains(text);
    }

    /** Returns the levels to which an output has changed so far, in order. */
    List<Boolean> levels(int line) {
        // The answer comes after all earlier changes.
        guest.qtest().read32(0);
        return guest.qtest().changes().stream()
                .filter(change -> change.line() == line)
                .map(Qtest.Change::high)
                .toList();
    }

    /** Waits until an output has changed so many times. */
    void awaitLevels(int line, int count) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (levels(line).size() < count) {
            assertThat(System.nanoTime())
                    .as("time for change " + count + " of line " + line + ", after " + levels(line))
                    .isLessThan(end);
            Guest.pause();
        }
    }

    /** Returns a word of the machine's memory, such as a register of a controller. */
    long memory(long address) {
        String answer =
                guest.qmp().execute("human-monitor-command", "\"command-line\": \"xp /1wx 0x%x\"".formatted(address));
        Matcher word = WORD.matcher(answer);
        assertThat(word.find()).as(answer).isTrue();
        return Long.parseLong(word.group(1), 16);
    }

    /** Returns the random bytes that a program has printed in base64 after a key word. */
    static byte[] base64(String output, String key) {
        return Base64.getDecoder().decode(line(output, key).getBytes(StandardCharsets.US_ASCII));
    }

    /** Returns the rest of the line that begins with a key word. */
    static String line(String output, String key) {
        return output.lines()
                .filter(text -> text.startsWith(key))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line begins with '" + key + "' in:\n" + output))
                .substring(key.length())
                .strip();
    }

    @Override
    public void close() {
        guest.close();
    }
}
