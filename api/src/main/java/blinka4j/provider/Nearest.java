// SPDX-License-Identifier: MIT
package blinka4j.provider;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the names that are most similar to a misspelt one, for error messages. Case is ignored. */
public final class Nearest {
    /** Only the beginning of longer words is compared, because the time grows with the square of their length. */
    private static final int COMPARED = 64;

    /** Common names of line 17: {@code GPIO17}, {@code 17}, {@code BCM 17}. */
    private static final Pattern NUMBERED = Pattern.compile("(?i)(?:GPIO|BCM|IO|D)?[ _-]?0{0,3}(\\d{1,4})");

    /** A pin of a connector: {@code P1-7}, {@code J8.7}, {@code J17}. */
    private static final Pattern CONNECTOR = Pattern.compile("(?i)P\\d+[-_. ]\\d+|J\\d.*");

    /** Functions of pins. A name with one function, such as SCL1, is not a misspelling of another, such as SCK_1. */
    private static final Set<String> USES = Set.of("SCL", "SDA", "SCK", "MOSI", "MISO", "TX", "RX", "TXD", "RXD");

    private static final Pattern NOT_DIGITS = Pattern.compile("\\D+");

    private record Scored(String word, int distance) {}

    private Nearest() {}

    /** Returns at most {@code count} of {@code words}, most similar first. */
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

    /** Returns the pin of a board that {@code name} probably means, such as D17 for GPIO17; the empty string if there is none. */
    public static String pin(String name, Collection<String> pins) {
        for (String each : pins) {
            if (each.equalsIgnoreCase(name)) {
                return each;
            }
        }
        Matcher numbered = NUMBERED.matcher(name);
        if (numbered.matches()) {
            String digital = "D" + numbered.group(1);
            if (pins.contains(digital)) {
                return digital;
            }
        }
        // The user never means a pin with another number.
        List<String> numbers = numbers(name);
        String letters = letters(name);
        boolean isWhole = CONNECTOR.matcher(name).matches() || (!numbers.isEmpty() && USES.contains(letters));
        return likely(
                name,
                pins.stream()
                        .filter(each -> numbers(each).equals(numbers))
                        .filter(each -> !isWhole || letters(each).equals(letters))
                        .toList());
    }

    /** The numbers in a name, without leading zeros: 1 and 7 for {@code P1_07}, 17 for {@code D17}. */
    private static List<String> numbers(String name) {
        return NOT_DIGITS
                .splitAsStream(name)
                .filter(each -> !each.isEmpty())
                .map(each -> each.replaceFirst("^0+(?=\\d)", ""))
                .toList();
    }

    private static String letters(String name) {
        return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z]", "");
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

    /** The number of letters to add, remove or change: Levenshtein's distance. */
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
