// SPDX-License-Identifier: MIT
package blinka4j.conformance;

import java.io.IOException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A kind of hardware, for which there are a suite and a column of the matrix, or a part of a kind. A provider that does not offer it
 * says so, and why.
 */
public enum Feature {
    GPIO("GPIO", null),
    PULLS(GPIO, "pulls"),
    OPEN_DRAIN(GPIO, "open drain"),
    EDGES("edges", null),
    DEBOUNCE(EDGES, "debounce"),
    GROUPS("groups", GroupSuite.Commands::new),
    I2C("I2C", null),
    EMPTY_WRITES(I2C, "empty writes"),
    SPI("SPI", null),
    LONG_SPI(SPI, "transfers of more than 4096 bytes"),
    HELD_SELECT(SPI, "a chip held selected over several transfers"),
    SPI_LSB_FIRST(SPI, "the lowest bit first"),
    UART("UART", null),
    ANALOG("analog", AnalogSuite.Commands::new);

    /** What {@link Subject} does with one kind of hardware. */
    interface Commands {
        /** Runs a command, such as {@code analog value A0}, and returns its answer. */
        String run(String... words) throws IOException;
    }

    private final @Nullable Feature kind;
    private final String label;
    private final @Nullable Function<Subject, Commands> commands;

    /**
     * A kind.
     *
     * @param label the head of the column, in lower case also the word that its commands begin with
     * @param commands makes its commands; null for those that are in Subject
     */
    Feature(String label, @Nullable Function<Subject, Commands> commands) {
        this.kind = null;
        this.label = label;
        this.commands = commands;
    }

    /** A part of a kind. */
    Feature(Feature kind, String label) {
        this.kind = kind;
        this.label = label;
        this.commands = null;
    }

    /** All kinds, in the order of the columns. */
    public static Feature[] kinds() {
        return Stream.of(values()).filter(Feature::isKind).toArray(Feature[]::new);
    }

    Feature kind() {
        return kind == null ? this : kind;
    }

    /** The name in the matrix. */
    public String label() {
        return label;
    }

    /** True for a whole kind, false for a part of one. */
    boolean isKind() {
        return kind == null;
    }

    @Nullable Commands commands(Subject program) {
        return commands == null ? null : commands.apply(program);
    }
}
