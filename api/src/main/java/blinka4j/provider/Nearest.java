// SPDX-License-Identifier: MIT
package blinka4j.provider;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds the names that come closest to a misspelt one, for error messages. Upper and lower case count as the same. */
public final class Nearest {
    /** Longer words are compared by their beginning, so that the time does not grow with the square of their length. */
    private static final int COMPARED = 64;

    private record Scored(String word, int distance) {}

    private Nearest() {}

    /** Returns at most {@code count} of {@code words}, beginning with the one that takes the fewest changes. */
    public static List<String> to(String word, Collection<String> words, int count) {
        return scored(word, words).stream().limit(count).map(Scored::word).toList();
    }

    /** Returns the nearest of {@code words} if a typing error is likely, otherwise the empty string. */
    public static String likely(String word, Collection<String> words) {
        return scored(word, words).stream()
                .limit(1)
                .filter(best -> best.distance() <= Math.max(1, plain(word).length() / 3))
                .map(Scored::word)
                .findFirst()
                .orElse("");
    }

    private static List<Scored> scored(String word, Collection<String> words) {
        String plain = plain(word);
        return words.stream()
                .map(each -> new Scored(each, distance(plain, plain(each))))
                .sorted(Comparator.comparingInt(Scored::distance).thenComparing(Scored::word))
                .toList();
    }

    private static String plain(String word) {
        return word.substring(0, Math.min(word.length(), 2 * COMPARED))
                .toUpperCase(Locale.ROOT)
                .replaceAll("[^A-Z0-9]", "")
                .transform(letters -> letters.substring(0, Math.min(letters.length(), COMPARED)));
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
