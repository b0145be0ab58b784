// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Which transfer fails, and how: by chance, or as ordered. */
final class Faults {
    /** What is changed in a reply. */
    private interface Change {
        void in(byte[] in, byte[] before, int start, int end);
    }

    private record Order(FaultyI2C.Fault fault, @Nullable Change change) {}

    private final Random random;
    private final Map<Integer, Order> orders = new HashMap<>();
    private final List<Runnable> powerOns = new ArrayList<>();
    private double chance;
    private boolean lostPower;
    private int transfers;
    private int injected;
    private int corrupted;
    private @Nullable Change change;

    Faults(Random random) {
        this.random = random;
    }

    /** Adds a chip: {@code attach} attaches it to its bus again, which puts it into its state of power-on. */
    void onPowerLoss(Runnable attach) {
        powerOns.add(attach);
    }

    /** Turns the power of all added chips off and on again. Returns false if none was added. */
    boolean losePower() {
        powerOns.forEach(Runnable::run);
        lostPower = !powerOns.isEmpty();
        return lostPower;
    }

    boolean lostPower() {
        return lostPower;
    }

    /** Makes transfers fail with this probability; 0 to stop. */
    void chance(double probability) {
        chance = probability;
    }

    void order(int after, FaultyI2C.Fault fault, @Nullable Change ordered) {
        orders.put(transfers + after, new Order(fault, ordered));
    }

    void flip(int after, int bit) {
        order(after, FaultyI2C.Fault.FLIPPED, (in, before, start, end) -> {
            if (bit / 8 < end - start) {
                in[start + bit / 8] ^= (byte) (1 << (bit % 8));
            }
        });
    }

    void cut(int after, int arrived) {
        order(
                after,
                FaultyI2C.Fault.CUT,
                (in, before, start, end) ->
                        System.arraycopy(before, start + arrived, in, start + arrived, end - start - arrived));
    }

    /** How many transfers failed or were changed. */
    int injected() {
        return injected;
    }

    /** How many replies were changed. */
    int corrupted() {
        return corrupted;
    }

    /** The fault of the next transfer, null for none. */
    FaultyI2C.@Nullable Fault next(boolean hasReply) {
        Order order = orders.remove(transfers++);
        FaultyI2C.Fault fault = null;
        change = null;
        if (order != null) {
            fault = order.fault;
            change = order.change;
        } else if (chance > 0 && random.nextDouble() < chance) {
            FaultyI2C.Fault[] all = FaultyI2C.Fault.values();
            fault = all[random.nextInt(hasReply ? all.length : FaultyI2C.Fault.FLIPPED.ordinal())];
        }
        if (fault != null) {
            injected++;
        }
        return fault;
    }

    /** Changes a reply as wires, or a driver of the kernel that does not count, do. */
    void corrupt(FaultyI2C.Fault fault, byte[] in, byte[] before, int start, int end) {
        corrupted++;
        if (change != null) {
            change.in(in, before, start, end);
        } else if (fault == FaultyI2C.Fault.FLIPPED) {
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                in[start + random.nextInt(end - start)] ^= (byte) (1 << random.nextInt(8));
            }
        } else {
            boolean zeros = random.nextBoolean();
            for (int i = start + random.nextInt(end - start); i < end; i++) {
                in[i] = zeros ? 0 : before[i];
            }
        }
    }

    /** How many of so many bytes are still taken. */
    int some(int count) {
        return count == 0 ? 0 : random.nextInt(count);
    }
}
