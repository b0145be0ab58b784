// SPDX-License-Identifier: MIT
/** The boards, how they are recognised, and classes with the names of their pins. */
module blinka4j.boards {
    requires transitive blinka4j.api;

    exports blinka4j.boards;
    exports blinka4j.boards.pins;

    // A board file may prefer any provider that is there.
    uses blinka4j.provider.Provider;

    provides blinka4j.provider.BoardRegistry with
            blinka4j.boards.BoardFiles;
}
