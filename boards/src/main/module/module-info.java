// SPDX-License-Identifier: MIT
/** The boards, how they are recognised, and classes with the names of their pins. */
module blinka4j.boards {
    requires transitive blinka4j.api;

    exports blinka4j.boards;
    exports blinka4j.boards.pins;

    provides blinka4j.provider.BoardRegistry with
            blinka4j.boards.BoardFiles;
}
