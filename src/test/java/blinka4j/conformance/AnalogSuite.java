// SPDX-License-Identifier: MIT
package blinka4j.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import blinka4j.analogio.AnalogIn;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What is expected of an analog input. Uses the roles {@code analog}, {@code analog too} (another input), {@code the same input} (another
 * name of the first one), {@code not analog} (a pin), {@code reference} in V and {@code bits} of a site.
 */
public abstract class AnalogSuite extends Suite {
    /** What the test puts on an input, from outside. */
    public interface Voltage {
        /** Puts a voltage on the input; beyond the range of the converter, what the converter makes of it. */
        void set(String pin, double volts);
    }

    private final Voltage outside;

    protected AnalogSuite(Site site, Voltage outside) {
        super(site);
        this.outside = outside;
    }

    /** {@code analog open PIN}, {@code analog value PIN} and so on. */
    static final class Commands implements Feature.Commands {
        private final Subject program;
        private final Map<String, AnalogIn> inputs = new HashMap<>();

        Commands(Subject program) {
            this.program = program;
        }

        @Override
        public String run(String... words) {
            String pin = words[2];
            if (words[1].equals("open")) {
                inputs.put(pin, new AnalogIn(program.blinka().pin(pin)));
                return "ok";
            }
            AnalogIn input = inputs.get(pin);
            if (input == null) {
                throw new IllegalArgumentException("the program has not opened " + pin);
            }
            return switch (words[1]) {
                case "value" -> String.valueOf(input.value());
                case "reference" -> String.valueOf(input.referenceVoltage());
                case "closed" -> String.valueOf(input.isClosed());
                case "close" -> {
                    input.close();
                    yield "ok";
                }
                default -> throw new IllegalArgumentException("no such command: analog " + words[1]);
            };
        }
    }

    @Override
    Feature kind() {
        return Feature.ANALOG;
    }

    @Override
    String attempt(Feature feature) {
        return ask("analog open " + site().name("analog"));
    }

    @Override
    void afterAttempt() {
        // Nothing was opened.
    }

    @AfterEach
    void closeAll() {
        for (String role : new String[] {"analog", "analog too", "the same input"}) {
            ask("analog close " + site().name(role));
        }
    }

    private String open(String role) {
        String pin = site().name(role);
        does("analog open " + pin);
        return pin;
    }

    private double reference() {
        return Double.parseDouble(site().name("reference"));
    }

    @Test
    void theValueFollowsTheVoltage() {
        String pin = open("analog");
        // Half a step for the converter; the highest of its steps is 65535, which is one step above it.
        double step = 65535 / Math.pow(2, Double.parseDouble(site().name("bits")));
        for (double part : new double[] {0, 0.25, 0.5, 0.75, 0.999, 0.1}) {
            outside.set(pin, part * reference());
            assertThat(Double.parseDouble(ask("analog value " + pin)))
                    .as("%s of the reference voltage", part)
                    .isCloseTo(part * 65535, within(1.5 * step));
        }
    }

    @Test
    void aVoltageOutOfRangeIsTheLowestOrTheHighestValue() {
        String pin = open("analog");
        outside.set(pin, reference() + 0.2);
        assertThat(ask("analog value " + pin)).isEqualTo("65535");
        outside.set(pin, -0.2);
        assertThat(ask("analog value " + pin)).isEqualTo("0");
    }

    @Test
    void theReferenceVoltageIsThatOfTheConverter() {
        assertThat(Double.parseDouble(ask("analog reference " + open("analog"))))
                .isCloseTo(reference(), within(1e-9));
    }

    @Test
    void twoInputsAreOpenAtOnce() {
        String pin = open("analog");
        String other = open("analog too");
        outside.set(pin, 0.5 * reference());
        double value = Double.parseDouble(ask("analog value " + pin));
        assertThat(value).isCloseTo(32768, within(256.0));
        does("analog close " + other);
        assertThat(Double.parseDouble(ask("analog value " + pin))).isEqualTo(value);
    }

    @Test
    void anInputIsOpenedOnceByAnyOfItsNames() {
        String pin = open("analog");
        for (String name : new String[] {pin, site().name("the same input")}) {
            assertThat(ask("analog open " + name))
                    .startsWith("PinException")
                    .contains("already open as AnalogIn(" + pin + ")", "Close that first");
        }
        does("analog close " + pin);
        String same = open("the same input");
        assertThat(ask("analog open " + pin)).startsWith("PinException").contains("AnalogIn(" + same + ")");
    }

    @Test
    void aClosedInputIsRefusedAndOpenedAnew() {
        String pin = open("analog");
        does("analog close " + pin);
        does("analog close " + pin);
        assertThat(ask("analog closed " + pin)).isEqualTo("true");
        for (String use : new String[] {"value", "reference"}) {
            assertThat(ask("analog %s %s", use, pin))
                    .startsWith("IllegalStateException")
                    .contains("AnalogIn(" + pin + ") is closed", "new AnalogIn");
        }
        open("analog");
        assertThat(ask("analog closed " + pin)).isEqualTo("false");
    }

    @Test
    void aPinWithoutAConverterIsRefusedWithThoseThatHaveOne() {
        String pin = site().name("not analog");
        assertThat(ask("analog open " + pin))
                .startsWith("PinException")
                .contains("no analog input on " + pin, site().name("analog"));
    }

    @Test
    void anUnknownPinIsRefused() {
        assertThat(ask("analog open NO_SUCH_PIN"))
                .startsWith("PinException")
                .contains("no pin 'NO_SUCH_PIN'", site().name("analog"));
    }
}
