// SPDX-License-Identifier: MIT
package blinka4j.sim.parts;

/** The other end of a contact or an LED. */
public enum Rail {
    GROUND,
    /** 3.3 V. */
    POWER
}
