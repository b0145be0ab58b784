// SPDX-License-Identifier: MIT
package blinka4j.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import blinka4j.board.Board;
import blinka4j.boards.Boards;
import blinka4j.drivers.mcp9808.MCP9808;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.Provider;
import blinka4j.runtime.Blinka;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimMCP9808;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of README.md, which is checked to hold no other code than what runs here. */
class ReadmeTest {
    private static final Path TRACE = Path.of("src/test/resources/mcp9808.trace");

    @TempDir
    private Path folder;

    static final class Weather {
        private static double temperature;

        private Weather() {}

        static void main() {
            temperature = new MCP9808(Board.i2c()).temperature();
        }
    }

    @Test
    void aPartOfAProgramIsRecorded() {
        Path file = folder.resolve("mcp9808.trace");
        BoardDefinition board = Boards.board("RASPBERRY_PI_4B");
        try (SimBoard simulated = SimBoard.open(board)) {
            simulated.i2c().attach(0x18, new SimMCP9808().temperature(21.5));
            record(board, simulated.blinka().provider(), file);
        }
        assertThat(Trace.read(file).events())
                .extracting(TraceEvent::call)
                .filteredOn(call -> call.startsWith("transfer"))
                .isEqualTo(Trace.read(TRACE).events().stream()
                        .map(TraceEvent::call)
                        .filter(call -> call.startsWith("transfer"))
                        .toList());
    }

    private static void record(BoardDefinition board, Provider provider, Path file) {
        // README: record a part
        try (Recording recording = Recording.start(board, provider, file)) {
            new MCP9808(recording.blinka().i2c()).temperature();
        }
        // end
    }

    // README: one line
    @Test
    void theSensorMeasuresAsOnTheDayOfTheRecording() {
        assertEquals(21.5, Replay.of(TRACE, blinka -> new MCP9808(blinka.i2c()).temperature()));
    }
    // end

    // README: an unchanged program
    @Test
    void theUnchangedProgramRunsOnTheTrace() {
        try (Replay replay = Replay.tolerant(TRACE).use()) {
            Weather.main();
            replay.clock().advance(Duration.ofMinutes(10));
            Weather.main();
        }
    }
    // end

    /** As in a test of the testing kit, with @Simulated. */
    @Test
    void aThreadWithItsBoardUsesTheReplayToo() {
        Weather.temperature = 0;
        try (SimBoard simulated = SimBoard.open(Boards.board("RASPBERRY_PI_4B"))) {
            Blinka.Scope test = Blinka.Scope.ofThread(simulated.blinka());
            try (test) {
                theUnchangedProgramRunsOnTheTrace();
                assertThat(Blinka.current()).isEqualTo(simulated.blinka());
            }
        }
        assertThat(Weather.temperature).isEqualTo(21.5);
    }

    @Test
    void theUnchangedProgramSeesTheValueOfTheTrace() {
        Weather.temperature = 0;
        theUnchangedProgramRunsOnTheTrace();
        assertThat(Weather.temperature).isEqualTo(21.5);
    }

    // README: a bus alone
    @Test
    void theDriverMakesTheTransfersOfTheTrace() {
        try (I2CPlayback bus = Trace.read(TRACE).i2c()) {
            assertEquals(21.5, new MCP9808(bus.i2c()).temperature());
        }
    }
    // end

    @Test
    void theReadmeHoldsTheCodeAndTheTraceThatRunHere() throws IOException {
        String source = Files.readString(Path.of("src/test/java/blinka4j/trace/ReadmeTest.java"));
        String readme = Files.readString(Path.of("README.md"));
        Matcher sections =
                Pattern.compile("// README: (.*)\\n((?s:.*?))\\n +// end").matcher(source);
        Matcher blocks = Pattern.compile("```java\\n((?s:.*?))\\n```").matcher(readme);
        int count = 0;
        while (sections.find()) {
            assertThat(blocks.find())
                    .as("README has an example: %s", sections.group(1))
                    .isTrue();
            assertThat(blocks.group(1)).isEqualToIgnoringWhitespace(sections.group(2));
            count++;
        }
        assertThat(count).isEqualTo(4);
        assertThat(blocks.find()).as("an example that does not run").isFalse();
        assertThat(readme).contains("```\n" + Files.readString(TRACE) + "```\n");
    }
}
