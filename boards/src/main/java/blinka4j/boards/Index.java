// SPDX-License-Identifier: MIT
package blinka4j.boards;

import blinka4j.provider.Host;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    private static final Pattern ARMBIAN_BOARD = Pattern.compile("(?m)^BOARD=\"?([^\"\\s]+)");
    private static final Pattern CPUINFO_MACHINE = Pattern.compile("(?m)^(?:machine|Hardware)\\s*:\\s*(\\S.*?)\\s*$");

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

    void add(String id, BoardFile board) {
        add(BOARD, "", id);
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

    /** The id of the board of this name, which may be an alias; null if there is none. */
    @Nullable String id(String name) {
        List<String> boards = boards(ALIAS, name);
        return ids.contains(name) ? name : boards.isEmpty() ? null : boards.get(0);
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
        if (match == null && seen.stream().noneMatch(text -> text.startsWith("/proc/device-tree/compatible"))) {
            nearMisses(host, armbian, seen);
        }
        return match;
    }

    private static String armbian(Host host) {
        Matcher board = ARMBIAN_BOARD.matcher(host.text(ARMBIAN_RELEASE));
        return board.find() ? board.group(1) : "";
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
        if (match == null && rules.containsKey(CPUINFO)) {
            Matcher machine = CPUINFO_MACHINE.matcher(host.text("/proc/cpuinfo"));
            while (match == null && machine.find()) {
                match = byName(CPUINFO, machine.group(1), "/proc/cpuinfo says " + machine.group(1));
            }
        }
        return match;
    }

    /** Says of each processor in the device tree which boards have it, and what would tell them apart. */
    private void nearMisses(Host host, String armbian, List<String> seen) {
        for (String name : host.compatible()) {
            List<String> boards = boards(SOC, name);
            if (!boards.isEmpty()) {
                seen.add(
                        "/proc/device-tree/compatible says %s, the processor of %s; %s would tell, or BLINKA_FORCEBOARD"
                                .formatted(
                                        name,
                                        boards.size() == 1
                                                ? boards.get(0)
                                                : "%d boards (%s)".formatted(boards.size(), String.join(", ", boards)),
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
        Map<String, List<String>> starts = rules.getOrDefault(BEAGLEBONE, Map.of());
        if (eeprom == null || starts.isEmpty()) {
            return null;
        }
        String best = "";
        Match match = null;
        for (Map.Entry<String, List<String>> rule : starts.entrySet()) {
            if (rule.getKey().length() > best.length() && eeprom.beginsWith(rule.getKey())) {
                best = rule.getKey();
                match = new Match(rule.getValue().get(0), eeprom.toString());
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
