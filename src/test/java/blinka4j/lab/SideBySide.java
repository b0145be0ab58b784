// SPDX-License-Identifier: MIT
package blinka4j.lab;

import blinka4j.laps.Laps;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The benchmark of {@code src/test/bench/guests}: the same laps in C, with each provider of this library, and with the other
 * libraries, one after the other in one boot of a guest. These machines are emulated and noisy, so only the ratio to C in the same run
 * counts.
 */
final class SideBySide {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final @Nullable String PI4J_4 = System.getenv("PI4J4_JARS");

    private static final String FLOOR = "/opt/blinka4j/floor";
    private static final String ROUNDS = "101";
    private static final String OPERATIONS = "2000";
    private static final String SPI_OPERATIONS = "100";
    private static final String EDGES = "1000";
    private static final int STARTS = 3;

    private final Lab lab;

    /** The rows of the table: the program, then its numbers by lap. */
    private final Map<String, Map<String, double[]>> results = new LinkedHashMap<>();

    private SideBySide(Lab lab) {
        this.lab = lab;
    }

    /** @param args the guest, {@code gpiosim}, {@code raspi3b} or {@code sabrelite}, and the C program compiled for it */
    public static void main(String[] args) throws IOException {
        try (Lab lab = new Lab(args[0], new Overlay().add(Path.of(args[1]), FLOOR))) {
            SideBySide run = new SideBySide(lab);
            switch (args[0]) {
                case "gpiosim" -> run.gpioSim();
                case "sabrelite" -> run.sabrelite();
                default -> run.raspi3b();
            }
            run.print();
        }
    }

    private void gpioSim() {
        String chip = GpioSim.chip(lab.guest()).name();
        String number = chip.replace("gpiochip", "");
        String device = "/sys/devices/platform/$(cat /sys/kernel/config/gpio-sim/sim-gpio/dev_name)/" + chip;
        String pull = lab.guest().output("echo " + device + "/sim_gpio21/pull").strip();
        String i2c = GpioSim.i2c(lab.guest());
        floor("write /dev/" + chip + " 20", "read /dev/" + chip + " 21", "i2c " + i2c + " 0x48");
        lap("C", "edges", FLOOR + " edges /dev/%s 21 %s %s".formatted(chip, pull, EDGES));
        starts("C", FLOOR + " first /dev/" + chip + " 20");
        for (String java : List.of("java17", "java25")) {
            ours("linux", java, "D20", "D21", pull);
            ours("diozero", java, "D20", "D21", pull);
        }
        if (PI4J_4 != null) {
            // Pi4J does not know the kernel's names of lines.
            others(
                    "pi4j, Pi4J 4, java25",
                    Providers.pi4j4(laps(), Path.of(PI4J_4)),
                    "blinka4j",
                    "/dev/" + chip + ":20",
                    "/dev/" + chip + ":21",
                    pull);
        }
        others(
                "diozero alone, java17",
                laps().java("java17").with("diozero", "tinylog"),
                "diozero",
                number + ":20",
                number + ":21",
                pull);
        if (PI4J_4 != null) {
            others(
                    "Pi4J 4 alone, java25",
                    Providers.pi4j4(laps(), Path.of(PI4J_4)),
                    "pi4j",
                    number + ":20",
                    number + ":21",
                    pull);
        } else {
            System.err.println("without Pi4J 4: PI4J4_JARS names no folder with it and its plugin ffm");
        }
    }

    private void raspi3b() {
        floor("write /dev/gpiochip0 20", "read /dev/gpiochip0 21");
        starts("C", FLOOR + " first /dev/gpiochip0 20");
        others(
                "linux, mapped",
                laps().environment("BLINKA_GPIOMEM", "/dev/mem").environment("BLINKA_PROVIDER", "linux"),
                "blinka4j",
                "D20",
                "D21",
                null);
        others(
                "linux, by ioctl",
                laps().environment("BLINKA_GPIOMEM", "off").environment("BLINKA_PROVIDER", "linux"),
                "blinka4j",
                "D20",
                "D21",
                null);
        others("diozero", Providers.program(laps(), "diozero"), "blinka4j", "D20", "D21", null);
        others("pi4j, Pi4J 2", Providers.program(laps(), "pi4j"), "blinka4j", "D20", "D21", null);
        others("diozero alone", laps().with("diozero", "tinylog"), "diozero", "0:20", "0:21", null);
        others("Pi4J 2 alone", laps().with("pi4j"), "pi4j", "0:20", "0:21", null);
    }

    /** SPI alone: here is the only guest with a controller. */
    private void sabrelite() {
        lab.guest().output("spi-driver spidev");
        lap("C", "spi", FLOOR + " spi /dev/spidev0.0 %s %s".formatted(ROUNDS, SPI_OPERATIONS));
        Program program = Providers.program(laps(), "linux");
        lap("linux, java17", "spi", program.command("blinka4j", "D18", "spi", ROUNDS, SPI_OPERATIONS));
        lap("C", "spi", FLOOR + " spi /dev/spidev0.0 %s %s".formatted(ROUNDS, SPI_OPERATIONS));
    }

    private Program laps() {
        return lab.program(Laps.class).compiled();
    }

    private void floor(String... laps) {
        for (String lap : laps) {
            lap("C", lap.split(" ")[0], FLOOR + " %s %s %s".formatted(lap, ROUNDS, OPERATIONS));
        }
    }

