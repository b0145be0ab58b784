// SPDX-License-Identifier: MIT
package blinka4j.command;

import blinka4j.NotAvailableException;
import blinka4j.boards.Boards;
import blinka4j.command.Console.Style;
import blinka4j.kernel.DeviceFile;
import blinka4j.kernel.DeviceKind;
import blinka4j.kernel.DeviceNodes;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.BoardDefinition.I2CBus;
import blinka4j.provider.BoardDefinition.PwmChannel;
import blinka4j.provider.BoardDefinition.Resource;
import blinka4j.provider.BoardDefinition.SpiBus;
import blinka4j.provider.BoardDefinition.Uart;
import blinka4j.provider.BoardRegistry.Detected;
import blinka4j.provider.Host;
import blinka4j.provider.Nearest;
import blinka4j.provider.Provider;
import blinka4j.provider.Provider.Probe;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code blinka doctor}: checks everything that a program needs, and says what cures each problem. */
final class Doctor implements Command {
    private static final Pattern GPIO = Pattern.compile("gpiochip\\d+");
    private static final int MOST_FAULTS = 20;

    /** The column in which the things that were checked begin. */
    private static final int INDENT = 17;

    /** The environment variables of this project, in README.md. */
    static final List<String> SETTINGS = List.of(
            "BLINKA_PROVIDER",
            "BLINKA_FORCEBOARD",
            "BLINKA_BOARD_FILE",
            "BLINKA_BENCH_PORT",
            "BLINKA_CACHE",
            "BLINKA_CHIPS",
            "BLINKA_DIOZERO_LOG",
            "BLINKA_GPIOMEM",
            "BLINKA_MICROPYTHON_PORT",
            "BLINKA_MQTT_CA",
            "BLINKA_MQTT_PASSWORD",
            "BLINKA_MQTT_USER",
            "BLINKA_NVM",
            "BLINKA_PYTHONPATH",
            "BLINKA_RECORD",
            "BLINKA_REPLAY",
            "BLINKA_REPLAY_MODE",
            "BLINKA_SHUTDOWN_HOOK",
            "BLINKA_USB_DEVICE",
            "BLINKA_USB_REFERENCE");

    /** How serious a finding is. */
    enum Status {
        OK(Style.GOOD, "ok"),
        /** Not needed by most programs, or only when a setting selects it. */
        NOTE(Style.DIM, "note"),
        PROBLEM(Style.BAD, "PROBLEM");

        private final Style style;
        private final String word;

        Status(Style style, String word) {
            this.style = style;
            this.word = word;
        }
    }

    /**
     * A finding.
     *
     * @param what the thing that was checked
     * @param message what was found and, if it is not well, what cures it
     */
    record Check(Status status, String area, String what, String message) {}

    private final Map<String, String> environment;

    private final BiPredicate<Host, String> mayOpen;

    Doctor() {
        this(System.getenv(), DeviceFile::isAccessible);
    }

    /**
     * @param environment is searched for misspelt settings
     * @param mayOpen tells if the user may read and write a device file
     */
    Doctor(Map<String, String> environment, BiPredicate<Host, String> mayOpen) {
        this.environment = environment;
        this.mayOpen = mayOpen;
    }

    @Override
    public Syntax syntax() {
        return new Syntax("doctor", "", 0, 0, Syntax.Words.NONE).with("--json", "", "print JSON");
    }

    @Override
    public String help() {
        return """
                Checks the settings, the board, every provider, and every bus and output of the board: does
                the device exist, and may this user open it? Says what cures each problem. Opens nothing.

                A bus that is not the default one of its kind and not enabled is a note, no problem.
                The exit code is 1 if there is a problem.""";
    }

