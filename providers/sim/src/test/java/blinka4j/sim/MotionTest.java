// SPDX-License-Identifier: MIT
package blinka4j.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.sim.chips.SimMCP9808;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MotionTest {
    @TempDir
    Path folder;

    @Test
    void aSineRisesFromItsMean() {
        Motion sine = Motion.sine(20, 3, Duration.ofSeconds(60));

        assertThat(sine.at(0)).isEqualTo(20);
        assertThat(sine.at(5)).isCloseTo(21.5, within(1e-9));
        assertThat(sine.at(15)).isEqualTo(23);
        assertThat(sine.at(30)).isCloseTo(20, within(1e-9));
        assertThat(sine.at(45)).isEqualTo(17);
        assertThat(Motion.sine(20, -3, Duration.ofSeconds(60)).at(15)).isEqualTo(17);
    }

    @Test
    void aWalkStaysInItsBoundsAndMovesByAtMostItsStep() {
        Motion walk = Motion.walk(7, 18, 24, 2.5);
        double least = 21;
        double most = 21;

        assertThat(walk.at(0)).isEqualTo(21);
        for (int second = 1; second < 1000; second++) {
            assertThat(walk.at(second)).isBetween(18.0, 24.0).isCloseTo(walk.at(second - 1), within(2.5));
            assertThat(walk.at(second - 0.5)).isCloseTo((walk.at(second) + walk.at(second - 1)) / 2, within(1e-9));
            least = Math.min(least, walk.at(second));
            most = Math.max(most, walk.at(second));
        }
        assertThat(least).isLessThan(18.5);
        assertThat(most).isGreaterThan(23.5);
    }

    @Test
    void aWalkIsTheSameForTheSameSeed() {
        Motion walk = Motion.walk(7, 18, 24, 0.1);
        double late = walk.at(99.7);

        assertThat(walk.at(3)).isEqualTo(Motion.walk(7, 18, 24, 0.1).at(3)).isNotEqualTo(walk.at(4));
        assertThat(walk.at(99.7)).isEqualTo(late);
        assertThat(Motion.walk(8, 18, 24, 0.1).at(3)).isNotEqualTo(walk.at(3));
    }

    private Path file(String... lines) throws IOException {
        return Files.writeString(folder.resolve("room.csv"), String.join("\n", lines));
    }

    @Test
    void aRecordingIsStraightBetweenItsLines() throws IOException {
        Path file = file("\uFEFFtime,\"temperature\", humidity", "0,20,40", "", "10, 30 ,50", "\"20.5\",-1e1,55", "");

        Motion temperature = Motion.csv(file, "temperature");
        Motion humidity = Motion.csv(file, "humidity");

        assertThat(temperature.at(0)).isEqualTo(20);
        assertThat(temperature.at(2.5)).isEqualTo(22.5);
        assertThat(temperature.at(10)).isEqualTo(30);
        assertThat(temperature.at(15.25)).isEqualTo(10);
        assertThat(temperature.at(20.5)).isEqualTo(-10);
        assertThat(temperature.at(1000)).isEqualTo(-10);
        assertThat(humidity.at(5)).isEqualTo(45);
    }

    @Test
    void aRecordingBeginsWithItsFirstValue() throws IOException {
        Motion motion = Motion.csv(file("s,v", "5,1", "6,2"), "v");

        assertThat(motion.at(0)).isEqualTo(1);
        assertThat(motion.at(5.5)).isEqualTo(1.5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "s,v;0,1;1,x|3|'x'",
                "s,v;0,1;1,NaN|3|'NaN'",
                "s,v;a,1|2|'a'",
                "s,v;0,1;;1|4|1 columns instead of 2",
                "s,v;0,1;2,2;2,3|4|2.0 s is not after 2.0 s",
                "s,w;0,1|1|no column 'v'",
                "v;0|1|no column 'v'",
                "s,v|1|no values"
            })
    void aMalformedRecordingIsAnErrorWithItsLine(String text, int line, String what) throws IOException {
        Path file = file(text.split(";", -1));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Motion.csv(file, "v"))
                .withMessageContainingAll("room.csv, line %s: ".formatted(line), what);
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> Motion.csv(folder.resolve("none.csv"), "v"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("none.csv");
    }

    @Test
    void aMotionInStepsKeepsItsValueForAnInterval() {
        Motion steps = ((Motion) seconds -> seconds).every(Duration.ofMillis(500));

        assertThat(steps.at(0.4999)).isEqualTo(0);
        assertThat(steps.at(0.5)).isEqualTo(0.5);
        assertThat(steps.at(7.9)).isEqualTo(7.5);
    }

    @Test
    void aMotionMayStartLater() {
        Motion late = ((Motion) seconds -> 10 + seconds).from(Duration.ofSeconds(3));

        assertThat(late.at(1)).isEqualTo(10);
        assertThat(late.at(3)).isEqualTo(10);
        assertThat(late.at(4.5)).isEqualTo(11.5);
    }

    @Test
    void wrongArgumentsAreErrors() {
        assertThatIllegalArgumentException().isThrownBy(() -> Motion.sine(0, 1, Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> Motion.walk(1, 0, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Motion.walk(1, 0, 1, 1.1));
        assertThatIllegalArgumentException().isThrownBy(() -> Motion.walk(1, 1, 0, 0.1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Motion.sine(0, 1, Duration.ofSeconds(1)).every(Duration.ofSeconds(-1)));
    }

    /** What the register holds is the temperature in 1/16 °C, by the data sheet. */
    private static double read(SimBoard board) {
        byte[] in = new byte[2];
        board.blinka().i2c().writeToThenReadFrom(0x18, new byte[] {5}, in);
        return ((in[0] & 0x1F) << 27 >> 19 | in[1] & 0xFF) / 16.0;
    }

    @Test
    void aChipShowsWhatItsQuantityFollows() {
        try (SimBoard board = SimBoard.open(Boards.small())) {
            SimMCP9808 chip = new SimMCP9808();
            chip.quantity("temperature").follow(seconds -> 20 + seconds);
            board.i2c().attach(0x18, chip);

            assertThat(read(board)).isEqualTo(20);
            board.clock().advance(Duration.ofSeconds(5));
            assertThat(read(board)).isEqualTo(25);
            board.clock().advance(Duration.ofHours(1));
            assertThat(read(board)).as("the most that the chip measures").isEqualTo(125);

            chip.temperature(-12.5);
            board.clock().advance(Duration.ofSeconds(5));
            assertThat(read(board)).isEqualTo(-12.5);
        }
    }

    @Test
    void aMotionWithoutANumberIsAnError() {
        Quantity quantity = new SimMCP9808().quantity("temperature");
        quantity.follow(seconds -> Double.NaN);

        assertThatThrownBy(quantity::value)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("temperature", "SimMCP9808");
    }
}
