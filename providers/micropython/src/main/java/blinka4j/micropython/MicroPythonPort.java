// SPDX-License-Identifier: MIT
package blinka4j.micropython;

import blinka4j.BusException;
import blinka4j.HardwareException;

/**
 * What all ports on a board share. Their methods are synchronized: the serial port carries one call at a time anyway.
 */
abstract class MicroPythonPort implements AutoCloseable {
    private final Link link;
    private final String label;
    final Connection board;

    /** The number of the object on the board. */
    final int number;

    private boolean closed;

    MicroPythonPort(Link link, String label) {
        this.link = link;
        this.label = label;
        this.board = link.join();
        this.number = board.number();
    }

    /** The port as messages call it. */
    final String label() {
        return label;
    }

    final boolean isClosed() {
        return closed;
    }

    final void requireOpen() {
        if (closed) {
            throw new IllegalStateException(label + " is closed. Open it again to use it.");
        }
    }

    /** Calls a function that only fails if something is wrong with the board. */
    final String call(String code) {
        requireOpen();
        try {
            return board.call(code);
        } catch (PythonError e) {
            throw refused(e);
        }
    }

    /** The error for an exception of Python that no case of the port explains. */
    abstract HardwareException refused(PythonError e);

    /** The call that ends the object on the board, and makes its pins inputs. */
    abstract String ending();

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (!board.isGone()) {
                board.call(ending());
            }
        } catch (PythonError e) {
            throw refused(e);
        } catch (BusException e) {
            // If it was pulled out, there is nothing to end.
            if (!board.isGone()) {
                throw e;
            }
        } finally {
            link.leave(board);
        }
    }
}
