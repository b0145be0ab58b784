// SPDX-License-Identifier: MIT
package blinka4j.command;

import blinka4j.boards.Boards;
import blinka4j.command.Console.Style;
import blinka4j.provider.BoardRegistry.Detected;
import blinka4j.provider.Host;
import blinka4j.provider.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code blinka detect}: which board this is, and why. */
final class Detect implements Command {
    private static final int NEAREST = 3;
    private static final String IGNORED = "; ignored: ";

    @Override
    public Syntax syntax() {
        return new Syntax("detect", "", 0, 0, Syntax.Words.NONE).with("--json", "", "print JSON");
    }

    @Override
    public String help() {
        return """
                Says which board this is, and which file or setting decided. If no board was recognised,
                names the boards whose names are nearest, and what to do. Opens no device.
                The exit code is 1 if no board was recognised.""";
    }

    @Override
    public int run(Arguments arguments, Console console) {
        Host host = console.host();
        Detected detected = Boards.detect(host);
        boolean known = detected != null && !Console.isGeneric(detected.board());
        String evidence = detected == null ? "this is " + host.operatingSystem() + ", not Linux" : detected.evidence();
        String[] parts = evidence.split(IGNORED, -1);
        List<String> near = known ? List.of() : nearest(host);
        if (arguments.has("--json")) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("known", known);
            json.put("id", detected == null ? "" : detected.board().id());
            json.put("name", detected == null ? "" : detected.board().name());
            json.put("evidence", parts[0]);
            json.put("ignored", List.of(parts).subList(1, parts.length));
            json.put("near", near);
            console.line(Json.of(json));
            return known ? OK : FAILED;
        }
        console.line("Board:    "
                + (detected == null
                        ? "none"
                        : console.style(
                                known ? Style.GOOD : Style.WARNING,
                                detected.board().toString())));
        console.line("Because:  " + parts[0]);
        for (int i = 1; i < parts.length; i++) {
            console.line("Ignored:  " + parts[i]);
        }
        setting(host, detected, console);
        if (!known) {
            if (!near.isEmpty()) {
                console.line("Near:     " + String.join(", ", near));
            }
            console.line("To do:    "
                    + (near.isEmpty()
                            ? isSimulated(host)
                                    ? "to simulate another board, set BLINKA_FORCEBOARD to its id"
                                    : "this is no known board. Set BLINKA_PROVIDER=sim to simulate one, or BLINKA_FORCEBOARD to the id of a board"
                            : "if it is one of these: export BLINKA_FORCEBOARD=" + near.get(0)));
        }
        return known ? OK : FAILED;
    }

    private static boolean isSimulated(Host host) {
        return host.setting("BLINKA_PROVIDER").filter("sim"::equalsIgnoreCase).isPresent();
    }

    /** A board that a setting names may hide a mistake. */
    private static void setting(Host host, @Nullable Detected detected, Console console) {
        if (detected != null && detected.evidence().startsWith("BLINKA_")) {
            Detected without = Boards.detect(new Host(host.path("/"), host.operatingSystem(), Map.of()));
            if (without != null
                    && !without.evidence().startsWith("BLINKA_")
                    && !without.board().id().equals(detected.board().id())) {
                console.line("Without:  %s, because %s".formatted(without.board(), without.evidence()));
            }
        }
        if (isSimulated(host)) {
            console.line("Provider: BLINKA_PROVIDER=sim simulates "
                    + (detected == null || Console.isGeneric(detected.board())
                            ? "a Raspberry Pi 4 instead"
                            : "this board"));
        }
    }

    /** The boards whose ids are nearest to the names that the machine gives itself. */
    private static List<String> nearest(Host host) {
        List<String> names = new ArrayList<>(host.compatible());
        if (names.isEmpty()) {
            return List.of();
        }
        String model = host.model();
        return Nearest.to(model.isEmpty() ? names.get(0) : model, Boards.ids(), NEAREST);
    }
}