    private void ours(String provider, String java, String output, String input, String pull) {
        others(provider + ", " + java, Providers.program(laps(), provider).java(java), "blinka4j", output, input, pull);
    }

    /** @param pull the file that drives the input; null in a guest without it and without a bus */
    private void others(
            String who, Program program, String library, String output, String input, @Nullable String pull) {
        lap(who, "write", program.command(library, output, "write", ROUNDS, OPERATIONS));
        lap(who, "read", program.command(library, input, "read", ROUNDS, OPERATIONS));
        if (pull != null) {
            lap(who, "edges", program.command(library, input, "edges", pull, EDGES));
            lap(who, "i2c", program.command(library, output, "i2c", "0x48", ROUNDS, OPERATIONS));
        }
        starts(who, program.command(library, output, "first"));
    }

    /** Runs a lap and keeps its numbers; one that cannot be run says why, and the others go on. */
    private void lap(String who, String lap, String command) {
        if (!chosen(who, lap)) {
            return;
        }
        Result result = lab.guest().run(PATIENCE, command);
        List<Double> numbers = new ArrayList<>();
        for (String line : result.out().lines().toList()) {
            // Some libraries print, too.
            if (line.matches("-?\\d+(\\.\\d+)?")) {
                numbers.add(Double.valueOf(line));
            }
        }
        if (result.exit() != 0 || !result.err().isEmpty() && numbers.size() < Integer.parseInt(ROUNDS)) {
            System.err.printf(
                    "%s, %s: exit %s%n%s%n",
                    who, lap, result.exit(), result.err().lines().limit(12).toList());
        }
        if (lap.equals("edges") && numbers.size() < Integer.parseInt(EDGES)) {
            System.err.printf("%s: %s of %s edges came%n", who, numbers.size(), EDGES);
        }
        keep(
                who,
                lap,
                numbers.stream().mapToDouble(Double::doubleValue).sorted().toArray());
    }

    /** Whether the user wants it: {@code LAPS=write,read} and {@code ROWS="C;linux, java17"} leave out all others. */
    private static boolean chosen(String who, String lap) {
        String laps = System.getenv("LAPS");
        String rows = System.getenv("ROWS");
        return (laps == null || List.of(laps.split(",")).contains(lap))
                && (rows == null || List.of(rows.split(";")).contains(who));
    }

    /** Milliseconds of whole processes that drive a pin. */
    private void starts(String who, String command) {
        if (!chosen(who, "first")) {
            return;
        }
        Result result = lab.guest()
                .run(
                        PATIENCE,
                        "for i in $(seq %s); do read a b </proc/uptime; %s >/dev/null 2>&1 || exit 1; read c d </proc/uptime; echo $a $c; done"
                                .formatted(STARTS, command));
        double[] millis = result.out()
                .lines()
                .mapToDouble(line ->
                        (Double.parseDouble(line.split(" ")[1]) - Double.parseDouble(line.split(" ")[0])) * 1000)
                .sorted()
                .toArray();
        keep(who, "first", millis);
    }

    private void keep(String who, String lap, double[] sorted) {
        if (sorted.length > 0) {
            results.computeIfAbsent(who, each -> new LinkedHashMap<>()).put(lap, sorted);
        }
        System.err.printf(Locale.ROOT, "%s, %s: %s%n", who, lap, sorted.length == 0 ? "nothing" : median(sorted));
    }

    private static double median(double[] sorted) {
        return sorted[sorted.length / 2];
    }

    /** The lower quartile: other work on the host only ever adds. */
    private static double quiet(double[] sorted) {
        return sorted[sorted.length / 4];
    }

    private void print() {
        System.out.println(
                "| who | write, ns (of C) | read, ns (of C) | edge, us: median / 99 % / worst | I2C register, us (of C) | SPI transfer, us (of C) | start to pin, ms |");
        System.out.println("| --- | --- | --- | --- | --- | --- | --- |");
        Map<String, double[]> floor = results.getOrDefault("C", Map.of());
        results.forEach((who, laps) -> System.out.println(Stream.of(
                        who,
                        ratio(laps.get("write"), floor.get("write"), 1),
                        ratio(laps.get("read"), floor.get("read"), 1),
                        late(laps.get("edges")),
                        ratio(laps.get("i2c"), floor.get("i2c"), 1000),
                        ratio(laps.get("spi"), floor.get("spi"), 1000),
                        laps.containsKey("first") ? "%.0f".formatted(median(laps.get("first"))) : "–")
                .reduce("|", (row, cell) -> row + " " + cell + " |")));
    }

    private static String ratio(double @Nullable [] sorted, double @Nullable [] floor, double unit) {
        if (sorted == null || floor == null) {
            return "–";
        }
        return String.format(
                Locale.ROOT,
                unit == 1 ? "%.0f (%.2f)" : "%.1f (%.2f)",
                quiet(sorted) / unit,
                quiet(sorted) / quiet(floor));
    }

    private static String late(double @Nullable [] sorted) {
        if (sorted == null) {
            return "–";
        }
        String lost = sorted.length < Integer.parseInt(EDGES) ? ", %s came".formatted(sorted.length) : "";
        return String.format(
                Locale.ROOT,
                "%.0f / %.0f / %.0f%s",
                median(sorted) / 1000,
                sorted[sorted.length * 99 / 100] / 1000,
                sorted[sorted.length - 1] / 1000,
                lost);
    }
}
