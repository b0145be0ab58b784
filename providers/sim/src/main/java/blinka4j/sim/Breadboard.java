// SPDX-License-Identifier: MIT
package blinka4j.sim;

/**
 * What is attached to the simulated board of a program that was started with {@code BLINKA_PROVIDER=sim}. Found by
 * {@link java.util.ServiceLoader}; there may be several.
 */
public interface Breadboard {
    /** Attaches devices, drives pins, wires them. Called once, before the program gets its first pin or bus. */
    void attachTo(SimBoard board);
}
