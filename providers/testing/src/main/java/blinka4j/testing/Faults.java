// SPDX-License-Identifier: MIT
package blinka4j.testing;

import blinka4j.testing.FaultyI2C.Fault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Which transfer of a bus fails, and how: by chance, or as ordered. For {@link FaultyI2C}, {@link FaultySpi} and simulated wires. */
public final class Faults {
    /** No driver needs as many in one operation. */
    private static final int MOST_TRANSFERS = 100_000;

    private static final int LONGEST_STUCK = 20;

    private static final List<Fault> ALL = List.of(Fault.values());
    private static final List<Fault> WITHOUT_REPLY = ALL.stream()
            .filter(fault -> fault != Fault.FLIPPED && fault != Fault.CUT)
            .toList();

    /** What is changed in a reply. */
    private interface Change {
        void in(byte[] in, byte[] before, int start, int end);
    }

    private record Order(Fault fault, @Nullable Change change) {}

    private final Random random;
    private final Map<Integer, Order> orders = new HashMap<>();
    private final List<Runnable> powerOns = new ArrayList<>();
    private double chance;
    private boolean lostPower;
    private int stuck;
    private int transfers;
    private int first;
    private int injected;
    private int corrupted;
    private @Nullable Change change;

    /** @param random decides which transfers fail by chance */
    public Faults(Random random) {
        this.random = random;
    }

    /** Adds a chip: {@code attach} attaches it to its bus again, which puts it into its state of power-on. */
    public void onPowerLoss(Runnable attach) {
        powerOns.add(attach);
    }

    /** Turns the power of all added chips off and on again. Returns false if none was added. */
    public boolean losePower() {
        powerOns.forEach(Runnable::run);
        lostPower = !powerOns.isEmpty();
        if (lostPower) {
            injected++;
        }
        return lostPower;
    }

    /** True if the chips have lost their power since the beginning. */
    public boolean lostPower() {
        return lostPower;
    }

    /**
     * Makes transfers fail with this probability from now on; with 0 none fails.
     *
     * @param probability 0 to 1
     */
    public void chance(double probability) {
        chance = probability;
        stuck = 0;
        first = transfers;
    }

    void order(int after, Fault fault, @Nullable Change ordered) {
        orders.put(transfers + after, new Order(fault, ordered));
    }

    void flip(int after, int bit) {
        order(after, Fault.FLIPPED, (in, before, start, end) -> {
            if (bit / 8 < end - start) {
                in[start + bit / 8] ^= (byte) (1 << (bit % 8));
            }
        });
    }

    void cut(int after, int arrived) {
        order(
                after,
                Fault.CUT,
                (in, before, start, end) ->
                        System.arraycopy(before, start + arrived, in, start + arrived, end - start - arrived));
    }

    /** How many transfers have failed or were changed, and how often the power was lost. */
    public int injected() {
        return injected;
    }

    /** How many replies were changed. */
    public int corrupted() {
        return corrupted;
    }

    /**
     * The fault of the next transfer.
     *
     * @param hasReply true if the chip sends something that can be wrong
     * @return null if the transfer does not fail
     * @throws AssertionError after 100,000 transfers since {@link #chance}: the driver repeats them for ever
     */
    public @Nullable Fault next(boolean hasReply) {
        Order order = orders.remove(transfers++);
        if (transfers - first > MOST_TRANSFERS) {
            throw new AssertionError(
                    "the driver hangs: it has made %s transfers in one operation. Limit its repetitions."
                            .formatted(MOST_TRANSFERS));
        }
        Fault fault = null;
        change = null;
        if (order != null) {
            fault = order.fault;
            change = order.change;
        } else if (stuck > 0) {
            stuck--;
            fault = Fault.STUCK;
        } else if (chance > 0 && random.nextDouble() < chance) {
            List<Fault> all = hasReply ? ALL : WITHOUT_REPLY;
            fault = all.get(random.nextInt(all.size()));
            stuck = fault == Fault.STUCK ? random.nextInt(LONGEST_STUCK) : 0;
        }
        if (fault != null) {
            injected++;
        }
        return fault;
    }

    /** Changes a reply as wires do, or a driver of the kernel that does not count its bytes. */
    public void corrupt(Fault fault, byte[] in, byte[] before, int start, int end) {
        corrupted++;
        if (change != null) {
            change.in(in, before, start, end);
        } else if (fault == Fault.FLIPPED) {
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

    /** Something that is no transfer has failed, and nobody can see that what it brings is wrong: such as noise on a serial line. */
    void corrupted(int times) {
        injected += times;
        corrupted += times;
    }

    /** Something that is no transfer has failed, such as edges that nobody made. */
    void injected(int times) {
        injected += times;
    }

    /** A random number from 0 below {@code count}, such as how many of so many bytes are still taken; 0 for 0. */
    public int some(int count) {
        return count == 0 ? 0 : random.nextInt(count);
    }
}
