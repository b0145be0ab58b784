// SPDX-License-Identifier: MIT
/** A board in memory with simulated devices, and playback of recorded buses. */
module blinka4j.provider.sim {
    requires transitive blinka4j.api;

    exports blinka4j.sim;
    exports blinka4j.sim.chips;
    exports blinka4j.sim.parts;

    uses blinka4j.provider.BoardRegistry;
    uses blinka4j.sim.Breadboard;

    provides blinka4j.provider.Provider with
            blinka4j.sim.SimProvider;
}