    @Override
    public int run(Arguments arguments, Console console) {
        List<Check> checks = examine(console.host());
        boolean well = checks.stream().noneMatch(check -> check.status() == Status.PROBLEM);
        if (arguments.has("--json")) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("ok", well);
            json.put("checks", checks.stream().map(Doctor::json).toList());
            console.line(Json.of(json));
            return well ? OK : FAILED;
        }
        for (Check check : checks) {
            console.line(console.folded(
                    "%s %-8s %s: %s"
                            .formatted(
                                    console.style(check.status().style, "%-7s".formatted(check.status().word)),
                                    check.area(),
                                    check.what(),
                                    check.message()),
                    INDENT));
        }
        long problems = checks.stream()
                .filter(check -> check.status() == Status.PROBLEM)
                .count();
        console.line("");
        boolean without =
                checks.stream().anyMatch(check -> check.area().equals("board") && check.status() == Status.NOTE);
        console.line(
                well
                        ? without
                                ? "No problem, but no known board. To try without one: export BLINKA_PROVIDER=sim"
                                : "All is well."
                        : "%s to cure, above.".formatted(problems == 1 ? "1 problem" : problems + " problems"));
        return well ? OK : FAILED;
    }

    private static Map<String, Object> json(Check check) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("status", check.status().name().toLowerCase(Locale.ROOT));
        json.put("area", check.area());
        json.put("what", check.what());
        json.put("message", check.message());
        return json;
    }

    List<Check> examine(Host host) {
        List<Check> checks = new ArrayList<>();
        checks.add(new Check(
                Status.OK,
                "java",
                System.getProperty("java.version", ""),
                System.getProperty("java.vendor", "") + ", " + System.getProperty("os.arch", "")));
        settings(checks);
        Detected detected = board(host, checks);
        Provider provider =
                providers(host, detected == null ? null : detected.board().provider(), checks);
        if (provider != null && provider.standsFor().isPresent()) {
            checks.add(new Check(
                    Status.NOTE,
                    "devices",
                    "simulated",
                    "the provider '%s' simulates the board. The devices of this machine were not checked."
                            .formatted(provider.name())));
        } else if (detected != null && host.isLinux()) {
            devices(host, detected.board(), checks);
        }
        return checks;
    }

    private void settings(List<Check> checks) {
        for (String name : environment.keySet().stream().sorted().toList()) {
            if (name.startsWith("BLINKA_") && !SETTINGS.contains(name)) {
                checks.add(new Check(
                        Status.PROBLEM,
                        "setting",
                        name,
                        "there is no such setting. Did you mean %s? Run: unset %s"
                                .formatted(Nearest.to(name, SETTINGS, 1).get(0), name)));
            }
        }
    }

    private static @Nullable Detected board(Host host, List<Check> checks) {
        try {
            Detected detected = Boards.detect(host);
            boolean known = detected != null && !Console.isGeneric(detected.board());
            BoardDefinition simulated = Console.simulated(host);
            if (simulated != null
                    && host.setting("BLINKA_FORCEBOARD")
                            .filter(BoardDefinition.GENERIC_LINUX::equalsIgnoreCase)
                            .isPresent()) {
                checks.add(new Check(
                        Status.PROBLEM,
                        "board",
                        BoardDefinition.GENERIC_LINUX,
                        "has no pins that could be simulated. Run: unset BLINKA_FORCEBOARD"));
                return detected;
            }
            if (simulated != null && !known) {
                checks.add(
                        new Check(
                                Status.OK,
                                "board",
                                simulated.id(),
                                "simulated, because this machine is not a known board. Set BLINKA_FORCEBOARD to the id of another one."));
                return new Detected(simulated, "simulated");
            }
            checks.add(
                    new Check(
                            known ? Status.OK : Status.NOTE,
                            "board",
                            detected == null ? "none" : detected.board().id(),
                            detected == null
                                    ? "this is %s. Set BLINKA_PROVIDER=sim to simulate a board."
                                            .formatted(host.operatingSystem())
                                    : detected.evidence()
                                            + (simulated != null
                                                    ? "; simulated"
                                                    : known
                                                            ? ""
                                                            : ". Pins have no names here. Set BLINKA_FORCEBOARD to the id of the board, or BLINKA_PROVIDER=sim to simulate one.")));
            return detected;
        } catch (NotAvailableException e) {
            checks.add(new Check(Status.PROBLEM, "board", "board", String.valueOf(e.getMessage())));
            return null;
        }
    }

    /** @return the provider that a program would use; null if there is none */
    private static @Nullable Provider providers(Host host, @Nullable String preferred, List<Check> checks) {
        String wanted = host.setting("BLINKA_PROVIDER").orElse(null);
        Provider best = null;
        int bestRank = Integer.MIN_VALUE;
        List<Check> found = new ArrayList<>();
        Iterator<Provider> each = ServiceLoader.load(Provider.class).iterator();
        for (int faults = 0; faults < MOST_FAULTS; ) {
            try {
                if (!each.hasNext()) {
                    break;
                }
                Provider provider = each.next();
                Probe probe = provider.probe(host);
                if (probe instanceof Probe.Skipped skipped) {
                    found.add(new Check(Status.NOTE, "provider", provider.name(), skipped.reason()));
                } else if (probe instanceof Probe.Usable usable) {
                    String lacks = usable.lacks();
                    found.add(new Check(
                            lacks.isEmpty() ? Status.OK : Status.NOTE,
                            "provider",
                            provider.name(),
                            lacks.isEmpty() ? "usable" : "only devices that are named by their file: " + lacks));
                    boolean mayBe = wanted == null || wanted.equalsIgnoreCase(provider.name());
                    int rank = !lacks.isEmpty()
                            ? usable.rank() - 1_000_000
                            : provider.name().equalsIgnoreCase(preferred) ? Integer.MAX_VALUE : usable.rank();
                    if (mayBe && rank > bestRank) {
                        best = provider;
                        bestRank = rank;
                    }
                }
            } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
                faults++;
                found.add(new Check(Status.PROBLEM, "provider", "broken", String.valueOf(e.getMessage())));
            }
        }
        checks.addAll(found);
        if (best == null) {
            checks.add(new Check(
                    Status.PROBLEM,
                    "provider",
                    wanted == null ? "none" : wanted,
                    wanted == null
                            ? "no provider can be used here, for the reasons above. To simulate a board: export BLINKA_PROVIDER=sim"
                            : "BLINKA_PROVIDER names it, and it cannot be used here. Run: unset BLINKA_PROVIDER"));
        } else {
            checks.add(new Check(Status.OK, "provider", best.name(), "is what a program uses"));
        }
        return best;
    }

    private void devices(Host host, BoardDefinition board, List<Check> checks) {
        List<String> chips = host.list("/dev").stream()
                .filter(name -> GPIO.matcher(name).matches())
                .map(name -> "/dev/" + name)
                .toList();
        if (chips.isEmpty()) {
            checks.add(
                    new Check(
                            board.pins().isEmpty() ? Status.NOTE : Status.PROBLEM,
                            "gpio",
                            "/dev/gpiochip*",
                            "there is none. The kernel needs CONFIG_GPIO_CDEV. In a container, pass the devices in: docker run --device /dev/gpiochip0"));
        }
        for (String chip : chips) {
            file(host, DeviceKind.GPIO, "gpio", chip, chip, Status.PROBLEM, checks);
        }
        buses(host, "i2c", DeviceKind.I2C, board.i2cBuses(), (I2CBus bus) -> DeviceNodes.i2c(host, bus), checks);
        buses(
                host,
                "spi",
                DeviceKind.SPI,
                board.spiBuses(),
                (SpiBus bus) -> select(host, DeviceNodes.spi(host, bus)),
                checks);
        buses(host, "uart", DeviceKind.UART, board.uarts(), (Uart uart) -> DeviceNodes.uart(host, uart), checks);
        List<PwmChannel> pwms = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (PwmChannel channel : board.pwms()) {
            if (seen.add(channel.device())) {
                pwms.add(channel);
            }
        }
        for (PwmChannel channel : pwms) {
            try {
                String folder = DeviceNodes.pwm(host, channel);
                String export = folder + "/export";
                boolean open = !host.exists(export) || Files.isWritable(host.path(export));
                checks.add(new Check(
                        open ? Status.OK : Status.PROBLEM,
                        "pwm",
                        channel.toString(),
                        open ? folder : DeviceKind.PWM.denied(host, folder)));
            } catch (NotAvailableException e) {
                // Pulses can be made in software, so this is never a problem.
                checks.add(new Check(Status.NOTE, "pwm", channel.toString(), String.valueOf(e.getMessage())));
            }
        }
    }

    /** The file of the first chip select, as {@code /dev/spidev0} itself does not exist. */
    private static String select(Host host, String bus) {
        String prefix = bus.substring(bus.lastIndexOf('/') + 1) + ".";
        return host.list("/dev").stream()
                .filter(name -> name.startsWith(prefix))
                .findFirst()
                .map(name -> "/dev/" + name)
                .orElse(bus + ".0");
    }

    private <R extends Resource> void buses(
            Host host, String area, DeviceKind kind, List<R> buses, Function<R, String> finder, List<Check> checks) {
        boolean first = true;
        for (R bus : buses) {
            // The first one is what Board.i2c(), Board.spi() and Board.uart() open.
            Status ifMissing = first ? Status.PROBLEM : Status.NOTE;
            first = false;
            String what = bus.toString();
            try {
                String path = finder.apply(bus);
                if (host.exists(path)) {
                    file(host, kind, area, what, path, Status.PROBLEM, checks);
                } else {
                    checks.add(new Check(
                            ifMissing,
                            area,
                            what,
                            "%s does not exist. %s".formatted(path, DeviceNodes.missing(host, path, bus.enable()))));
                }
            } catch (NotAvailableException e) {
                checks.add(new Check(ifMissing, area, what, String.valueOf(e.getMessage())));
            }
        }
    }

    private void file(
            Host host, DeviceKind kind, String area, String what, String path, Status ifDenied, List<Check> checks) {
        String mistaken = kind.mistaken(host, path);
        if (mistaken != null) {
            checks.add(new Check(Status.PROBLEM, area, what, mistaken));
        } else if (!mayOpen.test(host, path)) {
            checks.add(new Check(ifDenied, area, what, kind.denied(host, path)));
        } else {
            String console = kind == DeviceKind.UART ? DeviceFile.console(host, path) : "";
            checks.add(new Check(
                    console.isEmpty() ? Status.OK : Status.NOTE,
                    area,
                    what,
                    console.isEmpty()
                            ? (what.equals(path) ? "can be opened" : path)
                            : (what.equals(path) ? "" : path + ". ") + console));
        }
    }
}
