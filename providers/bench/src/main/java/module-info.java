// SPDX-License-Identifier: MIT
/** A simulated board that people see and touch in a browser. */
module blinka4j.provider.bench {
    requires transitive blinka4j.provider.sim;
    requires jdk.httpserver;

    exports blinka4j.bench;

    provides blinka4j.provider.Provider with
            blinka4j.bench.BenchProvider;
}
