// SPDX-License-Identifier: MIT
package blinka4j.telemetry;

import java.nio.file.Path;

/** Where telemetry keeps its files. */
final class Folders {
    private Folders() {}

    static Path standard() {
        String state = System.getenv("XDG_STATE_HOME");
        Path root = state == null || state.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".local", "state")
                : Path.of(state);
        return root.resolve(Path.of("blinka4j", "telemetry"));
    }
}
