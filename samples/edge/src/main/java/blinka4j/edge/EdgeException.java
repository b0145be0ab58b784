// SPDX-License-Identifier: MIT
package blinka4j.edge;

import java.nio.file.Path;

/** A file or a model that cannot be used. The message says why and what to do. */
final class EdgeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    EdgeException(String message) {
        super(message);
    }

    EdgeException(String message, Throwable cause) {
        super(message, cause);
    }

    static EdgeException file(Path file, String what, Exception cause) {
        return new EdgeException("%s %s (%s). Check its name and its permissions.".formatted(file, what, cause), cause);
    }
}
