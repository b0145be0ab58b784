// SPDX-License-Identifier: MIT
package blinka4j.drivers.seesaw;

/** A rotary encoder of a {@link Seesaw}. The board counts its steps. */
public final class IncrementalEncoder {
    private final Seesaw seesaw;
    private final int encoder;

    /** The first encoder. */
    public IncrementalEncoder(Seesaw seesaw) {
        this(seesaw, 0);
    }

    /** @param encoder 0 to 15 */
    public IncrementalEncoder(Seesaw seesaw, int encoder) {
        Seesaw.requireRange("encoder", encoder, 0, 15);
        this.seesaw = seesaw;
        this.encoder = encoder;
    }

    /** The position in steps. How many there are in a turn depends on the encoder. */
    public int position() {
        return seesaw.encoderPosition(encoder);
    }

    /** @param steps any number: where the encoder is now */
    public void position(int steps) {
        seesaw.setEncoderPosition(steps, encoder);
    }
}
