// SPDX-License-Identifier: MIT
package blinka4j.drivers.irremote;

/** {@link IRRemote#decodeBits} found no code in the pulses. */
public final class FailedToDecode extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient UnparseableIRMessage message;

    FailedToDecode(UnparseableIRMessage message) {
        super("these pulses carry no code: %s. Send again, nearer to the receiver. Pulses: %s"
                .formatted(message.reason(), message.pulses()));
        this.message = message;
    }

    /** The pulses and the reason. */
    public UnparseableIRMessage message() {
        return message;
    }
}
