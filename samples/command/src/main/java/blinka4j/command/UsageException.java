// SPDX-License-Identifier: MIT
package blinka4j.command;

/** Wrong arguments: the user sees the message and the usage line, and the exit code is 2. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }
}
