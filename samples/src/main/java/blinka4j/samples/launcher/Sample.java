// SPDX-License-Identifier: MIT
package blinka4j.samples.launcher;

import blinka4j.provider.Nearest;
import blinka4j.sim.Motion;
import blinka4j.sim.Quantity;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimPwm;
import blinka4j.sim.parts.SimLed;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * A sample: a program, its name for {@code samples/run}, and its devices on a simulated board. Each public class of the package
 * {@code blinka4j.samples} is a sample and needs a public constructor without parameters.
 */
public abstract class Sample {
    private static final Duration STEP = Duration.ofSeconds(1);
    private static final Duration CYCLE = Duration.ofMinutes(1);
    private static final int NEAREST = 3;

    private final String name;
    private final String summary;
    private final Program program;
    private final long lines;

    /** A sample's {@code main}. */
    public interface Program {
        void run(String[] arguments) throws InterruptedException;
    }

    /**
     * A sample that ends or prints forever.
     *
     * @param summary what it does, in a few words
     */
    protected Sample(String name, String summary, Program program) {
        this(name, summary, program, Long.MAX_VALUE);
    }

    /** @param lines the number of lines that the sample prints before it continues without output */
    protected Sample(String name, String summary, Program program, long lines) {
        this.name = name;
        this.summary = summary;
        this.program = program;
        this.lines = lines;
    }

    /** The id of the board to simulate where there is none. A sample whose pins a Raspberry Pi 4 lacks overrides this. */
    public String simulatedBoard() {
        return "RASPBERRY_PI_4B";
    }

    /** Attaches the sample's devices to a simulated board. */
    public void attachTo(SimBoard board) {}

    final String name() {
        return name;
    }

    final String summary() {
        return summary;
    }

    final long lines() {
        return lines;
    }

    final void run(List<String> arguments) throws InterruptedException {
        program.run(arguments.toArray(new String[0]));
    }

    /** Makes a quantity swing around its present value, up to {@code by} to each side, within a minute of the board's clock, in steps of 1 s. */
    protected static void swing(SimBoard board, Quantity quantity, double by) {
        quantity.follow(Motion.sine(quantity.value(), by, CYCLE)
                .every(STEP)
                .from(board.clock().now()));
    }

    /** Attaches an LED. Its state is printed on the standard error. */
    protected static void attachLed(SimBoard board, String pin) {
        new SimLed(board, pin);
        board.pin(pin).onLevel(high -> System.err.printf("LED on %s: %s%n", pin, high ? "on" : "off"));
    }

    /** Attaches an LED to a pin with PWM. Its brightness is printed too, in steps of 10 %. */
    protected static void attachDimmedLed(SimBoard board, String pin) {
        attachLed(board, pin);
        board.pwm(pin).onChange(new SimPwm.ChangeListener() {
            private long shown;

            @Override
            public void changed(SimPwm.Change change) {
                long tenths = Math.round(10 * change.dutyCycle());
                if (tenths != shown) {
                    shown = tenths;
                    System.err.printf("LED on %s: %s %%%n", pin, 10 * tenths);
                }
            }
        });
    }

    /** All samples, by name. */
    static List<Sample> all() {
        return ServiceLoader.load(Sample.class).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(Sample::name))
                .toList();
    }

    /** The sample with this name or the name of its original, such as {@code bme280_simpletest.py}. */
    static Optional<Sample> named(String name) {
        String bare = bare(name);
        // Mostly the class is called as the sample. The others, and their simulated chips, are not made then.
        return ServiceLoader.load(Sample.class).stream()
                .sorted(Comparator.comparing(
                        each -> !bare(each.type().getSimpleName()).startsWith(bare)))
                .map(ServiceLoader.Provider::get)
                .filter(sample -> bare(sample.name).equals(bare))
                .findFirst();
    }

    /** The three names that are nearest to an unknown one. */
    static List<String> nearest(String name) {
        Map<String, String> names = new LinkedHashMap<>();
        all().forEach(sample -> names.put(bare(sample.name), sample.name));
        return Nearest.to(bare(name), names.keySet(), NEAREST).stream()
                .map(bare -> names.getOrDefault(bare, bare))
                .toList();
    }

    /** A name without the parts that differ between Java and Python. */
    private static String bare(String name) {
        return name.toLowerCase(Locale.ROOT)
                .replaceAll("\\.(py|java)$|[^a-z0-9.]|simpletest|^circuitpython|^eeprom", "");
    }
}
