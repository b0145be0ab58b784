// SPDX-License-Identifier: MIT
package blinka4j.diozero;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import blinka4j.BusException;
import blinka4j.NotAvailableException;
import blinka4j.provider.BoardDefinition.SpiBus;
import blinka4j.provider.Host;
import blinka4j.provider.SpiPort;
import blinka4j.provider.SpiPort.Settings;
import com.diozero.api.RuntimeIOException;
import com.diozero.internal.provider.builtin.spi.NativeSpiDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiozeroSpiTest {
    private static final SpiBus BUS = new SpiBus("/dev/spidev0", null, null, null, List.of(), "add dtparam=spi=on");

    @TempDir
    private Path root;

    private final Library library = mock(Library.class);
    private final List<String> told = new ArrayList<>();
    private boolean opens = true;
    private boolean fails;
    private int files;

    @BeforeEach
    void layOutTheMachine() throws IOException {
        Files.createDirectories(root.resolve("dev"));
        Files.createFile(root.resolve("dev/spidev0.0"));
        Files.createFile(root.resolve("dev/spidev0.1"));
        when(library.spi(anyInt(), anyInt(), anyInt(), any(), anyBoolean())).thenAnswer(call -> {
            told.add("open %s.%s %s Hz %s %s".formatted(call.getArguments()));
            files += opens ? 1 : 0;
            return device(call.getArgument(1));
        });
        when(library.openAs(any()))
                .thenAnswer(call -> Set.copyOf(IntStream.range(0, files).boxed().toList()));
    }

    /** A chip that answers each byte with its complement. */
    private NativeSpiDevice device(int select) {
        NativeSpiDevice device = mock(NativeSpiDevice.class);
        when(device.getChipSelect()).thenReturn(select);
        doAnswer(call -> {
                    byte[] out = call.getArgument(0);
                    int start = call.getArgument(1);
                    int length = call.getArgument(2);
                    transferred(Arrays.copyOfRange(out, start, start + length), call.getArgument(4));
                    return null;
                })
                .when(device)
                .write(any(), anyInt(), anyInt(), anyInt(), anyBoolean());
        when(device.writeAndRead(any(), anyInt(), anyBoolean())).thenAnswer(call -> {
            byte[] out = call.getArgument(0);
            transferred(out, call.getArgument(2));
            byte[] in = new byte[out.length];
            for (int i = 0; i < in.length; i++) {
                in[i] = (byte) ~out[i];
            }
            return in;
        });
        doAnswer(call -> told.add("close")).when(device).close();
        return device;
    }

    private void transferred(byte[] bytes, boolean hold) {
        if (fails && bytes.length > 0) {
            throw new RuntimeIOException("Error in spiTransfer(), response: -1");
        }
        String what = bytes.length > 8
                ? bytes.length + " bytes"
                : "[" + HexFormat.of().formatHex(bytes) + "]";
        told.add(what + (hold ? " held" : ""));
    }

    private Host host() {
        return new Host(root, "Linux", Map.of());
    }

    private SpiPort open() {
        return DiozeroSpi.open(library, host(), BUS);
    }

    private static Settings settings(int baudrate, int polarity, int phase, int select) {
        return new Settings(baudrate, polarity, phase, 8, false, false, select);
    }

    private SpiPort configured() {
        SpiPort port = open();
        port.configure(settings(1_000_000, 0, 0, 0));
        told.clear();
        return port;
    }

    @Test
    void theDeviceIsOpenedWithItsSettingsAndAgainOnlyForOthers() {
        SpiPort port = open();
        assertThat(told).isEmpty();
        assertThat(port.configure(settings(1_000_000, 0, 1, 0))).isEqualTo(1_000_000);
        port.configure(settings(1_000_000, 0, 1, 0));
        port.configure(settings(500_000, 1, 0, 1));
        port.configure(new Settings(500_000, 1, 1, 8, true, false, 1));
        port.close();
        port.close();
        assertThat(told)
                .containsExactly(
                        "open 0.0 1000000 Hz MODE_1 false",
                        "close",
                        "open 0.1 500000 Hz MODE_2 false",
                        "close",
                        "open 0.1 500000 Hz MODE_3 true",
                        "close");
    }

    @Test
    void aDeviceThatDiozeroCouldNotOpenIsReportedAtOnce() {
        SpiPort port = open();
        opens = false;
        assertThatThrownBy(() -> port.configure(settings(1_000_000, 0, 0, 0)))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("/dev/spidev0.0", "open");
        assertThatThrownBy(() -> port.transfer(new byte[1], 0, null, 0, 1, false))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void unsupportedSettingsAreRefused() {
        SpiPort port = configured();
        assertThatThrownBy(() -> port.configure(new Settings(1_000_000, 0, 0, 9, false, false, 0)))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("SPI(/dev/spidev0)", "9 bits", "BLINKA_PROVIDER=linux");
        assertThatThrownBy(() -> port.configure(new Settings(1_000_000, 0, 0, 8, false, true, 0)))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("one data wire", "BLINKA_PROVIDER=linux");
        // The earlier settings are still in use.
        port.transfer(new byte[] {1}, 0, null, 0, 1, false);
        assertThat(told).containsExactly("[01]");
    }

    @Test
    void noTransferIsMadeIfTheProgramDrivesTheChipSelect() {
        SpiPort port = open();
        port.configure(settings(100_000, 0, 0, Settings.BY_HAND));
        port.transfer(null, 0, null, 0, 0, false);
        assertThatThrownBy(() -> port.transfer(new byte[1], 0, null, 0, 1, false))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("chip select", "Board.CE0", "BLINKA_PROVIDER=linux");
        assertThat(told).isEmpty();
    }

    @Test
    void slicesAreSentAndReceived() {
        SpiPort port = configured();
        byte[] in = {9, 9, 9, 9};
        port.transfer(new byte[] {1, 2, 3, 4}, 1, in, 1, 2, false);
        assertThat(in).containsExactly(9, ~2, ~3, 9);
        port.transfer(null, 0, in, 1, 2, false);
        assertThat(in).containsExactly(9, 0xFF, 0xFF, 9);
        port.transfer(new byte[] {1, 2, 3, 4}, 2, null, 0, 2, false);
        port.transfer(null, 0, null, 0, 2, false);
        byte[] same = {5, 6};
        port.transfer(same, 0, same, 0, 2, false);
        assertThat(same).containsExactly(~5, ~6);
        assertThat(told).containsExactly("[0203]", "[0000]", "[0304]", "[0000]", "[0506]");
    }

    @Test
    void aLongTransferHoldsTheChipBetweenItsParts() throws IOException {
        Files.createDirectories(root.resolve("sys/module/spidev/parameters"));
        Files.writeString(root.resolve("sys/module/spidev/parameters/bufsiz"), "1000\n");
        SpiPort port = configured();
        assertThat(port.longestTransfer()).isEqualTo(1000);
        byte[] out = new byte[2500];
        byte[] in = new byte[2500];
        new Random(1).nextBytes(out);
        port.transfer(out, 0, in, 0, 2500, false);
        for (int i = 0; i < in.length; i++) {
            assertThat(in[i]).isEqualTo((byte) ~out[i]);
        }
        port.transfer(out, 0, null, 0, 2500, true);
        port.transfer(null, 0, null, 0, 0, false);
        port.transfer(null, 0, null, 0, 0, false);
        assertThat(told)
                .containsExactly(
                        "1000 bytes held",
                        "1000 bytes held",
                        "500 bytes",
                        "1000 bytes held",
                        "1000 bytes held",
                        "500 bytes held",
                        "[]");
    }

    @Test
    void aHeldChipIsLetGoBeforeOtherSettingsAndAtTheEnd() {
        SpiPort port = configured();
        port.transfer(new byte[] {1}, 0, null, 0, 1, true);
        port.configure(settings(1_000_000, 0, 0, 1));
        port.transfer(new byte[] {2}, 0, null, 0, 1, true);
        port.close();
        assertThat(told)
                .containsExactly(
                        "[01] held", "[]", "close", "open 0.1 1000000 Hz MODE_0 false", "[02] held", "[]", "close");
    }

    @Test
    void aFailureLetsTheChipGo() {
        SpiPort port = configured();
        port.transfer(new byte[] {1}, 0, null, 0, 1, true);
        fails = true;
        assertThatThrownBy(() -> port.transfer(new byte[] {2}, 0, null, 0, 1, false))
                .isInstanceOf(BusException.class)
                .hasMessageContainingAll("SPI(/dev/spidev0)", "1 bytes", "/dev/spidev0.0");
        assertThat(told).containsExactly("[01] held", "[]");
    }

    @Test
    void missingFilesAreRefusedBeforeDiozeroOpensThem() throws IOException {
        assertThatThrownBy(() -> configured().configure(settings(1_000_000, 0, 0, 2)))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("/dev/spidev0.2 does not exist", "dd dtparam=spi=on");
        Files.createDirectories(root.resolve("sys/class/spi_master/spi1"));
        assertThatThrownBy(() ->
                        DiozeroSpi.open(library, host(), new SpiBus("/dev/spidev1", null, null, null, List.of(), "")))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("/dev/spidev1.0 does not exist", "chip select")
                .message()
                .containsOnlyOnce("does not exist");
    }

    @Test
    void aClosedPortRefusesCalls() {
        SpiPort port = configured();
        port.close();
        assertThatThrownBy(() -> port.configure(settings(1_000_000, 0, 0, 0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("SPI(/dev/spidev0) is closed");
        assertThatThrownBy(() -> port.transfer(new byte[1], 0, null, 0, 1, false))
                .isInstanceOf(IllegalStateException.class);
    }
}
