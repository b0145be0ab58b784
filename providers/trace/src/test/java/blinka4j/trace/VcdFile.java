// SPDX-License-Identifier: MIT
package blinka4j.trace;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a value change dump as clause 18 of IEEE 1364-2005 has it, and refuses all else: the grammar of 18.2.1, the keywords of 18.2.3,
 * the variables of 18.2.3.7. It shares no code with {@link Vcd}.
 */
final class VcdFile {
    private static final Set<String> VARIABLES = Set.of(
            "event",
            "integer",
            "parameter",
            "real",
            "realtime",
            "reg",
            "supply0",
            "supply1",
            "time",
            "tri",
            "triand",
            "trior",
            "trireg",
            "tri0",
            "tri1",
            "wand",
            "wire",
            "wor");
    private static final Set<String> SCOPES = Set.of("begin", "fork", "function", "module", "task");

    /** A variable, with the module in front of its name. */
    record Variable(String name, String type, int width) {}

    record Change(long time, String value) {}

    /** Each variable with its changes, the first one from {@code $dumpvars}. */
    final Map<String, List<Change>> changes = new LinkedHashMap<>();

    final Map<String, Variable> variables = new LinkedHashMap<>();
    long end;

    private final Map<String, Variable> codes = new LinkedHashMap<>();
    private final String[] words;
    private int next;

    VcdFile(String text) {
        if (!text.matches("\\p{ASCII}*")) {
            throw new IllegalArgumentException("not ASCII");
        }
        words = text.strip().split("\\s+");
        declarations();
        simulation();
    }

    private String word() {
        return words[next++];
    }

    private List<String> untilEnd() {
        List<String> section = new ArrayList<>();
        for (String word = word(); !word.equals("$end"); word = word()) {
            section.add(word);
        }
        return section;
    }

    private void declarations() {
        List<String> scopes = new ArrayList<>();
        boolean timescale = false;
        while (true) {
            String keyword = word();
            List<String> section = untilEnd();
            switch (keyword) {
                case "$comment", "$date", "$version" -> {}
                case "$timescale" -> {
                    require(String.join("", section).matches("(1|10|100)(s|ms|us|ns|ps|fs)"), "timescale", section);
                    timescale = true;
                }
                case "$scope" -> {
                    require(section.size() == 2 && SCOPES.contains(section.get(0)), "scope", section);
                    require(isIdentifier(section.get(1)), "scope", section);
                    scopes.add(section.get(1));
                }
                case "$upscope" -> {
                    require(section.isEmpty() && !scopes.isEmpty(), "upscope", section);
                    scopes.remove(scopes.size() - 1);
                }
                case "$var" -> variable(scopes, section);
                case "$enddefinitions" -> {
                    require(section.isEmpty() && scopes.isEmpty() && timescale, "enddefinitions", scopes);
                    return;
                }
                default -> throw new IllegalArgumentException("unknown keyword " + keyword);
            }
        }
    }

    private void variable(List<String> scopes, List<String> section) {
        require(section.size() == 4 || section.size() == 5, "var", section);
        int width = Integer.parseInt(section.get(1));
        require(VARIABLES.contains(section.get(0)) && width > 0, "var", section);
        require(section.get(2).matches("[!-~]+") && isIdentifier(section.get(3)), "var", section);
        require(section.size() == 4 || section.get(4).equals("[" + (width - 1) + ":0]"), "var", section);
        Variable variable = new Variable(String.join(".", scopes) + "." + section.get(3), section.get(0), width);
        require(codes.put(section.get(2), variable) == null, "a code twice", section);
        require(variables.put(variable.name, variable) == null, "a name twice", section);
        changes.put(variable.name, new ArrayList<>());
    }

    private static boolean isIdentifier(String name) {
        return name.matches("[A-Za-z_][A-Za-z0-9_$]*");
    }

    private void simulation() {
        boolean dumping = false;
        long time = -1;
        Set<String> dumped = new HashSet<>();
        while (next < words.length) {
            String word = word();
            if (word.startsWith("#")) {
                long later = Long.parseLong(word.substring(1));
                require(later > time && !dumping, "time", word);
                time = later;
            } else if (word.equals("$dumpvars")) {
                require(!dumping && dumped.isEmpty(), "dumpvars", word);
                dumping = true;
            } else if (word.equals("$end")) {
                require(dumping && dumped.equals(variables.keySet()), "dumpvars without all", dumped);
                dumping = false;
            } else {
                String code = change(word, time);
                if (dumping) {
                    dumped.add(code);
                }
            }
        }
        end = time;
    }

    private String change(String word, long time) {
        String value;
        Variable variable;
        if (word.matches("[01xXzZ][!-~]+")) {
            variable = codes.get(word.substring(1));
            value = word.substring(0, 1);
            require(variable != null && variable.width == 1, "scalar", word);
        } else if (word.matches("[bB][01xXzZ]+")) {
            variable = codes.get(word());
            value = word.substring(1);
            require(variable != null && value.length() <= variable.width, "vector", word);
        } else {
            require(word.matches("[rR][-+0-9.eE]+"), "value", word);
            variable = codes.get(word());
            value = String.valueOf(Double.parseDouble(word.substring(1)));
            require(variable != null && variable.type.equals("real"), "real", word);
        }
        require(time >= 0 && variable != null, "a change before a time", word);
        changes.get(variable.name).add(new Change(time, value));
        return variable.name;
    }

    private static void require(boolean right, String what, Object found) {
        if (!right) {
            throw new IllegalArgumentException("%s: %s".formatted(what, found));
        }
    }
}
