// SPDX-License-Identifier: MIT
package blinka4j.conformance;

/** What a provider may not offer; then its error says so, and why. */
public enum Feature {
    GPIO(Kind.GPIO, "GPIO"),
    PULLS(Kind.GPIO, "pulls"),
    OPEN_DRAIN(Kind.GPIO, "open drain"),
    EDGES(Kind.EDGES, "edges"),
    DEBOUNCE(Kind.EDGES, "debounce"),
    I2C(Kind.I2C, "I2C"),
    EMPTY_WRITES(Kind.I2C, "empty writes"),
    SPI(Kind.SPI, "SPI"),
    LONG_SPI(Kind.SPI, "transfers of more than 4096 bytes"),
    HELD_SELECT(Kind.SPI, "a chip held selected over several transfers"),
    SPI_LSB_FIRST(Kind.SPI, "the lowest bit first"),
    UART(Kind.UART, "UART");

    private final Kind kind;
    private final String label;

    Feature(Kind kind, String label) {
        this.kind = kind;
        this.label = label;
    }

    Kind kind() {
        return kind;
    }

    String label() {
        return label;
    }

    /** The one without which nothing of its kind works. */
    boolean isWholeKind() {
        return name().equals(kind.name());
    }
}
