// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.eeprom24lc32.EEPROM_I2C;
import blinka4j.sim.chips.Sim24LC32;
import blinka4j.testing.FaultRig;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A 24LC32. */
final class EEPROM_I2CRig extends FaultRig {
    private final Sim24LC32 chip = new Sim24LC32();
    private EEPROM_I2C memory;

    static List<FaultRig> all(Random random) {
        return List.of(new EEPROM_I2CRig(random, Parts.of(random)));
    }

    EEPROM_I2CRig(Random random, Parts parts) {
        super("24LC32", random, parts, false);
        parts.attach(0x50, chip);
        memory = new EEPROM_I2C(parts.i2c());
        readings().forEach(this::add);
        addChange(
                () -> {
                    // A new driver knows nothing of a write that the old one began.
                    clock.advance(Duration.ofMillis(5));
                    memory = new EEPROM_I2C(parts.i2c());
                },
                () -> true);
        add(() -> {
            byte[] values = new byte[random.nextInt(100)];
            random.nextBytes(values);
            int address = random.nextInt(4096 - values.length);
            memory.set(address, values);
            return Arrays.equals(
                    chip.bytes(address, address + values.length + 1), 0, values.length, values, 0, values.length);
        });
        add(() -> {
            int address = random.nextInt(4096);
            int value = random.nextInt(256);
            memory.set(address, value);
            return (chip.bytes(address, address + 1)[0] & 0xff) == value;
        });
    }

    @Override
    public List<Operation> readings() {
        return List.of(
                () -> {
                    int from = random.nextInt(4000);
                    int to = from + 1 + random.nextInt(96);
                    return Arrays.equals(memory.get(from, to), chip.bytes(from, to));
                },
                () -> {
                    int address = random.nextInt(4096);
                    return memory.get(address) == (chip.bytes(address, address + 1)[0] & 0xff);
                });
    }
}
