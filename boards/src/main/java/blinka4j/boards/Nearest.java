// SPDX-License-Identifier: MIT
package blinka4j.boards;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What a mistyped word was probably meant to be. */
final class Nearest {
    private Nearest() {}

    /** At most {@code count} of {@code words}, those that take the fewest changes to get from {@code word} first. */
    static List<String> to(String word, Collection<String> words, int count) {
        return words.stream()
                .sorted(Comparator.<String>comparingInt(each -> distance(plain(word), plain(each)))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(count)
                .toList();
    }

    private static String plain(String word) {
        return word.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
    }

    /** How many letters must be added, left out or changed: Levenshtein's distance. */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int i = 0; i <= to.length(); i++) {
            row[i] = i;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int above = row[j];
                int change = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[to.length()];
    }
}
