// SPDX-License-Identifier: MIT
package blinka4j.lab;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Files for a guest in addition to its image. They are a second archive after the image's. The kernel unpacks both, so a run
 * packs only these files.
 */
final class Overlay {
    private static final int FILE = 0100644;
    private static final int PROGRAM = 0100755;
    private static final int FOLDER = 040755;

    /** By path in the guest, without the leading slash. Sorted, so that a folder comes before its files. */
    private final Map<String, Entry> entries = new TreeMap<>();

    private int libraries;

    private record Entry(int mode, Content content) {}

    @FunctionalInterface
    private interface Content {
        byte[] bytes() throws IOException;
    }

    /** Adds a file, or a folder with all that is in it, under an absolute path of the guest. */
    Overlay add(Path source, String target) {
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path inside = source.relativize(file);
                String path = inside.toString().isEmpty() ? target : target + "/" + inside;
                if (Files.isDirectory(file)) {
                    put(path, FOLDER, () -> new byte[0]);
                } else {
                    put(path, Files.isExecutable(file) ? PROGRAM : FILE, () -> Files.readAllBytes(file));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Adds a text file under an absolute path of the guest. */
    Overlay add(String text, String target) {
        put(target, FILE, () -> text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /**
     * Adds the entries of this virtual machine's class path, jars and folders, whose name contains one of the words.
     *
     * @return their class path in the guest
     */
    String addClassPath(String... words) {
        return ClassPath.matching(words).stream().map(this::addLibrary).collect(Collectors.joining(":"));
    }

    /**
     * Adds a jar or a folder of classes.
     *
     * @return its path in the guest
     */
    String addLibrary(Path path) {
        String target = "/opt/blinka4j/" + libraries++ + "-" + path.getFileName();
        add(path, target);
        return target;
    }

    private void put(String target, int mode, Content content) {
        if (!target.startsWith("/")) {
            throw new IllegalArgumentException("not an absolute path in the guest: " + target);
        }
        String path = target.substring(1);
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            entries.putIfAbsent(path.substring(0, slash), new Entry(FOLDER, () -> new byte[0]));
        }
        entries.put(path, new Entry(mode, content));
    }

    /** Writes the archive, in cpio's "newc" format. */
    void write(OutputStream stream) throws IOException {
        int number = 1;
        for (Map.Entry<String, Entry> entry : entries.entrySet()) {
            write(
                    stream,
                    number++,
                    entry.getValue().mode(),
                    entry.getKey(),
                    entry.getValue().content().bytes());
        }
        write(stream, 0, 0, "TRAILER!!!", new byte[0]);
    }

    private static void write(OutputStream stream, int number, int mode, String path, byte[] content)
            throws IOException {
        byte[] name = (path + "\0").getBytes(StandardCharsets.UTF_8);
        int links = 1;
        int seconds = (int) (System.currentTimeMillis() / 1000);
        // inode, mode, uid, gid, links, time, size, device and its number twice, length of the name, check sum
        int[] fields = {number, mode, 0, 0, links, seconds, content.length, 0, 0, 0, 0, name.length, 0};
        StringBuilder header = new StringBuilder("070701");
        for (int field : fields) {
            header.append(String.format("%08X", field));
        }
        stream.write(header.toString().getBytes(StandardCharsets.US_ASCII));
        stream.write(name);
        stream.write(padding(header.length() + name.length));
        stream.write(content);
        stream.write(padding(content.length));
    }

    private static byte[] padding(int length) {
        return new byte[-length & 3];
    }
}
