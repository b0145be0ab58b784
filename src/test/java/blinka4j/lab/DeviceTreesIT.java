// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.boards.Boards;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.BoardRegistry.Detected;
import blinka4j.provider.Host;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every device tree in Debian's kernels for ARM is taken for the board that it is, or for none: each of the television boxes,
 * routers and telephones among them has a processor that some board has too.
 */
class DeviceTreesIT {
    private static final String COMPATIBLE = "compatible";

    /** Trees whose first string belongs to two boards, with the evidence that tells them apart. */
    private static final Map<String, String> OTHERS = Map.of(
            // These have an H5, while the board of that name in the tables has an H3; the last string tells.
            "sinovoip,bpi-m2-plus allwinner,sun50i-h5",
            BoardDefinition.GENERIC_LINUX,
            "bananapi,bpi-m2-plus-v1.2 allwinner,sun50i-h5",
            BoardDefinition.GENERIC_LINUX);

    @Test
    void everyTreeIsRecognisedAsItsBoardOrAsNone(@TempDir Path root) throws IOException {
        Map<String, String> boards = new HashMap<>();
        for (String line : Files.readAllLines(Machine.LAB.resolve("devicetrees.tsv"))) {
            if (!line.startsWith("#")) {
                boards.put(line.substring(0, line.indexOf('\t')), line.substring(line.indexOf('\t') + 1));
            }
        }
        List<Path> trees;
        try (Stream<Path> files = Files.walk(new Machine("devicetrees", Map.of()).build())) {
            trees = files.filter(file -> file.toString().endsWith(".dtb"))
                    .sorted()
                    .toList();
        }
        List<String> wrong = new ArrayList<>();
        int right = 0;
        int none = 0;
        for (Path file : trees) {
            Map<String, byte[]> properties = rootProperties(Files.readAllBytes(file));
            String all = new String(properties.getOrDefault(COMPATIBLE, new byte[0]), UTF_8);
            String expected = OTHERS.getOrDefault(
                    all.replace('\0', ' ').strip(),
                    boards.getOrDefault(all.split("\0", -1)[0], BoardDefinition.GENERIC_LINUX));
            Detected detected = detect(properties, root.resolve(String.valueOf(right + none + wrong.size())));
            String found = detected.board().id();
            if (!found.equals(expected)) {
                wrong.add("%s (%s): expected %s, found %s: %s"
                        .formatted(file.getFileName(), all.replace('\0', ' '), expected, found, detected.evidence()));
            } else if (found.equals(BoardDefinition.GENERIC_LINUX)) {
                none++;
            } else {
                right++;
            }
        }
        System.out.printf(
                "%s device trees: %s are the board that they mean, %s rightly none, %s wrong%n",
                trees.size(), right, none, wrong.size());

        assertThat(wrong).isEmpty();
        assertThat(right).isGreaterThan(100);
        assertThat(none).isGreaterThan(1000);
    }

    private static Detected detect(Map<String, byte[]> properties, Path root) throws IOException {
        Path folder = Files.createDirectories(root.resolve("proc/device-tree"));
        for (String name : List.of(COMPATIBLE, "model")) {
            byte[] value = properties.get(name);
            if (value != null) {
                Files.write(folder.resolve(name), value);
            }
        }
        return Objects.requireNonNull(Boards.detect(new Host(root, "Linux", Map.of("HOME", "/home/ada"))));
    }

    /** The properties of the root of a flattened device tree, as the Devicetree Specification 0.4, chapter 5, lays it out. */
    private static Map<String, byte[]> rootProperties(byte[] blob) {
        ByteBuffer tree = ByteBuffer.wrap(blob);
        int structure = tree.getInt(8);
        int strings = tree.getInt(12);
        Map<String, byte[]> properties = new HashMap<>();
        // The root begins: the token 1 and an empty name, filled up to four bytes.
        for (int at = structure + 8; tree.getInt(at) == 3; ) {
            int length = tree.getInt(at + 4);
            byte[] value = new byte[length];
            tree.get(at + 12, value);
            properties.put(text(blob, strings + tree.getInt(at + 8)), value);
            at += 12 + (length + 3 & ~3);
        }
        return properties;
    }

    private static String text(byte[] bytes, int from) {
        int to = from;
        while (bytes[to] != 0) {
            to++;
        }
        return new String(bytes, from, to - from, UTF_8);
    }
}
