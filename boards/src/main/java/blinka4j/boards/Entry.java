// SPDX-License-Identifier: MIT
package blinka4j.boards;

import blinka4j.NotAvailableException;

/** A key of a board file, what it is set to and where that is written. */
record Entry(String file, int line, String key, String value) {
    /** The exception for a mistake here. */
    NotAvailableException wrong(String expected) {
        return new NotAvailableException("%s, line %s, key %s: %s".formatted(file, line, key, expected));
    }
}
