// SPDX-License-Identifier: MIT
package blinka4j.boards;

import blinka4j.provider.Host;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What tells one board from another, of many boards: a line {@code kind, what, id}, separated by tabs, for each of their
 * rules. The one of the boards in the jar is written when the jar is built, so that no board file need be opened to
 * know which to open.
 */
final class Index {
    private static final String BOARD = "board";
    private static final String COMPATIBLE = "compatible";
    private static final String MODEL = "model";
    private static final String RASPBERRY_PI_TYPE = "raspberry-pi.type";
    private static final String RASPBERRY_PI_CODE = "raspberry-pi.code";

    /** A board that was recognised, and what decided. */
    record Match(String id, String evidence) {}

    private final Set<String> ids = new TreeSet<>();
    private final Map<String, Map<String, List<String>>> rules = new TreeMap<>();

    static Index parse(String text) {
        Index index = new Index();
        text.lines().forEach(line -> {
            String[] fields = line.split("\t", -1);
            index.add(fields[0], fields[1], fields[2]);
        });
        return index;
    }

    void add(String id, Recognition recognition) {
        add(BOARD, "", id);
        recognition.compatible().forEach(name -> add(COMPATIBLE, name, id));
        recognition.models().forEach(model -> add(MODEL, model, id));
        recognition.raspberryPiTypes().forEach(type -> add(RASPBERRY_PI_TYPE, Integer.toHexString(type), id));
        recognition.raspberryPiCodes().forEach(code -> add(RASPBERRY_PI_CODE, Integer.toHexString(code), id));
    }

    private void add(String kind, String what, String id) {
        ids.add(id);
        if (!kind.equals(BOARD)) {
            rules.computeIfAbsent(kind, any -> new TreeMap<>())
                    .computeIfAbsent(what, any -> new ArrayList<>())
                    .add(id);
        }
    }

    /** The text that {@link #parse} reads. */
    String text() {
        StringBuilder text = new StringBuilder();
        ids.forEach(id -> line(text, BOARD, "", id));
        rules.forEach((kind, boards) -> boards.forEach((what, each) -> each.forEach(id -> line(text, kind, what, id))));
        return text.toString();
    }

    private static void line(StringBuilder text, String kind, String what, String id) {
        text.append(kind).append('\t').append(what).append('\t').append(id).append('\n');
    }

    /** All ids, sorted. */
    Set<String> ids() {
        return ids;
    }

    /**
     * The board that the machine is, or null.
     *
     * @param seen gets a line for each thing that told of a board without telling which
     */
    @Nullable Match recognise(Host host, List<String> seen) {
        Match match = byRevision(host, seen);
        if (match == null) {
            match = byCompatible(host, seen);
        }
        return match == null ? byModel(host) : match;
    }

    private @Nullable Match byRevision(Host host, List<String> seen) {
        RaspberryPiRevision revision = RaspberryPiRevision.of(host);
        if (revision == null) {
            return null;
        }
        List<String> boards = revision.isNewStyle()
                ? boards(RASPBERRY_PI_TYPE, Integer.toHexString(revision.type()))
                : boards(RASPBERRY_PI_CODE, Integer.toHexString(revision.oldStyleCode()));
        if (boards.isEmpty()) {
            seen.add(revision + ", which no board file has");
            return null;
        }
        return new Match(boards.get(0), revision.toString());
    }

    private @Nullable Match byCompatible(Host host, List<String> seen) {
        for (String name : host.compatible()) {
            List<String> boards = boards(COMPATIBLE, name);
            String says = "/proc/device-tree/compatible says " + name;
            if (boards.size() == 1) {
                return new Match(boards.get(0), says);
            }
            if (boards.size() > 1) {
                Match match = byModelOf(host.model(), boards, says);
                if (match != null) {
                    return match;
                }
                seen.add("%s, which %s share, and /proc/device-tree/model says '%s', which is neither"
                        .formatted(says, String.join(" and ", boards), host.model()));
            }
        }
        return null;
    }

    /** Of several boards the one whose model is what the model at hand begins with; the longest model counts. */
    private @Nullable Match byModelOf(String text, List<String> boards, String says) {
        String best = "";
        Match match = null;
        for (Map.Entry<String, List<String>> rule :
                rules.getOrDefault(MODEL, Map.of()).entrySet()) {
            String model = rule.getKey();
            if (model.length() > best.length() && (text + " ").startsWith(model + " ")) {
                for (String id : rule.getValue()) {
                    if (boards.contains(id)) {
                        best = model;
                        match = new Match(id, "%s and /proc/device-tree/model says %s".formatted(says, text));
                    }
                }
            }
        }
        return match;
    }

    private @Nullable Match byModel(Host host) {
        String text = host.model();
        List<String> boards = boards(MODEL, text);
        if (boards.isEmpty()) {
            boards = boards(MODEL, text.replaceFirst(" Rev \\S+$", ""));
        }
        return boards.isEmpty() ? null : new Match(boards.get(0), "/proc/device-tree/model says " + text);
    }

    private List<String> boards(String kind, String what) {
        return rules.getOrDefault(kind, Map.of()).getOrDefault(what, List.of());
    }
}
