// SPDX-License-Identifier: MIT
package blinka4j.drivers.drv2605;

/** An effect of the chip's library: 1 to 123, or 0, which ends the sequence. */
public final class Effect implements DRV2605.Slot {
    static final int MOST = 123;

    private int id;

    public Effect(int effectId) {
        id(effectId);
    }

    /** The number of the effect, 0 to 123. */
    public int id() {
        return id;
    }

    /** @param effectId 0 to 123 */
    public void id(int effectId) {
        if (effectId < 0 || effectId > MOST) {
            throw new IllegalArgumentException("the effect cannot be %s: expected 0 to %s".formatted(effectId, MOST));
        }
        id = effectId;
    }

    @Override
    public int rawValue() {
        return id;
    }

    @Override
    public String toString() {
        return "Effect(%s)".formatted(id);
    }
}
