// SPDX-License-Identifier: MIT
package blinka4j.boards;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.NotAvailableException;
import blinka4j.provider.BoardRegistry.Detected;
import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Recognises boards by files from real machines and from the documentation of their makers. Other boards must not be mistaken for
 * them. A sample has a machine's files and its board. {@code -Dblinka4j.evidence=FILE} adds samples in the same format.
 */
class EvidenceTest {
    /** Blinka's name for a PC without pins. Here a PC is a generic machine. */
    private static final String PC = "GENERIC_LINUX_PC";

    /** Samples whose expected board is wrong, with the proof. */
    private static final Map<String, String> CORRECTIONS = Map.of(
            // Type 0x1b in Raspberry Pi's list of revision codes; the sample expects none as PlatformDetect knows none.
            "pi CM0 (type 0x1b)",
            "RASPBERRY_PI_CM0",
            // The model and the string of NXP's evaluation board, imx8mm-ddr4-evk.dts of Linux; what Avnet's own tree
            // says is
            // "Avnet MaaXBoard-Mini" and avnet,maaxboard-mini.
            "model 'FSL i.MX8MM DDR4 EVK board'",
            GenericLinux.ID);

    /** Boards without a file: they cannot run Java, or are USB adapters. */
    private static final Set<String> NOT_LINUX = Set.of(
            "BINHO_NOVA",
            "EXCAMERA_SPIDRIVER",
            "FEATHER_M0_EXPRESS",
            "GREATFET_ONE",
            "MICROCHIP_MCP2221",
            "OS_AGNOSTIC_BOARD",
            "FEATHER_HUZZAH",
            "NODEMCU",
            "PYBOARD",
            "RASPBERRY_PI_PICO",
            "RASPBERRY_PI_PICO_W",
            "RASPBERRY_PI_PICO_2",
            "RASPBERRY_PI_PICO_2_W");

    private static final Map<String, String> OPERATING_SYSTEMS =
            Map.of("linux", "Linux", "win32", "Windows 11", "darwin", "Mac OS X");

    static List<String> lines(String resource) throws IOException {
        return text(resource).lines().filter(line -> !line.startsWith("#")).toList();
    }

    private static String text(String resource) throws IOException {
        try (InputStream stream = Objects.requireNonNull(EvidenceTest.class.getResourceAsStream(resource))) {
            return new String(stream.readAllBytes(), UTF_8);
        }
    }

    @Test
    void everySampleIsRecognised(@TempDir Path root) throws IOException {
        assertThat(check("samples", text("evidence.json"), root)).isEmpty();
    }

    /** Samples from the field: containers, makers' images and kernels, and similar machines that are not these boards. */
    @Test
    void everySampleFromTheFieldIsRecognised(@TempDir Path root) throws IOException {
        assertThat(check("samples of the field", text("field.json"), root)).isEmpty();
    }

    /** A container has no device tree, and a 64-bit kernel has no line Hardware. Only Revision and Model are left. */
    @Test
    void everyRaspberryPiIsRecognisedInAContainer(@TempDir Path root) throws IOException {
        JsonObject all = new Gson().fromJson(text("evidence.json"), JsonObject.class);
        JsonArray containers = new JsonArray();
        for (JsonElement element : all.getAsJsonArray("samples")) {
            JsonObject sample = element.getAsJsonObject();
            JsonElement cpuinfo = sample.getAsJsonObject("files").get("/proc/cpuinfo");
            if (cpuinfo != null
                    && cpuinfo.isJsonPrimitive()
                    && cpuinfo.getAsString().contains("\nModel\t")
                    && cpuinfo.getAsString().contains("\nRevision\t")
                    && expected(sample).startsWith("RASPBERRY_PI")) {
                JsonObject files = new JsonObject();
                files.addProperty("/proc/cpuinfo", cpuinfo.getAsString().replaceAll("Hardware.*\n", ""));
                JsonObject container = new JsonObject();
                container.add("name", sample.get("name"));
                container.add("files", files);
                container.addProperty("expect_board", expected(sample));
                containers.add(container);
            }
        }
        JsonObject samples = new JsonObject();
        samples.add("samples", containers);

        assertThat(containers).hasSizeGreaterThan(60);
        assertThat(check("samples in containers", samples.toString(), root)).isEmpty();
    }

