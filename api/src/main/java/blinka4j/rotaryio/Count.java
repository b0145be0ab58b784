// SPDX-License-Identifier: MIT
package blinka4j.rotaryio;

/** The position of an encoder. */
interface Count {
    int position();

    void position(int wanted);

    int divisor();

    void divisor(int wanted);

    long illegalTransitions();
}
