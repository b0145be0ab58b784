// SPDX-License-Identifier: MIT
package blinka4j.diozero;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import blinka4j.provider.Host;
import com.diozero.internal.provider.builtin.gpio.GpioChip;
import com.diozero.internal.provider.builtin.gpio.GpioLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls diozero's native code with devices that every Linux has. */
class NativeLibraryTest {
    private static Library library;

    @TempDir
    private Path folder;

    @BeforeAll
    static void load() {
        assumeThat(DiozeroProvider.nativeFolder(System.getProperty("os.arch"), Host.local()))
                .as("a processor for which diozero has native code")
                .isPresent();
        library = NativeLibrary.load(Host.local());
    }

    @Test
    void theNumbersOfOpenFilesAreReported() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        assertThat(library.openAs(file)).isEmpty();
        int first = library.open(file.toString());
        int second = library.open(link.toString());
        assertThat(library.openAs(link)).containsExactlyInAnyOrder(first, second);
        library.close(first);
        assertThat(library.openAs(file)).containsExactly(second);
        library.close(second);
        assertThat(library.openAs(file)).isEmpty();
        assertThat(library.open(folder.resolve("none").toString())).isNegative();
    }

    @Test
    void aClosedControllerLeavesItsLinesOpen() {
        // The file number of a line that was never requested is 0, which is also the standard input.
        GpioLine[] lines = {mock(GpioLine.class), mock(GpioLine.class)};
        GpioLine first = lines[0];
        GpioChip chip = mock(GpioChip.class);
        when(chip.getLines()).thenReturn(lines);
        library.close(chip);
        for (GpioLine line : lines) {
            line.close();
        }
        verify(first, never()).close();
        verify(chip).close();
    }

    @Test
    void nothingOfDiozeroRunsOnceItIsLoaded() {
        assertThat(Thread.getAllStackTraces().values())
                .noneSatisfy(frames -> assertThat(frames)
                        .anyMatch(frame -> frame.getClassName().startsWith("com.diozero")));
    }
}
