// SPDX-License-Identifier: MIT
package blinka4j.testing;

import blinka4j.sim.Picture;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** The file with the expected picture of a display. */
final class Snapshot {
    private static final Path RESOURCES = Path.of("src/test/resources");
    private static final Path RESULTS = Path.of("target/snapshots");
    private static final String UPDATE = "update";

    /** Of the image with the difference: a gap between its three parts, and how wide each of them is at least. */
    private static final int GAP = 8;

    private static final int LEAST_WIDTH = 256;
    private static final int GRAY = 0x808080;
    private static final int RED = 0xFF0000;

    private final String name;
    private final Path resources;
    private final Path results;
    private final boolean updates;

    Snapshot(String name, Path resources, Path results, boolean updates) {
        Path path = Path.of(name).normalize();
        if (path.isAbsolute() || path.startsWith("..") || !name.endsWith(".png")) {
            throw new IllegalArgumentException("'%s' cannot be a snapshot. Name a PNG file below %s, such as hello.png."
                    .formatted(name, resources));
        }
        this.name = name;
        this.resources = resources;
        this.results = results;
        this.updates = updates;
    }

    static Snapshot of(String name) {
        return new Snapshot(
                name, RESOURCES, RESULTS, updates(System.getProperty("blinka4j.snapshots"), System.getenv("CI")));
    }

    /**
     * @param setting that of the property; null if it is not set
     * @param ci what servers for continuous integration set; null on others
     */
    static boolean updates(@Nullable String setting, @Nullable String ci) {
        if (setting == null) {
            return false;
        }
        if (!setting.equals(UPDATE)) {
            throw new IllegalArgumentException(
                    "-Dblinka4j.snapshots=%s is not possible. Use -Dblinka4j.snapshots=update to write pictures, or leave it out."
                            .formatted(setting));
        }
        if (ci != null && !ci.equals("false")) {
            throw new IllegalStateException(
                    "-Dblinka4j.snapshots=update is set in continuous integration (CI=%s), where nobody looks at what it writes. Leave it out there."
                            .formatted(ci));
        }
        return true;
    }

    static BufferedImage image(Picture picture) {
        BufferedImage image = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 0; x < picture.width(); x++) {
                image.setRGB(x, y, picture.color(x, y));
            }
        }
        return image;
    }

    /** Returns what differs, for the message of a failure; empty if nothing does. */
    String compare(BufferedImage actual) {
        BufferedImage expected = updates ? replaced() : expected();
        if (expected != null && same(expected, actual)) {
            return "";
        }
        if (isDark(actual)) {
            return "the display is dark, and no picture %s was compared or written. At the end of the program a strip or display may have been switched off: look before, as in board.clock().after(time, () -> assertThat(display).looksLike(\"%s\")). If it is meant to be dark, use isDark()."
                    .formatted(resources.resolve(name), name);
        }
        if (updates) {
            write(actual, resources.resolve(name));
            return "";
        }
        Path shown = results.resolve(name);
        if (expected == null) {
            write(actual, shown);
            return "there is no picture %s. What the display shows is in %s. To take it as the expected picture, run the test with -Dblinka4j.snapshots=update."
                    .formatted(resources.resolve(name), shown);
        }
        write(sideBySide(expected, actual), shown);
        return "the display does not look like %s: %s. Expected, actual and difference are side by side in %s. To take the actual one as the expected picture, run the test with -Dblinka4j.snapshots=update."
                .formatted(name, difference(expected, actual), shown);
    }

    /** What an update replaces; null if there is nothing, or it is damaged. */
    private @Nullable BufferedImage replaced() {
        try {
            return expected();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** That below the sources comes first, as it may be newer than its copy on the class path. */
    private @Nullable BufferedImage expected() {
        Path file = resources.resolve(name);
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        try (InputStream in = Files.exists(file)
                ? Files.newInputStream(file)
                : loader == null ? null : loader.getResourceAsStream(name)) {
            if (in == null) {
                return null;
            }
            BufferedImage image = ImageIO.read(in);
            if (image == null) {
                throw new IOException("it is no picture");
            }
            return image;
        } catch (IOException | RuntimeException e) {
            // ImageIO throws both for a damaged file.
            throw new IllegalArgumentException(
                    "cannot read %s: %s. Use a PNG file, or delete it.".formatted(file, e.getMessage()), e);
        }
    }

    private static boolean isDark(BufferedImage image) {
        return differing(image, new BufferedImage(image.getWidth(), image.getHeight(), image.getType())) == 0;
    }

    private static boolean same(BufferedImage one, BufferedImage other) {
        return one.getWidth() == other.getWidth() && one.getHeight() == other.getHeight() && differing(one, other) == 0;
    }

    private static boolean differs(BufferedImage one, BufferedImage other, int x, int y) {
        return (color(one, x, y) ^ color(other, x, y)) != 0;
    }

    /** Gray outside of the image. */
    private static int color(BufferedImage image, int x, int y) {
        return x < image.getWidth() && y < image.getHeight() ? image.getRGB(x, y) & 0xFFFFFF : GRAY;
    }

    private static int differing(BufferedImage one, BufferedImage other) {
        int count = 0;
        for (int y = 0; y < one.getHeight(); y++) {
            for (int x = 0; x < one.getWidth(); x++) {
                count += differs(one, other, x, y) ? 1 : 0;
            }
        }
        return count;
    }

    private static String difference(BufferedImage expected, BufferedImage actual) {
        if (expected.getWidth() != actual.getWidth() || expected.getHeight() != actual.getHeight()) {
            return "it has %s x %s pixels, and not %s x %s"
                    .formatted(actual.getWidth(), actual.getHeight(), expected.getWidth(), expected.getHeight());
        }
        for (int y = 0; y < expected.getHeight(); y++) {
            for (int x = 0; x < expected.getWidth(); x++) {
                if (differs(expected, actual, x, y)) {
                    return "%s of %s pixels differ, the first at %s, %s (0x%06X, and not 0x%06X)"
                            .formatted(
                                    differing(expected, actual),
                                    expected.getWidth() * expected.getHeight(),
                                    x,
                                    y,
                                    color(actual, x, y),
                                    color(expected, x, y));
                }
            }
        }
        return "nothing differs";
    }

    /** Expected, actual, and the pixels that differ in red, all enlarged. */
    private static BufferedImage sideBySide(BufferedImage expected, BufferedImage actual) {
        int width = Math.max(expected.getWidth(), actual.getWidth());
        int height = Math.max(expected.getHeight(), actual.getHeight());
        int scale = Math.max(1, LEAST_WIDTH / width);
        int step = width * scale + GAP;
        BufferedImage image = new BufferedImage(3 * step - GAP, height * scale, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int column = x % step / scale;
                int row = y / scale;
                int color = GRAY;
                if (x % step < width * scale) {
                    color = switch (x / step) {
                        case 0 -> color(expected, column, row);
                        case 1 -> color(actual, column, row);
                        default -> differs(expected, actual, column, row) ? RED : 0;
                    };
                }
                image.setRGB(x, y, color);
            }
        }
        return image;
    }

    private static void write(BufferedImage image, Path to) {
        try {
            Path folder = to.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            if (!ImageIO.write(image, "png", to.toFile())) {
                throw new IllegalStateException(
                        "this Java cannot write PNG files. Use one with the module java.desktop.");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write %s".formatted(to), e);
        }
    }
}
