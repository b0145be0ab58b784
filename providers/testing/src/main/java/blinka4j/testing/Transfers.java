// SPDX-License-Identifier: MIT
package blinka4j.testing;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What the assertions about buses have in common. */
final class Transfers {
    private static final int MOST = 30;

    private Transfers() {}

    static List<Integer> list(int... bytes) {
        return Arrays.stream(bytes).map(each -> each & 0xFF).boxed().toList();
    }

    /** As {@code 0xFD, 0x01}. */
    static String text(int... bytes) {
        return Arrays.stream(bytes)
                .mapToObj(each -> "0x%02X".formatted(each & 0xFF))
                .collect(Collectors.joining(", "));
    }

    static String unlike(Object bus, String expected, List<?> transfers) {
        int left = Math.max(0, transfers.size() - MOST);
        String found = transfers.stream()
                .skip(left)
                .map(each -> "%n  %s".formatted(each))
                .collect(Collectors.joining());
        return "expected %s on %s, but %s"
                .formatted(
                        expected,
                        bus,
                        transfers.isEmpty()
                                ? "there was no transfer"
                                : "there were %s transfers%s:%s"
                                        .formatted(
                                                transfers.size(), left == 0 ? "" : ", the latest of which are", found));
    }

    static void requireRecording(Object bus, boolean isRecording) {
        if (!isRecording) {
            throw new IllegalStateException(
                    "%s does not record its transfers. Call record() on it before the program runs, or make it a parameter of the @Simulated test."
                            .formatted(bus));
        }
    }
}
