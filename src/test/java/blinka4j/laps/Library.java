// SPDX-License-Identifier: MIT
package blinka4j.laps;

/** What is compared: one pin, one register, as a user of the library would reach them. */
interface Library extends AutoCloseable {
    /** Makes the line an output, low. */
    void output();

    void write(boolean high);

    /** Makes the line an input. */
    void input();

    boolean read();

    /** Calls {@code listener} at each edge of the input. */
    void watch(Runnable listener);

    /** Opens the bus and the device at an address. */
    void openI2c(int address);

    /** Reads a register of one byte. */
    int register(int number);

    /** Opens the SPI device of the board's first chip select. Not every library is measured with it. */
    default void openSpi() {
        throw new UnsupportedOperationException("SPI is not measured with this library");
    }

    /** Transfers four bytes. */
    default void transfer() {
        throw new UnsupportedOperationException("SPI is not measured with this library");
    }

    @Override
    void close();
}
