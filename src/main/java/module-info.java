// SPDX-License-Identifier: MIT
/** The usual set in one module: the API, boards, drivers and the Linux provider. */
module blinka4j {
    requires transitive blinka4j.api;
    requires transitive blinka4j.boards;
    requires transitive blinka4j.drivers;
    requires blinka4j.provider.linux;
}
