// SPDX-License-Identifier: MIT
package blinka4j.drivers.mcp230xx;

import blinka4j.register.Register;
import blinka4j.register.Registers;
import java.util.List;

/** What the {@link MCP23017} and the {@link MCP23S17} have in common: two ports, A with the pins 0 to 7 and B with 8 to 15. */
public abstract sealed class MCP23x17 extends MCP23xxx permits MCP23017, MCP23S17 {
    static final int IOCON = 0x0A;

    private final Register iodira = chip.u8(0x00).named("iodira");
    private final Register iodirb = chip.u8(0x01).named("iodirb");
    private final Register ipola = chip.u8(0x02).named("ipola");
    private final Register ipolb = chip.u8(0x03).named("ipolb");
    private final Register gppua = chip.u8(0x0C).named("gppua");
    private final Register gppub = chip.u8(0x0D).named("gppub");
    private final Register flaga = chip.u8(0x0E);
    private final Register flagb = chip.u8(0x0F);
    private final Register capturea = chip.u8(0x10);
    private final Register captureb = chip.u8(0x11);
    private final Register gpioa = chip.u8(0x12).named("gpioa");
    private final Register gpiob = chip.u8(0x13).named("gpiob");

    MCP23x17(Registers chip, boolean reset, int ioControlAlways) {
        super(chip, reset, 16, ioControlAlways);
    }

    /** {@link #gpio()} of port A. */
    public int gpioa() {
        return (int) gpioa.get();
    }

    public void gpioa(int levels) {
        latch.set(gpioa, 0, levels);
    }

    /** {@link #gpio()} of port B. */
    public int gpiob() {
        return (int) gpiob.get();
    }

    public void gpiob(int levels) {
        latch.set(gpiob, 8, levels);
    }

    /** {@link #iodir()} of port A. */
    public int iodira() {
        return (int) iodira.get();
    }

    public void iodira(int inputs) {
        iodir.set(iodira, 0, inputs);
    }

    /** {@link #iodir()} of port B. */
    public int iodirb() {
        return (int) iodirb.get();
    }

    public void iodirb(int inputs) {
        iodir.set(iodirb, 8, inputs);
    }

    /** {@link #gppu()} of port A. */
    public int gppua() {
        return (int) gppua.get();
    }

    public void gppua(int pulledUp) {
        pullUps.set(gppua, 0, pulledUp);
    }

    /** {@link #gppu()} of port B. */
    public int gppub() {
        return (int) gppub.get();
    }

    public void gppub(int pulledUp) {
        pullUps.set(gppub, 8, pulledUp);
    }

    /** {@link #ipol()} of port A. */
    public int ipola() {
        return (int) ipola.get();
    }

    public void ipola(int inverted) {
        ipol.set(ipola, 0, inverted);
    }

    /** {@link #ipol()} of port B. */
    public int ipolb() {
        return (int) ipolb.get();
    }

    public void ipolb(int inverted) {
        ipol.set(ipolb, 8, inverted);
    }

    /** {@link #intFlag()} of port A: 0 to 7. */
    public List<Integer> intFlaga() {
        return numbers(flaga, 0);
    }

    /** {@link #intFlag()} of port B: 8 to 15. */
    public List<Integer> intFlagb() {
        return numbers(flagb, 8);
    }

    /** {@link #intCap()} of port A. */
    public boolean[] intCapa() {
        return levels(capturea, 8);
    }

    /** {@link #intCap()} of port B. */
    public boolean[] intCapb() {
        return levels(captureb, 8);
    }

    /** Ends the interrupts of port A. */
    public void clearInta() {
        capturea.get();
    }

    /** Ends the interrupts of port B. */
    public void clearIntb() {
        captureb.get();
    }
}
