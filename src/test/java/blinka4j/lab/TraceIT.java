// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.lab.guest.SeveralChips;
import blinka4j.trace.Replay;
import blinka4j.trace.Trace;
import blinka4j.trace.TraceEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Records a program with several chips. The trace in the folder {@code lab}, which a unit test replays, was made by this test. */
@Order(9)
@ExtendWith(Lab.Extension.class)
@ResourceLock("/dev/i2c-0")
@ResourceLock("/dev/spidev0.0")
class TraceIT {
    private static final int CHIP = 3;
    private static final int LINE = 25;

    private final Lab lab;

    @TempDir
    private Path folder;

    TraceIT(Lab lab) {
        this.lab = lab;
    }

    @Test
    void aRecordingHasTheCallsOfTheTraceForTheUnitTestAndReplaysOnTheHost() throws IOException {
        lab.guest().qmp().set(Sabrelite.device("t0"), "temperature", 25_500);
        lab.guest().qmp().set(Sabrelite.device("m0"), "mag-x", 12_345);
        lab.guest().qmp().set(Sabrelite.device("m0"), "mag-y", 50_000);
        lab.guest().qmp().set(Sabrelite.device("m0"), "mag-z", 100_000);
        Job program = lab.program(SeveralChips.class)
                .environment("BLINKA_RECORD", "/tmp/several.trace")
                .start();
        program.awaitOut("press\n", Lab.PATIENCE);
        for (int i = 1; i <= SeveralChips.EDGES; i++) {
            boolean high = i % 2 == 1;
            lab.guest().qtest().drive(Sabrelite.gpio(CHIP), LINE, high);
            program.awaitOut("edge %s: %s\n".formatted(i, high), Lab.PATIENCE);
        }
        String output = lab.finish(program, Lab.PATIENCE);
        Path recorded = Files.writeString(
                folder.resolve("several.trace"), lab.guest().output("cat /tmp/several.trace; rm /tmp/several.trace"));
        Files.copy(
                recorded,
                Files.createDirectories(Path.of("target/lab")).resolve("several.trace"),
                StandardCopyOption.REPLACE_EXISTING);

        assertThat(calls(recorded)).isEqualTo(calls(Path.of("lab/sabrelite.trace")));
        List<String> again = new ArrayList<>();
        try (Replay replay = Replay.strict(recorded).use()) {
            SeveralChips.run(again::add);
            assertThat(replay.blinka().board().id()).isEqualTo("SABRELITE");
        }
        assertThat(again).isEqualTo(output.lines().toList());
    }

    /** Without results and times. A call that is made again is there once: drivers poll, and read a clock until it is steady. */
    private static List<String> calls(Path trace) {
        List<String> calls = new ArrayList<>();
        for (TraceEvent event : Trace.read(trace).events()) {
            String call = "%s %s %s".formatted(event.kind(), event.name(), event.call());
            call = call.replaceFirst("(edge \\w+) \\d+", "$1");
            if (calls.isEmpty() || !calls.get(calls.size() - 1).equals(call)) {
                calls.add(call);
            }
        }
        return calls;
    }
}
