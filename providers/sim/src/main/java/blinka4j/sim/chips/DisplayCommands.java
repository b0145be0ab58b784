// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.SimChip;
import blinka4j.sim.SimI2CDevice;
import java.util.function.BooleanSupplier;

/** A chip that takes commands with arguments, and data: told apart by control bytes on I2C, and by a pin on SPI. */
abstract class DisplayCommands extends SimChip {
    /** The arguments of the command that {@link #run} is called with. */
    final int[] arguments = new int[6];

    private int command;
    private int count;
    private int missing;

    /** @param dc the level of the pin on SPI: high for data */
    DisplayCommands(BooleanSupplier dc) {
        onI2c(new Control());
        onSpi(out -> {
            receive(dc.getAsBoolean(), out);
            return 0xFF;
        });
    }

    /** How many arguments follow a command. */
    abstract int arguments(int of);

    abstract void run(int what);

    abstract void store(int value);

    /** The byte that is read on I2C. */
    abstract int status();

    /** Forgets a command whose arguments are missing. */
    void reset() {
        missing = 0;
    }

    private void receive(boolean data, int value) {
        if (data) {
            store(value);
            return;
        }
        if (missing > 0) {
            arguments[count++] = value;
            missing--;
        } else {
            command = value;
            count = 0;
            missing = arguments(value);
        }
        if (missing == 0) {
            run(command);
        }
    }

    /** A control byte says what follows, and whether another one comes after the next byte. */
    private final class Control implements SimI2CDevice {
        private static final int NONE = -1;
        private int control = NONE;

        @Override
        public boolean start(boolean read) {
            control = NONE;
            return true;
        }

        @Override
        public boolean write(int value) {
            if (control == NONE) {
                control = value;
                return (value & 0x3F) == 0;
            }
            receive((control & 0x40) != 0, value);
            control = (control & 0x80) == 0 ? control : NONE;
            return true;
        }

        @Override
        public int read() {
            return status();
        }
    }
}