    @Test
    void everySampleOfAGivenFileIsRecognised(@TempDir Path root) throws IOException {
        String file = System.getProperty("blinka4j.evidence", "");
        String samples = file.isEmpty() ? "{\"samples\": []}" : Files.readString(Path.of(file));

        assertThat(check(file.isEmpty() ? "no file of samples" : file, samples, root))
                .isEmpty();
    }

    /** Prints how many samples passed, failed or stayed unknown, and returns those that did not pass. */
    private static List<String> check(String title, String json, Path root) throws IOException {
        List<String> failed = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        int passed = 0;
        for (JsonElement element : new Gson().fromJson(json, JsonObject.class).getAsJsonArray("samples")) {
            JsonObject sample = element.getAsJsonObject();
            String name = sample.get("name").getAsString();
            String expected = expected(sample);
            String found = found(sample, Files.createTempDirectory(root, "machine"));
            String board = found.replaceAll(" .*", "");
            if (board.equals(expected)) {
                passed++;
            } else if (board.equals(GenericLinux.ID)) {
                unknown.add("%s: expected %s, found %s".formatted(name, expected, found));
            } else {
                failed.add("%s: expected %s, found %s".formatted(name, expected, found));
            }
        }
        System.out.printf(
                "Evidence, %s: %s passed, %s failed, %s unknown%n", title, passed, failed.size(), unknown.size());
        failed.addAll(unknown);
        failed.forEach(System.out::println);
        return failed;
    }

    private static String platform(JsonObject sample) {
        return sample.has("platform") ? sample.get("platform").getAsString() : "linux";
    }

    private static String expected(JsonObject sample) {
        JsonElement board = sample.get("expect_board");
        String expected = CORRECTIONS.getOrDefault(
                sample.get("name").getAsString(), board == null || board.isJsonNull() ? "" : board.getAsString());
        boolean none = expected.isEmpty()
                || expected.equals(PC)
                || NOT_LINUX.contains(expected)
                || expected.endsWith("_U2IF")
                || expected.startsWith("FTDI_");
        if (sample.has("env")
                && sample.getAsJsonObject("env").has("BLINKA_FORCEBOARD")
                && !Boards.ids().contains(expected)) {
            // PlatformDetect accepts any name. Here a wrong name is an error.
            return "refused";
        }
        return none ? platform(sample).equals("linux") ? GenericLinux.ID : "none" : expected;
    }

    /** The board, a space, and the evidence. */
    private static String found(JsonObject sample, Path root) {
        TestMachine machine = new TestMachine(root)
                .operatingSystem(OPERATING_SYSTEMS.getOrDefault(platform(sample), platform(sample)));
        for (Map.Entry<String, JsonElement> file :
                sample.getAsJsonObject("files").entrySet()) {
            JsonElement content = file.getValue();
            if (content.isJsonObject()) {
                machine.file(
                        file.getKey(),
                        HexFormat.of()
                                .parseHex(content.getAsJsonObject().get("hex").getAsString()));
            } else {
                machine.file(file.getKey(), content.getAsString());
            }
        }
        if (sample.has("env")) {
            sample.getAsJsonObject("env")
                    .entrySet()
                    .forEach(variable -> machine.environment(
                            variable.getKey(), variable.getValue().getAsString()));
        }
        try {
            @Nullable Detected detected = Boards.detect(machine.host());
            return detected == null ? "none" : detected.board().id() + " (" + detected.evidence() + ")";
        } catch (NotAvailableException e) {
            return "refused (" + e.getMessage() + ")";
        }
    }
}
