// SPDX-License-Identifier: MIT
package blinka4j.rotaryio;

import blinka4j.provider.EncoderPort;

/** Turns the steps of a counter of the hardware into a position, when the program asks for it. */
final class HardwareCount implements Count {
    private final EncoderPort port;
    /** -1 if the program has swapped the pins, otherwise 1. */
    private final int sign;

    private int divisor;
    private int position;
    /** The steps that the port has counted so far. */
    private long counted;
    /** Steps that have not yet changed the position. */
    private long rest;

    HardwareCount(EncoderPort port, int sign, int divisor) {
        this.port = port;
        this.sign = sign;
        this.divisor = divisor;
    }

    @Override
    public synchronized int position() {
        long now = port.steps();
        rest += sign * (now - counted);
        counted = now;
        position += (int) (rest / divisor);
        rest %= divisor;
        return position;
    }

    @Override
    public synchronized void position(int wanted) {
        position();
        position = wanted;
    }

    @Override
    public synchronized int divisor() {
        return divisor;
    }

    @Override
    public synchronized void divisor(int wanted) {
        position();
        divisor = wanted;
        rest %= divisor;
    }

    @Override
    public long illegalTransitions() {
        return 0;
    }
}
