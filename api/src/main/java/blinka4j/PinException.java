// SPDX-License-Identifier: MIT
package blinka4j;

/** The pin does not exist on this board, or something, in this program or another, already holds it. */
public final class PinException extends HardwareException {
    private static final long serialVersionUID = 1L;

    public PinException(String message) {
        super(message, null);
    }
}
