// SPDX-License-Identifier: MIT
package blinka4j.hardware;

import blinka4j.PinException;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.BoardDefinition.AnalogInput;
import blinka4j.provider.BoardDefinition.AnalogOutput;
import blinka4j.provider.BoardDefinition.Resource;
import blinka4j.provider.BoardDefinition.SpiBus;
import blinka4j.provider.Host;
import blinka4j.provider.Line;
import blinka4j.provider.Nearest;
import blinka4j.provider.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Parts of error messages: what the user probably meant, and what to do. */
final class Hints {
    private static final String ARTIFACT = "io.github.blinka4j:blinka4j-provider-";

    /** The providers of this project; see {@link #artifact}. */
    private static final List<String> PROVIDERS = List.copyOf(Services.PROVIDERS.keySet());

    private static final String SIMULATOR = "sim";

    /** Found in a provider's message if the holder is not a chip select of the kernel. */
    private static final Pattern HELD_BY_ANOTHER = Pattern.compile("held by [\"'](?!spi\\d+ CS\\d+)");

    /** The number of a GPIO line, or of a place on a connector: {@code P17}, {@code PIN 17}. */
    private static final Pattern PLACE_OR_LINE = Pattern.compile("(?i)P(?:IN)?[ _-]?0*(\\d{1,3})");

    private Hints() {}

    /** One sentence that says how to run the program on a simulated board. */
    static String simulate(Services<Provider> providers) {
        boolean isThere = providers.found().stream().anyMatch(provider -> SIMULATOR.equals(provider.name()));
        return "To run this program on simulated hardware, %sset BLINKA_PROVIDER=sim. "
                .formatted(isThere ? "" : "add %s%s to the class path and ".formatted(ARTIFACT, SIMULATOR));
    }

    /** True if the machine has no device tree. Boards have one; PCs do not. */
    static boolean isPc(Host host) {
        return host.compatible().isEmpty();
    }

    static boolean isGeneric(BoardDefinition board) {
        return board.id().equals(BoardDefinition.GENERIC_LINUX);
    }

    /**
     * The message for a provider that is not on the class path.
     *
     * @param there the names of the providers on the class path
     */
    static String unknownProvider(String wanted, List<String> there) {
        String has = there.isEmpty() ? "none" : String.join(", ", there);
        for (String each : PROVIDERS) {
            if (each.equalsIgnoreCase(wanted)) {
                return "BLINKA_PROVIDER names '%s', but that provider is not on the class path, which has %s. Add %s."
                        .formatted(wanted, has, artifact(each));
            }
        }
        List<String> known = new ArrayList<>(there);
        PROVIDERS.stream().filter(each -> !there.contains(each)).forEach(known::add);
        String likely = Nearest.likely(wanted, known);
        if (likely.isEmpty()) {
            likely = known.stream()
                    .filter(each ->
                            wanted.length() > each.length() && wanted.regionMatches(true, 0, each, 0, each.length()))
                    .findFirst()
                    .orElse("");
        }
        if (likely.isEmpty()) {
            return "BLINKA_PROVIDER names '%s', but there is no such provider. The class path has %s. This project has %s."
                    .formatted(wanted, has, String.join(", ", PROVIDERS));
        }
        return "BLINKA_PROVIDER names '%s', but there is no such provider. Did you mean '%s'?%s"
                .formatted(
                        wanted,
                        likely,
                        there.contains(likely)
                                ? ""
                                : " It is not on the class path, which has %s. Add %s."
                                        .formatted(has, artifact(likely)));
    }

    private static String artifact(String provider) {
        return provider.equals("replay") ? "io.github.blinka4j:blinka4j-trace" : ARTIFACT + provider;
    }

    /**
     * Says why the generic board was chosen, and how to choose another one; empty for any other board.
     *
     * @param evidence the reason that the board registry gave, including errors in board files
     */
    static String generic(BoardDefinition board, String evidence) {
        return isGeneric(board)
                ? " No board was recognised (%s). Set BLINKA_FORCEBOARD to the id of the board, such as RASPBERRY_PI_4B."
                        .formatted(evidence)
                : "";
    }

    /** The pin that a program probably meant by a name that the board lacks; empty if none is likely. */
    static String meant(BoardDefinition board, String name) {
        Matcher number = PLACE_OR_LINE.matcher(name);
        if (!number.matches()) {
            String meant = Nearest.pin(name, board.pins().keySet());
            return meant.isEmpty() ? "" : " Did you mean " + meant + "?";
        }
        List<String> meanings = new ArrayList<>();
        String digital = "D" + number.group(1);
        if (board.pins().containsKey(digital)) {
            meanings.add("GPIO %s is %s".formatted(number.group(1), digital));
        }
        int position = Integer.parseInt(number.group(1));
        for (BoardDefinition.Header header : board.headers()) {
            if (position >= 1 && position <= header.positions().size()) {
                meanings.add("pin %s of the connector %s is %s"
                        .formatted(position, header.name(), header.positions().get(position - 1)));
            }
        }
        return meanings.isEmpty() ? "" : " On this board " + String.join(", ", meanings) + ".";
    }

    /** The list of resources in the error about a missing one. */
    static String list(List<? extends Resource> resources) {
        return resources.isEmpty()
                ? "none"
                : String.join(", ", resources.stream().map(Object::toString).toList());
    }

    static String swapped(Resource bus, List<@Nullable String> asked) {
        return "%s is the clock and %s the data of %s. Pass the clock first: new I2C(%s, %s)."
                .formatted(asked.get(1), asked.get(0), bus, asked.get(1), asked.get(0));
    }

    /** The use of a pin that cannot be used as GPIO. */
    static String use(BoardDefinition board, Line line) {
        for (Resource resource : resources(board)) {
            List<@Nullable String> pins = new ArrayList<>(resource.pins());
            if (resource instanceof SpiBus bus) {
                pins.addAll(bus.chipSelects());
            }
            if (pins.stream()
                    .anyMatch(pin -> pin != null && line.equals(board.pins().get(pin)))) {
                return resource instanceof AnalogInput
                        ? "the analog input " + resource
                        : resource instanceof AnalogOutput ? "the analog output " + resource : resource.toString();
            }
        }
        return "another use";
    }

    private static List<Resource> resources(BoardDefinition board) {
        return Stream.<List<? extends Resource>>of(
                        board.i2cBuses(),
                        board.spiBuses(),
                        board.uarts(),
                        board.pwms(),
                        board.analogs(),
                        board.analogOuts(),
                        board.encoders())
                .<Resource>flatMap(List::stream)
                .toList();
    }

    /** The pins that can be used as GPIO. */
    static List<String> gpios(BoardDefinition board) {
        return board.pins().entrySet().stream()
                .filter(pin -> pin.getValue().isGpio())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Adds to the error of a line in use how to use it, if it is a chip select that the kernel drives. */
    static PinException chipSelect(BoardDefinition board, String pin, Line line, PinException e) {
        if (HELD_BY_ANOTHER.matcher(String.valueOf(e.getMessage())).find()) {
            return e;
        }
        for (SpiBus bus : board.spiBuses()) {
            for (String select : bus.chipSelects()) {
                if (line.equals(board.pins().get(select))) {
                    return new PinException(
                            "%s %s is a chip select that the kernel drives with the SPI bus %s. Pass the pin itself, as in new SPIDevice(spi, Board.%s), or use another pin as chip select."
                                    .formatted(e.getMessage(), pin, bus.device(), select),
                            e);
                }
            }
        }
        return e;
    }
}
