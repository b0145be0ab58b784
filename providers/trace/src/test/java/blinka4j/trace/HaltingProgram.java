// SPDX-License-Identifier: MIT
package blinka4j.trace;

import blinka4j.board.Board;

/** A program in a virtual machine of its own. Probes addresses, and ends as its arguments say. */
final class HaltingProgram {
    private HaltingProgram() {}

    /** @param arguments how many addresses; {@code halt} to end as if it were killed */
    public static void main(String[] arguments) {
        for (int i = 0; i < Integer.parseInt(arguments[0]); i++) {
            Board.i2c().probe(0x18 + i);
        }
        if (arguments.length > 1) {
            Runtime.getRuntime().halt(1);
        }
    }
}
