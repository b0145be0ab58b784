// SPDX-License-Identifier: MIT
package blinka4j.sim;

/**
 * Attaches devices to the simulated board of a program that runs with {@code BLINKA_PROVIDER=sim}.
 * {@link java.util.ServiceLoader} finds all implementations.
 */
public interface Breadboard {
    /** Attaches devices, drives and wires pins. Called once, before the program gets its first pin or bus. */
    void attachTo(SimBoard board);
}
