// SPDX-License-Identifier: MIT
package blinka4j.conformance;

/** A column of the matrix, and the suite for it. */
public enum Kind {
    GPIO,
    EDGES,
    I2C,
    SPI,
    UART
}
