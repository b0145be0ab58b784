// SPDX-License-Identifier: MIT
package blinka4j.samples.launcher;

import org.jspecify.annotations.Nullable;

/** Starts a sample again when somebody asks for it on the bench. */
final class Restart {
    private @Nullable Ending running;
    private boolean asked;

    /** Sets what ends the program that runs now. */
    synchronized void runs(Ending ending) {
        running = ending;
    }

    /** Asks for a start from any thread. The program that runs is ended. */
    synchronized void ask() {
        asked = true;
        if (running != null) {
            running.soon();
        }
        notifyAll();
    }

    /**
     * Decides after the end of a program if it starts again. If it ended by itself, this waits until somebody asks.
     *
     * @param wasEnded true if the program was asked to end: because of this, of a limit, or of Ctrl-C
     */
    synchronized boolean awaitAfter(boolean wasEnded) throws InterruptedException {
        running = null;
        if (!wasEnded && !asked) {
            System.err.println("The program has ended. Restart it on the page, or press Ctrl-C.");
        }
        while (!wasEnded && !asked) {
            wait();
        }
        boolean again = asked;
        asked = false;
        return again;
    }
}
