// SPDX-License-Identifier: MIT
package blinka4j.drivers.irremote;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds the code in the pulses of an infrared remote control. Knows no protocol: any two lengths are 0 and 1. So it decodes NEC, Samsung
 * and Sony, but neither RC5 nor RC6. It does not check the length or checksum of a code.
 *
 * <p><a href="https://www.vishay.com/docs/80071/dataform.pdf">Data sheet</a> of the protocols; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_IRRemote">Adafruit_CircuitPython_IRRemote</a>.
 */
public final class IRRemote {
    private static final int LEAST_PULSES = 10;

    private IRRemote() {}

    /** Pulses of about the same length. */
    public record Bin(int average, int count) {
        Bin and(int pulse) {
            return new Bin((average + pulse) / 2, count + 1);
        }
    }

    /** Puts pulses into bins. A pulse is within 25 % of the average that its bin had before it. */
    public static List<Bin> binData(List<Integer> pulses) {
        List<Bin> bins = new ArrayList<>();
        for (int pulse : pulses) {
            int at = 0;
            while (at < bins.size() && !isNear(pulse, bins.get(at).average())) {
                at++;
            }
            if (at < bins.size()) {
                bins.set(at, bins.get(at).and(pulse));
            } else {
                bins.add(new Bin(pulse, 1));
            }
        }
        return bins;
    }

    private static boolean isNear(int pulse, int average) {
        return 4L * pulse >= 3L * average && 4L * pulse <= 5L * average;
    }

    /**
     * Decodes a burst of pulses.
     *
     * @param pulses in µs, from the header on, as a {@code PulseIn} of an infrared receiver records them
     * @return an {@link IRMessage} or a {@link NECRepeatIRMessage}
     * @throws FailedToDecode if they carry no code
     */
    public static BaseIRMessage decodeBits(List<Integer> pulses) {
        if (isNecRepeat(pulses)) {
            return new NECRepeatIRMessage(pulses);
        }
        if (pulses.size() < LEAST_PULSES) {
            throw failed(pulses, "Too short");
        }
        // Without the header, and without the gap after the last pulse.
        List<Integer> evens = new ArrayList<>();
        List<Integer> odds = new ArrayList<>();
        for (int i = 1; i < pulses.size() - (pulses.size() % 2 == 0 ? 1 : 0); i++) {
            (i % 2 == 1 ? evens : odds).add(pulses.get(i));
        }
        List<Bin> evenBins = binData(evens);
        List<Bin> oddBins = binData(odds);
        List<Bin> outliers = new ArrayList<>();
        removeOutliers(evenBins, outliers);
        removeOutliers(oddBins, outliers);
        if (evenBins.isEmpty() || oddBins.isEmpty()) {
            throw failed(pulses, "Not enough data");
        }
        boolean oddsDiffer = evenBins.size() == 1;
        if (!oddsDiffer && oddBins.size() > 1) {
            throw failed(pulses, "Both even/odd pulses differ");
        }
        List<Bin> bins = oddsDiffer ? oddBins : evenBins;
        if (bins.size() != 2) {
            throw failed(pulses, bins.size() == 1 ? "Pulses do not differ" : "Only mark & space handled");
        }
        int shorter = Math.min(bins.get(0).average(), bins.get(1).average());
        int longer = Math.max(bins.get(0).average(), bins.get(1).average());
        List<Boolean> bits = new ArrayList<>();
        for (int pulse : oddsDiffer ? odds : evens) {
            if (outliers.isEmpty() || !isNear(pulse, outliers.get(0).average())) {
                if (!isNear(pulse, longer) && !isNear(pulse, shorter)) {
                    throw failed(pulses, "Pulses outside mark/space");
                }
                bits.add(isNear(pulse, longer));
            }
        }
        return new IRMessage(pulses, bytes(bits));
    }

    private static boolean isNecRepeat(List<Integer> pulses) {
        return pulses.size() == 3
                && isIn(pulses.get(0), 8000, 10_000)
                && isIn(pulses.get(1), 2000, 3000)
                && isIn(pulses.get(2), 450, 700);
    }

    private static boolean isIn(int pulse, int least, int most) {
        return pulse >= least && pulse <= most;
    }

    /** Moves bins of one pulse. */
    private static void removeOutliers(List<Bin> from, List<Bin> to) {
        from.stream().filter(bin -> bin.count() == 1).forEach(to::add);
        from.removeIf(bin -> bin.count() == 1);
    }

    private static List<Integer> bytes(List<Boolean> bits) {
        List<Integer> bytes = new ArrayList<>();
        int value = 0;
        for (int i = 0; i < bits.size(); i++) {
            value = value << 1 | (bits.get(i) ? 1 : 0);
            if (i % 8 == 7 || i == bits.size() - 1) {
                bytes.add(value);
                value = 0;
            }
        }
        return bytes;
    }

    private static FailedToDecode failed(List<Integer> pulses, String reason) {
        return new FailedToDecode(new UnparseableIRMessage(pulses, reason));
    }
}
