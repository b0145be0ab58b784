// SPDX-License-Identifier: MIT
package blinka4j.boards;

import blinka4j.provider.Host;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The recognition rules of many boards: one line {@code kind, what, id} per rule, with tabs between the fields. The build writes an
 * index of the boards in the jar, so that recognising a board opens no other board's file.
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

    /** Files in which a distribution names the board of its image, as {@code BOARD=}. */
    private static final List<String> RELEASES = List.of(ARMBIAN_RELEASE, "/etc/orangepi-release");

    private static final String BOARD_IS = "BOARD=";

    private static final String SAYS = "/proc/device-tree/compatible says ";

    /** A recognised board, and the text that decided. */
    record Match(String id, String evidence) {}

    /** The board that a distribution's file names, in Armbian's spelling. */
    private record Release(String file, String board) {
        @Override
        public String toString() {
            return "%s says BOARD=%s".formatted(file, board);
        }
    }

    /** The rules, by kind and what. Empty if the index was parsed. */
    private final Map<String, Map<String, List<String>>> rules = new TreeMap<>();

    /** All lines, each between two line ends for searching; null after a rule was added. */
    private @Nullable String lines;

    /** Returns the index in this text of {@link #text}. The text is searched directly, because a program needs one board of two hundred. */
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
                .computeIfAbsent(escaped(what), any -> new ArrayList<>())
                .add(id);
    }

    /** Escapes tabs and line ends, which separate fields and lines. */
    private static String escaped(String text) {
        return text.indexOf('\t') < 0 && text.indexOf('\n') < 0 && text.indexOf('\\') < 0
                ? text
                : text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n");
    }

    private static String unescaped(String field) {
        return field.indexOf('\\') < 0 ? field : field.translateEscapes();
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
                    .append(escaped(id))
                    .append('\n'))));
            lines = text.toString();
        }
        return lines;
    }

    /** The id of the board with this id or alias; null if there is none. */
    @Nullable String id(String name) {
        if (!boards(BOARD, name).isEmpty()) {
            return name;
        }
        List<String> boards = boards(ALIAS, name);
        return boards.isEmpty() ? null : boards.get(0);
    }

    /** True if this is the device tree's string for the processor of a board. */
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

    /** The rules of a kind, each as what and id. */
    private List<String[]> rules(String kind) {
        return rules(kind, "");
    }

    /** The same, limited to rules whose what begins with {@code beginning}. */
    private List<String[]> rules(String kind, String beginning) {
        String all = lines();
        String start = "\n" + kind + "\t" + escaped(beginning);
        int skipped = kind.length() + 2;
        List<String[]> found = new ArrayList<>();
        for (int at = all.indexOf(start); at >= 0; at = all.indexOf(start, at)) {
            int what = at + skipped;
            int id = all.indexOf('\t', what) + 1;
            at = all.indexOf('\n', id);
            found.add(new String[] {unescaped(all.substring(what, id - 1)), unescaped(all.substring(id, at))});
        }
        return found;
    }

    /**
     * Returns the machine's board, or null.
     *
     * @param seen receives a text for each hint that does not decide
     */
    @Nullable Match recognise(Host host, List<String> seen) {
        Match match = byRevision(host, seen);
        if (match == null) {
            match = byBeagleBoneEeprom(host, seen);
        }
        List<Release> releases = releases(host);
        if (match == null) {
            match = byCompatible(host, releases, seen);
        }
        if (match == null) {
            match = byModel(host);
        }
        if (match == null) {
            match = byRelease(releases);
        }
        if (match == null) {
            match = byFurtherCompatible(host, seen);
        }
        if (match == null) {
            match = byOtherNames(host);
        }
        if (match == null) {
            nearMisses(host, releases, seen);
        }
        return match;
    }

    private static List<Release> releases(Host host) {
        List<Release> releases = new ArrayList<>();
        for (String file : RELEASES) {
            for (String line : host.text(file).split("\n", -1)) {
                if (line.startsWith(BOARD_IS)) {
                    String board = line.substring(BOARD_IS.length())
                            .replace('"', ' ')
                            .replace('\'', ' ')
                            .strip();
                    if (!board.isEmpty()) {
                        releases.add(new Release(file, board));
                    }
                    break;
                }
            }
        }
        return releases;
    }

    private @Nullable Match byRelease(List<Release> releases) {
        for (Release release : releases) {
            List<String> boards = boards(ARMBIAN, release.board());
            if (!boards.isEmpty()) {
                return new Match(boards.get(0), release.toString());
            }
        }
        return null;
    }

    /** The first board with this name, ignoring case, spaces, hyphens and underscores; null if there is none. */
    private @Nullable String named(String kind, String name) {
        List<String> boards = boards(kind, name);
        if (!boards.isEmpty()) {
            return boards.get(0);
        }
        String plain = plain(name);
        if (!plain.isEmpty()) {
            for (String[] rule : rules(kind)) {
                if (plain(rule[0]).equals(plain)) {
                    return rule[1];
                }
            }
        }
        return null;
    }

    /** The name without case, spaces, hyphens and underscores: makers write "OrangePi Zero2" and "Orange Pi Zero 2". */
    static String plain(String name) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c != ' ' && c != '-' && c != '_') {
                plain.append(Character.toLowerCase(c));
            }
        }
        return plain.toString();
    }

    /** Recognises machines whose device tree is missing or does not name the board. */
    private @Nullable Match byOtherNames(Host host) {
        String pynq = "/proc/device-tree/chosen/pynq_board";
        Match match = byName(PYNQ, String.join("", host.strings(pynq)), pynq);
        for (String file : List.of("board_name", "board_asset_tag")) {
            String path = "/sys/devices/virtual/dmi/id/" + file;
            match = match == null ? byName(DMI, host.text(path).strip(), path) : match;
        }
        if (match == null) {
            String cpuinfo = host.text(Cpuinfo.FILE);
            for (String key : List.of("machine", "Hardware")) {
                match = match == null ? byName(CPUINFO, Cpuinfo.value(cpuinfo, key), Cpuinfo.FILE) : match;
            }
        }
        return match;
    }

    private @Nullable Match byName(String kind, String name, String file) {
        String board = name.isEmpty() ? null : named(kind, name);
        return board == null ? null : new Match(board, file + " says " + name);
    }

    /** Adds the boards that have the machine's processor, and how to choose one. */
    private void nearMisses(Host host, List<Release> releases, List<String> seen) {
        for (String text : seen) {
            if (text.startsWith("/proc/device-tree/compatible")) {
                return;
            }
        }
        for (String name : new LinkedHashSet<>(host.compatible())) {
            List<String> boards = boards(SOC, name);
            if (!boards.isEmpty()) {
                seen.add(
                        "/proc/device-tree/compatible says %s, the processor of %s; %s. To choose one, set BLINKA_FORCEBOARD"
                                .formatted(
                                        name,
                                        boards.size() == 1
                                                ? boards.get(0)
                                                : "%s boards (%s)".formatted(boards.size(), String.join(", ", boards)),
                                        releases.isEmpty()
                                                ? ARMBIAN_RELEASE + ", which names the board, does not exist"
                                                : releases.get(0) + ", which no board file has"));
                return;
            }
        }
    }

    /** Recognises a BeagleBone by its EEPROM, if the distribution lets programs read it. */
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
            seen.add(eeprom + "; no board file has it");
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
            seen.add(revision + "; no board file has it");
            return null;
        }
        return new Match(boards.get(0), revision.toString());
    }

    /** Recognises the board by the first string, which names the machine itself. Later strings name what it resembles. */
    private @Nullable Match byCompatible(Host host, List<Release> releases, List<String> seen) {
        List<String> compatible = host.compatible();
        if (compatible.isEmpty()) {
            return null;
        }
        String name = compatible.get(0);
        List<String> boards = compatible(name, compatible);
        String says = SAYS + name;
        if (boards.size() == 1) {
            return new Match(boards.get(0), says);
        }
        for (Release release : releases) {
            for (String board : boards(ARMBIAN, release.board())) {
                if (boards.contains(board)) {
                    return new Match(board, says + " and " + release);
                }
            }
        }
        if (boards.isEmpty()) {
            return null;
        }
        Match match = byModelOf(host.model(), boards, says);
        if (match == null) {
            seen.add("%s, which %s share; /proc/device-tree/model says '%s', which matches none of them"
                    .formatted(says, String.join(" and ", boards), host.model()));
        }
        return match;
    }

    /**
     * Recognises the board by a later string. Some vendors' kernels put another name first, but other products list the board
     * that they resemble. So exactly one board must have the string, the first string must come from the same maker or
     * from a maker of processors, and {@link OtherBoards} must not list the string, the first string or the model.
     */
    private @Nullable Match byFurtherCompatible(Host host, List<String> seen) {
        List<String> compatible = host.compatible();
        if (compatible.size() < 2 || !compatible(compatible.get(0), compatible).isEmpty()) {
            return null;
        }
        String first = compatible.get(0);
        Set<String> found = new TreeSet<>();
        String evidence = "";
        List<String> resembled = new ArrayList<>();
        for (String name : new LinkedHashSet<>(compatible.subList(1, compatible.size()))) {
            List<String> boards = compatible(name, compatible);
            for (String board : boards) {
                resembled.add("%s%s first and %s later, so it is another board that resembles %s"
                        .formatted(SAYS, first, name, board));
            }
            if (boards.size() == 1
                    && (sameMaker(first, name) || isOfProcessorsMaker(first, compatible))
                    && !OtherBoards.have(name)) {
                evidence = found.isEmpty() ? "%s%s, behind %s".formatted(SAYS, name, first) : evidence;
                found.addAll(boards);
            }
        }
        if (found.size() == 1 && !OtherBoards.have(first) && !OtherBoards.have(host.model())) {
            return new Match(found.iterator().next(), evidence);
        }
        seen.addAll(resembled);
        return null;
    }

    /** True if the maker of {@code name} makes processors: the last string usually is one, and board files name others. */
    private boolean isOfProcessorsMaker(String name, List<String> compatible) {
        if (sameMaker(name, compatible.get(compatible.size() - 1))) {
            return true;
        }
        for (String[] processor : rules(SOC)) {
            if (sameMaker(name, processor[0])) {
                return true;
            }
        }
        return false;
    }

    private static boolean sameMaker(String one, String other) {
        int comma = one.indexOf(',');
        return comma > 0 && one.regionMatches(true, 0, other, 0, comma + 1);
    }

    /** The boards with this string. Rules that require a second string count only if the machine has it. */
    private List<String> compatible(String name, List<String> all) {
        List<String> boards = new ArrayList<>();
        for (String[] rule : rules(COMPATIBLE, name + AND)) {
            if (all.contains(rule[0].substring(name.length() + AND.length()))) {
                boards.add(rule[1]);
            }
        }
        return boards.isEmpty() ? boards(COMPATIBLE, name) : boards;
    }

    /** Selects the board with the longest model that {@code text} begins with. */
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
        String file = "/proc/device-tree/model";
        if (text.isEmpty()) {
            text = Cpuinfo.raspberryPi(host);
            file = Cpuinfo.FILE;
        }
        Match match = byName(MODEL, text, file);
        String board = match == null ? named(MODEL, withoutRevision(text)) : null;
        return board == null ? match : new Match(board, file + " says " + text);
    }

    /** Removes {@code  Rev 1.4} at the end. */
    private static String withoutRevision(String model) {
        String revision = " Rev ";
        int at = model.lastIndexOf(revision);
        return at < 0 || model.length() == at + revision.length() || model.indexOf(' ', at + revision.length()) >= 0
                ? model
                : model.substring(0, at);
    }

    private List<String> boards(String kind, String what) {
        String all = lines();
        String start = "\n" + kind + "\t" + escaped(what) + "\t";
        List<String> boards = new ArrayList<>();
        for (int at = all.indexOf(start); at >= 0; at = all.indexOf(start, at)) {
            int id = at + start.length();
            at = all.indexOf('\n', id);
            boards.add(unescaped(all.substring(id, at)));
        }
        return boards;
    }
}
