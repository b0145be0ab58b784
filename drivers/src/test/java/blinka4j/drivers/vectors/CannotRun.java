// SPDX-License-Identifier: MIT
package blinka4j.drivers.vectors;

/** A vector uses what this runner or the driver does not have. It is no exception that a vector could expect. */
final class CannotRun extends AssertionError {
    private static final long serialVersionUID = 1L;

    CannotRun(String message) {
        super(message);
    }
}
