// SPDX-License-Identifier: MIT
package blinka4j.lab;

/** The lab itself failed: a guest that does not boot, a command that does not end. */
final class LabException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LabException(String message) {
        super(message);
    }

    LabException(String message, Throwable cause) {
        super(message, cause);
    }
}
