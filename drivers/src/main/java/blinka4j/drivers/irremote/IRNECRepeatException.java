// SPDX-License-Identifier: MIT
package blinka4j.drivers.irremote;

/** The pulses of {@link GenericDecode#decodeBits} are NEC's code for a key that is still pressed. */
public final class IRNECRepeatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    IRNECRepeatException() {
        super("these pulses are NEC's repeat code: the key is still pressed. Use the code before it.");
    }
}
