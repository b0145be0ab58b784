// SPDX-License-Identifier: MIT
package blinka4j.edge;

import java.util.Locale;

/** The gestures that {@link Generator} makes. */
enum Gesture {
    CIRCLE,
    REST,
    SHAKE,
    TAP;

    /** The name in files and models. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
