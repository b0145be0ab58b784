// SPDX-License-Identifier: MIT
package blinka4j.testing;

import static blinka4j.testing.Assertions.assertThat;
import static blinka4j.testing.Assertions.assertThatThrownBy;

import blinka4j.sim.Picture;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotTest {
    private static final Picture DOT = new Picture(4, 2, (x, y) -> x == 1 && y == 0 ? 0xFFFFFF : 0);
    private static final Picture OTHER = new Picture(4, 2, (x, y) -> x == 3 && y == 1 ? 0x00FF00 : 0);

    @TempDir
    Path folder;

    private Path resources;
    private Path results;

    @BeforeEach
    void folders() {
        resources = folder.resolve("resources");
        results = folder.resolve("results");
    }

    private String compare(Picture picture, boolean updates) {
        return new Snapshot("dots/dot.png", resources, results, updates).compare(Snapshot.image(picture));
    }

    @Test
    void anUpdateWritesTheFileWhichIsThenWhatTheDisplayLooksLike() throws IOException {
        assertThat(compare(DOT, true)).isEmpty();

        BufferedImage file = ImageIO.read(resources.resolve("dots/dot.png").toFile());
        assertThat(file.getWidth()).isEqualTo(4);
        assertThat(file.getHeight()).isEqualTo(2);
        assertThat(file.getRGB(1, 0)).isEqualTo(0xFFFFFFFF);
        assertThat(file.getRGB(0, 0)).isEqualTo(0xFF000000);
        assertThat(compare(DOT, false)).isEmpty();
        assertThat(results).doesNotExist();
    }

    @Test
    void withoutAFileTheMessageSaysWhereToLookAndHowToMakeIt() throws IOException {
        assertThat(compare(DOT, false))
                .contains(resources.resolve("dots/dot.png").toString(), "-Dblinka4j.snapshots=update")
                .contains(results.resolve("dots/dot.png").toString());

        assertThat(ImageIO.read(results.resolve("dots/dot.png").toFile()).getRGB(1, 0))
                .isEqualTo(0xFFFFFFFF);
        assertThat(resources).doesNotExist();
    }

    /** Each part is 4 pixels wide, enlarged to 256, and 8 apart. */
    @Test
    void aDifferenceIsShownSideBySide() throws IOException {
        compare(DOT, true);

        assertThat(compare(OTHER, false))
                .contains(
                        "dots/dot.png", "2 of 8 pixels", "1, 0", "0x000000", "0xFFFFFF", "-Dblinka4j.snapshots=update")
                .contains(results.resolve("dots/dot.png").toString());

        BufferedImage shown = ImageIO.read(results.resolve("dots/dot.png").toFile());
        assertThat(shown.getWidth()).isEqualTo(3 * 256 + 2 * 8);
        assertThat(shown.getHeight()).isEqualTo(2 * 64);
        assertThat(shown.getRGB(64 + 5, 5)).as("expected").isEqualTo(0xFFFFFFFF);
        assertThat(shown.getRGB(264 + 64 + 5, 5)).as("actual").isEqualTo(0xFF000000);
        assertThat(shown.getRGB(264 + 3 * 64 + 5, 64 + 5)).as("actual").isEqualTo(0xFF00FF00);
        assertThat(shown.getRGB(528 + 64 + 5, 5)).as("difference").isEqualTo(0xFFFF0000);
        assertThat(shown.getRGB(528 + 3 * 64 + 5, 64 + 5)).as("difference").isEqualTo(0xFFFF0000);
        assertThat(shown.getRGB(528 + 5, 5)).as("no difference").isEqualTo(0xFF000000);
        assertThat(shown.getRGB(256 + 3, 5)).as("gap").isEqualTo(0xFF808080);
    }

    /** At the end of a program its strip is dark. Such a picture would be the expected one of a test that sees nothing. */
    @Test
    void aDarkDisplayIsNotTheExpectedPicture() {
        Picture dark = new Picture(4, 2, (x, y) -> 0);

        assertThat(compare(dark, true)).contains("dark", "dots/dot.png", "clock().after(", "isDark()");
        assertThat(resources).doesNotExist();
        assertThat(compare(dark, false)).contains("dark", "dots/dot.png", "isDark()");
    }

    @Test
    void anotherSizeIsADifference() {
        compare(DOT, true);

        assertThat(compare(new Picture(2, 4, (x, y) -> 0xFF), false)).contains("2 x 4", "4 x 2");
    }

    @Test
    void aFileThatIsNoPictureIsRefused() throws IOException {
        Files.createDirectories(resources.resolve("dots"));
        Files.writeString(resources.resolve("dots/dot.png"), "not a picture");

        assertThatThrownBy(() -> compare(DOT, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PNG");
    }

    @Test
    void anUpdateReplacesAFileThatIsNoPicture() throws IOException {
        Files.createDirectories(resources.resolve("dots"));
        Files.writeString(resources.resolve("dots/dot.png"), "not a picture");

        compare(DOT, true);

        assertThat(compare(DOT, false)).isEmpty();
    }

    /** Otherwise the difference would be written over the expected picture, or anywhere. */
    @ParameterizedTest
    @ValueSource(strings = {"/tmp/dot.png", "../dot.png", "dots/../../dot.png", "dot", "dot.jpg"})
    void aNameMustBeThatOfAPngBelowTheFolder(String name) {
        assertThatThrownBy(() -> new Snapshot(name, resources, results, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(name, "PNG", "hello.png");
    }

    @Test
    void picturesAreWrittenOnlyIfThatIsAskedForByAPerson() {
        assertThat(Snapshot.updates(null, null)).isFalse();
        assertThat(Snapshot.updates(null, "true")).isFalse();
        assertThat(Snapshot.updates("update", null)).isTrue();
        assertThatThrownBy(() -> Snapshot.updates("update", "true"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("CI=true");
        assertThatThrownBy(() -> Snapshot.updates("true", null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("update");
    }

    @Test
    void singlePixelsAndDarkness() {
        assertThat(DOT).hasPixel(1, 0, 0xFFFFFF).hasPixel(0, 0, 0);
        assertThatThrownBy(() -> assertThat(DOT).hasPixel(1, 0, 0x123456))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("1, 0", "0x123456", "0xFFFFFF");
        assertThatThrownBy(() -> assertThat(DOT).isDark()).isInstanceOf(AssertionError.class);
        assertThat(new Picture(2, 2, (x, y) -> 0)).isDark();
    }
}
