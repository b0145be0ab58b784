// SPDX-License-Identifier: MIT
package blinka4j.drivers.irremote;

/** {@link GenericDecode#decodeBits} found no code in the pulses. The cause has them. */
public final class IRDecodeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    IRDecodeException(FailedToDecode cause) {
        super(cause.getMessage(), cause);
    }
}
