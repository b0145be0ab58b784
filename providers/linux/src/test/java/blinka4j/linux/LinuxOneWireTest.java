// SPDX-License-Identifier: MIT
package blinka4j.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.kernel.Errno;
import blinka4j.provider.Line;
import blinka4j.provider.OneWirePort;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxOneWireTest {
    private static final byte[] NOTHING = {};
    private static final Line PIN = new Line("pinctrl-bcm2711", 4);

    @TempDir
    private Path root;

    private FakeKernel kernel;
    private FakeW1 w1;
    private FakeGpioChip chip;

    @BeforeEach
    void oneBusOnGpio4() {
        kernel = new FakeKernel(root);
        w1 = new FakeW1(kernel);
        kernel.connector(w1);
        chip = new FakeGpioChip(kernel, "gpiochip0", PIN.chip(), 58)
                .held(4, "onewire@4")
                .held(17, "fan");
        kernel.device("/dev/gpiochip0", chip);
        kernel.file("/sys/bus/platform/drivers/w1-gpio/onewire@4/uevent", "");
        kernel.file("/sys/bus/platform/drivers/w1-gpio/unbind", "");
        kernel.file("/sys/bus/w1/devices/w1_bus_master1/w1_master_slaves", "");
        kernel.file("/sys/bus/w1/devices/28-0000070e41ac/id", "");
    }

    private OneWirePort open(Line line) {
        return LinuxOneWire.open(kernel, kernel.host, new LinuxChips(kernel, kernel.host), line);
    }

    private OneWirePort open(String master) {
        return LinuxOneWire.open(kernel, kernel.host, master);
    }

    @Test
    void aTransferIsOneMessageToTheKernel() {
        w1.data = new byte[] {1, -2, 3};
        try (OneWirePort port = open(PIN)) {
            assertThat(port.name()).hasToString("w1_bus_master1");
            assertThat(port.hasBits()).isFalse();
            byte[] in = new byte[5];
            assertThat(port.transfer(true, new byte[] {0x55, 0x28, -1, 9}, 1, 3, in, 1, 4))
                    .isTrue();
            assertThat(in).containsExactly(0, 1, -2, 3, 0);
            assertThat(port.transfer(true, NOTHING, 0, 0, NOTHING, 0, 0)).isTrue();
            assertThat(port.transfer(false, NOTHING, 0, 0, NOTHING, 0, 0)).isTrue();
            assertThat(port.transfer(false, NOTHING, 0, 0, in, 4, 5)).isTrue();
            assertThat(in).containsExactly(0, 1, -2, 3, 1);
            w1.present = false;
            assertThat(port.transfer(true, new byte[] {0x44}, 0, 1, NOTHING, 0, 0))
                    .isFalse();
            assertThat(port.transfer(false, new byte[] {0x44}, 0, 1, NOTHING, 0, 0))
                    .isTrue();
        }
        assertThat(w1.done)
                .containsExactly("1 reset write 28ff read 3", "1 reset", "1 read 1", "1 reset write 44", "1 write 44");
        assertThat(kernel.openFiles()).isZero();
    }

    @Test
    void aSearchReturnsTheAddressesAsTheyAreOnTheWire() {
        w1.slaves.add(0x74_0000070E41AC_28L);
        w1.slaves.add(0x91_0000070E41AC_10L);
        w1.slaves.add(0xF3_0000070E41AD_28L);
        try (OneWirePort port = open("w1_bus_master1")) {
            assertThat(port.search())
                    .containsExactly(
                            new byte[] {0x28, (byte) 0xAC, 0x41, 0x0E, 7, 0, 0, 0x74},
                            new byte[] {0x10, (byte) 0xAC, 0x41, 0x0E, 7, 0, 0, (byte) 0x91},
                            new byte[] {0x28, (byte) 0xAD, 0x41, 0x0E, 7, 0, 0, (byte) 0xF3});
            w1.slaves.clear();
            assertThat(port.search()).isEmpty();
        }
    }

    @Test
    void repliesToEarlierMessagesAndSignalsDoNotCount() {
        w1.data = new byte[] {42};
        try (OneWirePort port = open(PIN)) {
            w1.late = true;
            kernel.interrupt(2);
            byte[] in = new byte[1];
            assertThat(port.transfer(true, NOTHING, 0, 0, in, 0, 1)).isTrue();
            assertThat(in).containsExactly(42);
        }
    }

    @Test
    void aPinWithoutABusIsAnErrorThatSaysHowToMakeOne() {
        for (int line : new int[] {17, 18}) {
            assertThatThrownBy(() -> open(new Line(PIN.chip(), line)))
                    .isInstanceOf(NotAvailableException.class)
                    .hasMessageContainingAll("no 1-Wire bus", PIN.chip() + ":" + line, "compatible", "w1_bus_master1");
        }
        kernel.file("/boot/armbianEnv.txt", "");
        assertThatThrownBy(() -> open(new Line(PIN.chip(), 17))).hasMessageContainingAll("overlays=", "param_w1_pin");
        kernel.file("/boot/firmware/config.txt", "");
        assertThatThrownBy(() -> open(new Line(PIN.chip(), 17)))
                .hasMessageContainingAll("dtoverlay=w1-gpio,gpiopin=17", "/boot/firmware/config.txt", "reboot");
        assertThatThrownBy(() -> open(new Line(PIN.chip(), 58))).isInstanceOf(PinException.class);
        assertThat(kernel.openFiles()).isZero();
    }

    @Test
    void ofSeveralBusesTheProgramMustNameOne() {
        w1.masters.add(2);
        kernel.file("/sys/bus/w1/devices/w1_bus_master2/w1_master_slaves", "");
        assertThatThrownBy(() -> open(PIN))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("several", PIN.toString(), "w1_bus_master1, w1_bus_master2", "new OneWireBus");
        try (OneWirePort port = open("w1_bus_master2")) {
            port.transfer(true, NOTHING, 0, 0, NOTHING, 0, 0);
        }
        assertThat(w1.done).containsExactly("2 reset");
        assertThatThrownBy(() -> open("w1_bus_master3"))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("'w1_bus_master3'", "Choose", "w1_bus_master1, w1_bus_master2");
        assertThatThrownBy(() -> open("28-0000070e41ac")).isInstanceOf(NotAvailableException.class);
        w1.masters.remove(Integer.valueOf(2));
        assertThatThrownBy(() -> open("w1_bus_master2"))
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll("w1_bus_master2", "gone");
        assertThat(kernel.openFiles()).isZero();
    }

    @Test
    void aBusThatWasRemovedIsGone() {
        try (OneWirePort port = open(PIN)) {
            w1.masters.clear();
            assertThatThrownBy(() -> port.transfer(true, NOTHING, 0, 0, NOTHING, 0, 0))
                    .isInstanceOfSatisfying(
                            PinException.class, e -> assertThat(e.isGone()).isTrue())
                    .hasMessageContainingAll("w1_bus_master1", "driver");
            assertThatThrownBy(port::search).isInstanceOf(PinException.class);
        }
        assertThatThrownBy(() -> open(PIN)).isInstanceOf(NotAvailableException.class);
    }

    @Test
    void aKernelWithoutTheMessagesIsAnErrorThatSaysWhatIsMissing() {
        kernel.refuseConnector(Errno.EPROTONOSUPPORT);
        assertThatThrownBy(() -> open(PIN))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("EPROTONOSUPPORT 93", "container", "CONFIG_CONNECTOR");
        kernel.refuseConnector(Errno.EPERM);
        assertThatThrownBy(() -> open(PIN))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContaining("root");
        kernel.refuseConnector(0);
        w1.silent = true;
        assertThatThrownBy(() -> open(PIN))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("modprobe w1-gpio", "CONFIG_W1_CON");
        assertThat(kernel.openFiles()).isZero();
    }

    @Test
    void aTransferThatIsTooLongIsRefused() {
        try (OneWirePort port = open(PIN)) {
            byte[] in = new byte[5000];
            assertThatThrownBy(() -> port.transfer(true, NOTHING, 0, 0, in, 0, 5000))
                    .isInstanceOfSatisfying(
                            BusException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EMSGSIZE))
                    .hasMessageContainingAll("5000 bytes", "4036");
            assertThat(w1.done).isEmpty();
            port.transfer(true, new byte[36], 0, 36, in, 0, 4000);
            assertThat(w1.done).hasSize(1);
        }
    }

    @Test
    void aPortIsRefusedAfterItsEnd() {
        OneWirePort port = open(PIN);
        port.close();
        port.close();
        assertThatThrownBy(() -> port.transfer(true, NOTHING, 0, 0, NOTHING, 0, 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("w1_bus_master1", "closed");
        assertThatThrownBy(port::search).isInstanceOf(IllegalStateException.class);
        assertThat(kernel.openFiles()).isZero();
    }
}
