// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Quantity;
import blinka4j.sim.SimChip;
import blinka4j.sim.SimSpiDevice;

/**
 * Analog Devices (Maxim) MAX31855: temperatures of a thermocouple and of the chip; SPI. Data sheet: 19-5793.
 *
 * <p>The chip measures every 100 ms, but not while it is selected. The thermocouple's temperature is the one that the chip calculates
 * from its voltage.
 */
public final class SimMAX31855 extends SimChip {
    /** What is wrong with the thermocouple. */
    public enum Fault {
        NONE(0),
        OPEN(0x10001),
        SHORT_TO_GROUND(0x10002),
        SHORT_TO_VCC(0x10004);

        private final int bits;

        Fault(int bits) {
            this.bits = bits;
        }
    }

    private final Quantity temperature = measures("temperature", -270, 1800, "°C", 25);
    private final Quantity reference = measures("reference temperature", -55, 127, "°C", 22);
    private volatile Fault fault = Fault.NONE;
    private int register;
    private long measuredAt = -100_000_000;

    public SimMAX31855() {
        onSpi(new SimSpiDevice() {
            private int place;

            @Override
            public void selected() {
                place = 32;
                if (clock().nanos() - measuredAt >= 100_000_000) {
                    measure();
                }
            }

            /** After the last bit the chip sends zeros. */
            @Override
            public int exchange(int out) {
                place -= 8;
                return place < 0 ? 0 : register >> place & 0xFF;
            }
        });
    }

    /** Sets the temperature of the thermocouple, -270 to 1800 °C. */
    public SimMAX31855 temperature(double celsius) {
        temperature.value(celsius);
        return this;
    }

    /** Sets the temperature of the chip, -55 to 127 °C. */
    public SimMAX31855 referenceTemperature(double celsius) {
        reference.value(celsius);
        return this;
    }

    /** Sets what is wrong with the thermocouple. */
    public SimMAX31855 fault(Fault what) {
        fault = what;
        return this;
    }

    private void measure() {
        measuredAt = clock().nanos();
        int hot = (int) Math.round(temperature.value() * 4);
        int cold = (int) Math.round(reference.value() * 16);
        register = hot << 18 | (cold & 0xFFF) << 4 | fault.bits;
    }

    @Override
    protected void powerOn() {
        measuredAt = clock().nanos() - 100_000_000;
    }
}
