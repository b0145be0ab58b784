// SPDX-License-Identifier: MIT
/** Records what a program does with its hardware, plays it again without the hardware, and shows it as waveforms. */
module blinka4j.trace {
    requires transitive blinka4j.api;
    requires transitive blinka4j.provider.sim;

    exports blinka4j.trace;

    uses blinka4j.provider.BoardRegistry;

    provides blinka4j.provider.Provider with
            blinka4j.trace.ReplayProvider;
    provides blinka4j.provider.Recorder with
            blinka4j.trace.FileRecorder;
}
