// SPDX-License-Identifier: MIT
package blinka4j.drivers.pcf8523;

import blinka4j.busdevice.I2CDevice;
import blinka4j.busio.I2C;
import blinka4j.register.Choice;

/** The output CLKOUT of a {@link PCF8523}. Safe to share between threads. */
public final class Clock {
    private final Choice<Frequency> clockoutFrequency;

    /** 32,768 Hz, as in a new chip, to 1 Hz. */
    public enum Frequency {
        CLOCKOUT_FREQ_32KHZ,
        CLOCKOUT_FREQ_16KHZ,
        CLOCKOUT_FREQ_8KHZ,
        CLOCKOUT_FREQ_4KHZ,
        CLOCKOUT_FREQ_1KHZ,
        CLOCKOUT_FREQ_32HZ,
        CLOCKOUT_FREQ_1HZ,
        CLOCKOUT_FREQ_DISABLED
    }

    /** @throws blinka4j.DeviceNotFoundException if no PCF8523 answers */
    public Clock(I2C i2c) {
        this(new I2CDevice(i2c, PCF8523.ADDRESS));
    }

    /** @param device from {@link PCF8523#i2cDevice()} or {@link Timer#i2cDevice()} */
    public Clock(I2CDevice device) {
        clockoutFrequency =
                PCF8523.registers(device).u8(0x0F).steady().bits(3, 3).choice(Frequency.values());
    }

    public Frequency clockoutFrequency() {
        return clockoutFrequency.get();
    }

    public void clockoutFrequency(Frequency frequency) {
        clockoutFrequency.set(frequency);
    }
}
