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
    private static final String ALIAS = "alias";
    private static final String SOC = "soc";
    private static final String COMPATIBLE = "compatible";
    private static final String MODEL = "model";
    private static final String ARMBIAN = "armbian";
    private static final String BEAGLEBONE = "beaglebone";
    private static final String CPUINFO = "cpuinfo";
    private static final String DMI = "dmi";
    private static final String PYNQ = "pynq";
    private static final String RASPBERRY_PI_TYPE = "raspberry-pi.type";
    private static final String RASPBERRY_PI_CODE = "raspberry-pi.code";

    /** Joins strings that must all be in the device tree. */
    private static final String AND = "&";

    private static final String ARMBIAN_RELEASE = "/etc/armbian-release";
    private static final String BOARD_IS = "BOARD=";

    /** A board that was recognised, and what decided. */
    record Match(String id, String evidence) {}

    /** The rules, by kind and what; of an index that is only read they stay empty. */
    private final Map<String, Map<String, List<String>>> rules = new TreeMap<>();

    /** All lines, each with a line end before it and behind it, so that one can be searched for; null when rules were added since. */
    private @Nullable String lines;

    /** The index that {@link #text} has written. It is searched as it is: the program may want one board of two hundred. */
    static Index parse(String text) {
        Index index = new Index();
        index.lines = "\n" + text;
        return index;
    }

    void add(String id, BoardFile board) {
        add(BOARD, id, id);
        board.aliases().forEach(alias -> add(ALIAS, alias, id));
        if (!board.soc().isEmpty()) {
            add(SOC, board.soc(), id);
        }
        Recognition recognition = board.recognition();
        recognition.compatible().forEach(name -> add(COMPATIBLE, name, id));
        recognition.models().forEach(model -> add(MODEL, model, id));
        recognition.armbian().forEach(name -> add(ARMBIAN, name, id));
        recognition.beaglebone().forEach(start -> add(BEAGLEBONE, start, id));
        recognition.cpuinfo().forEach(machine -> add(CPUINFO, machine, id));
        recognition.dmi().forEach(name -> add(DMI, name, id));
        recognition.pynq().forEach(name -> add(PYNQ, name, id));
        recognition.raspberryPiTypes().forEach(type -> add(RASPBERRY_PI_TYPE, Integer.toHexString(type), id));
        recognition.raspberryPiCodes().forEach(code -> add(RASPBERRY_PI_CODE, Integer.toHexString(code), id));
    }

    private void add(String kind, String what, String id) {
        lines = null;
        rules.computeIfAbsent(kind, any -> new TreeMap<>())
                .computeIfAbsent(what, any -> new ArrayList<>())
                .add(id);
    }

    /** The text that {@link #parse} reads. */
    String text() {
        return lines().substring(1);
    }

    private String lines() {
        if (lines == null) {
            StringBuilder text = new StringBuilder("\n");
            rules.forEach((kind, boards) -> boards.forEach((what, each) -> each.forEach(id -> text.append(kind)
                    .append('\t')
                    .append(what)
                    .append('\t')
                    .append(id)
                    .append('\n'))));
            lines = text.toString();
        }
        return lines;
    }

    /** The id of the board of this name, which may be an alias; null if there is none. */
    @Nullable String id(String name) {
        if (!boards(BOARD, name).isEmpty()) {
            return name;
        }
        List<String> boards = boards(ALIAS, name);
        return boards.isEmpty() ? null : boards.get(0);
    }

    /** Whether this is the device tree's string for the processor of a board. */
    boolean isProcessor(String compatible) {
        return !boards(SOC, compatible).isEmpty();
    }

    /** All ids, sorted. */
    Set<String> ids() {
        Set<String> ids = new TreeSet<>();
        for (String[] rule : rules(BOARD)) {
            ids.add(rule[1]);
        }
        return ids;
    }

    /** What and id of each rule of a kind. */
    private List<String[]> rules(String kind) {
        String all = lines();
        String start = "\n" + kind + "\t";
        List<String[]> found = new ArrayList<>();
        for (int at = all.indexOf(start); at >= 0; at = all.indexOf(start, at)) {
            int what = at + start.length();
            int id = all.indexOf('\t', what) + 1;
            at = all.indexOf('\n', id);
            found.add(new String[] {all.substring(what, id - 1), all.substring(id, at)});
        }
        return found;
    }

    /**
     * The board that the machine is, or null.
     *
     * @param seen gets a line for each thing that told of a board without telling which
     */
    @Nullable Match recognise(Host host, List<String> seen) {
        Match match = byRevision(host, seen);
        if (match == null) {
            match = byBeagleBoneEeprom(host, seen);
        }
        String armbian = armbian(host);
        if (match == null) {
            match = byCompatible(host, armbian, seen);
        }
        if (match == null) {
            match = byModel(host);
        }
        if (match == null && !armbian.isEmpty()) {
            match = byName(ARMBIAN, armbian, ARMBIAN_RELEASE + " says BOARD=" + armbian);
        }
        if (match == null) {
            match = byOtherNames(host);
        }
        if (match == null) {
            nearMisses(host, armbian, seen);
        }
        return match;
    }

    private static String armbian(Host host) {
        for (String line : host.text(ARMBIAN_RELEASE).split("\n", -1)) {
            if (line.startsWith(BOARD_IS)) {
                return line.substring(BOARD_IS.length()).replace('"', ' ').strip();
            }
        }
        return "";
    }

    private @Nullable Match byName(String kind, String name, String evidence) {
        List<String> boards = boards(kind, name);
        return boards.isEmpty() ? null : new Match(boards.get(0), evidence);
    }

    /** What machines without a device tree, or with one that says nothing of the board, say in other places. */
    private @Nullable Match byOtherNames(Host host) {
        String pynq = String.join("", host.strings("/proc/device-tree/chosen/pynq_board"));
        Match match = byName(PYNQ, pynq, "/proc/device-tree/chosen/pynq_board says " + pynq);
        for (String file : List.of("board_name", "board_asset_tag")) {
            String path = "/sys/devices/virtual/dmi/id/" + file;
            String name = match == null ? host.text(path).strip() : "";
            match = match == null ? byName(DMI, name, path + " says " + name) : match;
        }
        if (match == null) {
            for (String line : host.text("/proc/cpuinfo").split("\n", -1)) {
                int colon = line.indexOf(':');
                String key = colon < 0 ? "" : line.substring(0, colon).strip();
                if (match == null && (key.equals("machine") || key.equals("Hardware"))) {
                    String machine = line.substring(colon + 1).strip();
                    match = byName(CPUINFO, machine, "/proc/cpuinfo says " + machine);
                }
            }
        }
        return match;
    }

    /** Says of each processor in the device tree which boards have it, and what would tell them apart. */
    private void nearMisses(Host host, String armbian, List<String> seen) {
        if (seen.stream().anyMatch(text -> text.startsWith("/proc/device-tree/compatible"))) {
            return;
        }
        for (String name : host.compatible()) {
            List<String> boards = boards(SOC, name);
            if (!boards.isEmpty()) {
                seen.add(
                        "/proc/device-tree/compatible says %s, the processor of %s; %s would tell, or BLINKA_FORCEBOARD"
                                .formatted(
                                        name,
                                        boards.size() == 1
                                                ? boards.get(0)
                                                : "%s boards (%s)".formatted(boards.size(), String.join(", ", boards)),
                                        armbian.isEmpty()
                                                ? ARMBIAN_RELEASE + ", which is not there,"
                                                : "no board file has the %s of %s, which"
                                                        .formatted(armbian, ARMBIAN_RELEASE)));
                return;
            }
        }
    }

    /** The EEPROM on the board, which any program may read where the distribution lets it. */
    private @Nullable Match byBeagleBoneEeprom(Host host, List<String> seen) {
        BeagleBoneEeprom eeprom = BeagleBoneEeprom.of(host);
        if (eeprom == null) {
            return null;
        }
        String best = "";
        Match match = null;
        for (String[] rule : rules(BEAGLEBONE)) {
            if (rule[0].length() > best.length() && eeprom.beginsWith(rule[0])) {
                best = rule[0];
                match = new Match(rule[1], eeprom.toString());
            }
        }
        if (match == null) {
            seen.add(eeprom + ", which no board file has");
        }
        return match;
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

    /** The first string is the machine itself, the others are what it resembles: a BeagleBone's stands in trees of other boards. */
    private @Nullable Match byCompatible(Host host, String armbian, List<String> seen) {
        List<String> compatible = host.compatible();
        if (compatible.isEmpty()) {
            return null;
        }
        String name = compatible.get(0);
        List<String> boards = compatible(name, compatible);
        String says = "/proc/device-tree/compatible says " + name;
        if (boards.size() == 1) {
            return new Match(boards.get(0), says);
        }
        for (String board : boards(ARMBIAN, armbian)) {
            if (boards.contains(board)) {
                return new Match(board, "%s and %s says BOARD=%s".formatted(says, ARMBIAN_RELEASE, armbian));
            }
        }
        if (!boards.isEmpty()) {
            Match match = byModelOf(host.model(), boards, says);
            if (match == null) {
                seen.add("%s, which %s share, and /proc/device-tree/model says '%s', which is none of them"
                        .formatted(says, String.join(" and ", boards), host.model()));
            }
            return match;
        }
        for (String other : compatible) {
            for (String board : boards(COMPATIBLE, other)) {
                seen.add("%s first, and only then %s, which is %s: another board that resembles it"
                        .formatted(says, other, board));
            }
        }
        return null;
    }

    /** The boards that have this string, those that want a further one only if it is there too. */
    private List<String> compatible(String name, List<String> all) {
        List<String> boards = new ArrayList<>();
        for (String other : all) {
            boards.addAll(boards(COMPATIBLE, name + AND + other));
        }
        return boards.isEmpty() ? boards(COMPATIBLE, name) : boards;
    }

    /** Of several boards the one whose model is what the model at hand begins with; the longest model counts. */
    private @Nullable Match byModelOf(String text, List<String> boards, String says) {
        String best = "";
        Match match = null;
        for (String[] rule : rules(MODEL)) {
            if (rule[0].length() > best.length()
                    && (text + " ").startsWith(rule[0] + " ")
                    && boards.contains(rule[1])) {
                best = rule[0];
                match = new Match(rule[1], "%s and /proc/device-tree/model says %s".formatted(says, text));
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
        String all = lines();
        String start = "\n" + kind + "\t" + what + "\t";
        List<String> boards = new ArrayList<>();
        for (int at = all.indexOf(start); at >= 0; at = all.indexOf(start, at)) {
            int id = at + start.length();
            at = all.indexOf('\n', id);
            boards.add(all.substring(id, at));
        }
        return boards;
    }
}
