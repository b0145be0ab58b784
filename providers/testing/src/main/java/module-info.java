// SPDX-License-Identifier: MIT
/** A JUnit extension, assertions and fault runs for tests of programs and drivers. */
module blinka4j.testing {
    requires transitive blinka4j.provider.sim;
    requires blinka4j.boards;
    // For pictures of displays, without a screen.
    requires java.desktop;
    requires transitive org.assertj.core;
    requires transitive org.junit.jupiter.api;

    exports blinka4j.testing;
}
