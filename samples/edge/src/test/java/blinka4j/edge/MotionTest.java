// SPDX-License-Identifier: MIT
package blinka4j.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.edge.Generator.Noise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MotionTest {
    @TempDir
    Path folder;

    private Path file(String... lines) throws IOException {
        return Files.write(folder.resolve("motion.csv"), List.of(lines));
    }

    @Test
    void aFileKeepsMotionToATenthOfAMillimetre() {
        List<Motion> motions = new Generator(5, Noise.HAND, 0.3).pieces(2, 2);
        Path file = folder.resolve("motion.csv");
        Motion.write(file, motions);
        List<Motion> read = Motion.read(file);

        assertThat(read)
                .extracting(Motion::label)
                .isEqualTo(motions.stream().map(Motion::label).toList());
        for (int i = 0; i < motions.size(); i++) {
            assertThat(read.get(i).count()).isEqualTo(100);
            for (int axis = 0; axis < 3; axis++) {
                assertThat(read.get(i).at(99, axis)).isCloseTo(motions.get(i).at(99, axis), within(1e-4f));
            }
        }
    }

    @Test
    void aGapOrAnotherLabelBeginsNewMotion() throws IOException {
        List<Motion> motions = Motion.read(file(
                "time,x,y,z,label",
                "0.00,1,2,3,tap",
                "0.02,4,5,6,tap",
                "0.04,7,8,9,rest",
                "0.06,10,11,12,rest",
                "",
                "1.06,13,14,15,rest",
                "1.08,-16.5,17,18,rest"));

        assertThat(motions).extracting(Motion::label).containsExactly("tap", "rest", "rest");
        assertThat(motions).extracting(Motion::count).containsExactly(2, 2, 2);
        assertThat(motions.get(2).at(1, 0)).isEqualTo(-16.5f);
        assertThat(motions.get(0).windows(2, 1)).containsExactly(new float[] {1, 2, 3, 4, 5, 6});
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "t,x,y,z,label;0,1,2,3,tap|line 1: |time,x,y,z,label",
                "time,x,y,z,label;0,1,2,tap|line 2: |five values",
                "time,x,y,z,label;0,1,2,3,|line 2: |five values",
                "time,x,y,z,label;0,1,2,3,tap;0.02,1,2,one,tap|line 3: |'one'",
                "time,x,y,z,label;0,1,2,3,tap;0.02,1,2,NaN,tap|line 3: |'NaN'",
                "time,x,y,z,label;0,1,2,3,tap;0,1,2,3,tap|line 3: |increase",
                "time,x,y,z,label;0,1,2,3,tap;0.01,1,2,3,tap|100 samples a second|50",
                "time,x,y,z,label;0,1,2,3,tap|no samples a second|50"
            })
    void aFileThatIsNoMotionIsAnErrorWithItsLine(String text, String where, String what) throws IOException {
        Path file = file(text.split(";", -1));

        assertThatThrownBy(() -> Motion.read(file))
                .isInstanceOf(EdgeException.class)
                .hasMessageContainingAll("motion.csv", where, what);
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> Motion.read(folder.resolve("none.csv")))
                .isInstanceOf(EdgeException.class)
                .hasMessageContaining("none.csv");
    }

    /** At rest the mean is gravity in some direction, but for the offset of each axis, and the rest is noise. */
    @ParameterizedTest
    @EnumSource(Noise.class)
    void restIsGravityAndNoise(Noise noise) {
        double level = 0.5;
        double squares = 0;
        int differences = 0;
        Generator generator = new Generator(3, noise, level);
        for (int k = 0; k < 20; k++) {
            Motion rest = generator.piece(Gesture.REST, 4);
            double[] mean = new double[3];
            for (int axis = 0; axis < 3; axis++) {
                for (int i = 0; i < rest.count(); i++) {
                    mean[axis] += rest.at(i, axis) / rest.count();
                }
                for (int i = 1; i < rest.count(); i++) {
                    double difference = rest.at(i, axis) - rest.at(i - 1, axis);
                    squares += difference * difference / 2;
                    differences++;
                }
            }
            assertThat(Math.hypot(Math.hypot(mean[0], mean[1]), mean[2])).isCloseTo(9.8, within(1.3));
        }
        // The tremor adds to the noise of the samples.
        assertThat(Math.sqrt(squares / differences))
                .isBetween(0.95 * level, noise == Noise.WHITE ? 1.05 * level : 1.6 * level);
    }

    @Test
    void theSameSeedMakesTheSameMotion() {
        Motion[] motions = {
            new Generator(3, Noise.HAND, 0.2).piece(Gesture.SHAKE, 4),
            new Generator(3, Noise.HAND, 0.2).piece(Gesture.SHAKE, 4),
            new Generator(4, Noise.HAND, 0.2).piece(Gesture.SHAKE, 4)
        };

        assertThat(motions[1].windows(200, 1).get(0))
                .isEqualTo(motions[0].windows(200, 1).get(0));
        assertThat(motions[2].windows(200, 1).get(0))
                .isNotEqualTo(motions[0].windows(200, 1).get(0));
    }

    @Test
    void aTableCountsWhatWasRecognised() {
        Confusion confusion = new Confusion(List.of("rest", "tap", "never"));
        for (int i = 0; i < 8; i++) {
            confusion.add("rest", i < 6 ? "rest" : "tap");
            confusion.add("tap", "tap");
        }

        assertThat(confusion.recall("rest")).isEqualTo(0.75);
        assertThat(confusion.precision("rest")).isEqualTo(1);
        assertThat(confusion.precision("tap")).isEqualTo(0.8);
        assertThat(confusion.recall("never")).isNaN();
        assertThat(confusion.accuracy()).isEqualTo(14 / 16.0);
        assertThat(confusion.toString())
                .contains("   rest        6        2        0   75.0 %    100.0 %\n")
                .endsWith("87.5 % of 16 windows are right");
    }
}
