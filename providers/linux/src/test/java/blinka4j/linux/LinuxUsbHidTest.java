// SPDX-License-Identifier: MIT
package blinka4j.linux;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.HardwareException;
import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.kernel.Errno;
import blinka4j.provider.UsbHidPort;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The order of the steps is that of the kernel's {@code Documentation/usb/gadget_configfs.rst}. */
class LinuxUsbHidTest {
    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");
    private static final UsbHidPort.Function MEDIA =
            new UsbHidPort.Function(HEX.parseHex("05 0c 09 01 a1 01 85 03 c0"), 3, 0);
    private static final UsbHidPort.Function BOOT = new UsbHidPort.Function(HEX.parseHex("05 01 09 06 a1 01 c0"), 8, 1);
    private static final long LONG = TimeUnit.MINUTES.toNanos(10);

    @TempDir
    private Path root;

    private FakeKernel kernel;
    private FakeConfigFs files;
    private final List<Endpoint> endpoints = new ArrayList<>();

    /** A function with the rules of {@code f_hidg_write} and {@code f_hidg_read}. */
    private static final class Endpoint implements FakeKernel.File {
        private final List<String> sent = new ArrayList<>();
        private final Deque<byte[]> fromHost = new ArrayDeque<>();
        private volatile int writeError;
        private int readError = Errno.EAGAIN;
        private int polls;

        @Override
        public int write(Pointer from, int length) {
            if (writeError != 0) {
                return -writeError;
            }
            sent.add(HEX.formatHex(from.getByteArray(0, length)));
            return length;
        }

        @Override
        public int read(Pointer into, int length) {
            byte[] report = fromHost.poll();
            if (report == null) {
                return -readError;
            }
            into.write(0, report, 0, Math.min(length, report.length));
            return Math.min(length, report.length);
        }

        @Override
        public int ready() {
            polls++;
            return writeError == 0 ? SystemCalls.POLLOUT : 0;
        }
    }

    @BeforeEach
    void makeAMachine() throws IOException {
        kernel = new FakeKernel(root);
        files = files();
        files.addController("fe980000.usb");
    }

    private FakeConfigFs files() throws IOException {
        FakeConfigFs made = new FakeConfigFs(root);
        made.onBind = this::bind;
        return made;
    }

    private void bind(List<Integer> minors) {
        for (int minor : minors) {
            Endpoint endpoint = new Endpoint();
            endpoints.add(endpoint);
            kernel.device("/dev/hidg" + minor, () -> endpoint);
        }
    }

    private LinuxUsbHid open(UsbHidPort.Function... interfaces) {
        return open(LONG, interfaces);
    }

    private LinuxUsbHid open(long timeoutNanos, UsbHidPort.Function... interfaces) {
        return LinuxUsbHid.open(kernel, kernel.host, files, List.of(interfaces), timeoutNanos);
    }

    private List<String> gadgets() {
        return kernel.host.list("/sys/kernel/config/usb_gadget");
    }

    private void state(String state) throws IOException {
        Files.writeString(files.controller("fe980000.usb").resolve("state"), state + "\n");
    }

    @Test
    void theGadgetIsMadeInTheKernelsOrderAndRemovedInTheOppositeOne() {
        LinuxUsbHid port = open(BOOT, MEDIA);
        assertThat(files.log)
                .filteredOn(line -> !line.contains("serialnumber"))
                .containsExactly(
                        "mkdir .",
                        "write idVendor 0x1d6b",
                        "write idProduct 0x0104",
                        "write bcdUSB 0x0200",
                        "write bcdDevice 0x0100",
                        "mkdir strings/0x409",
                        "write strings/0x409/manufacturer Blinka4J",
                        "write strings/0x409/product Blinka4J HID",
                        "mkdir configs/c.1",
                        "write configs/c.1/MaxPower 100",
                        "mkdir configs/c.1/strings/0x409",
                        "write configs/c.1/strings/0x409/configuration HID",
                        "mkdir functions/hid.usb0",
                        "write functions/hid.usb0/protocol 1",
                        "write functions/hid.usb0/subclass 1",
                        "write functions/hid.usb0/report_length 8",
                        "write functions/hid.usb0/no_out_endpoint 1",
                        "write functions/hid.usb0/report_desc 05 01 09 06 a1 01 c0",
                        "link configs/c.1/hid.usb0 functions/hid.usb0",
                        "mkdir functions/hid.usb1",
                        "write functions/hid.usb1/protocol 0",
                        "write functions/hid.usb1/subclass 0",
                        "write functions/hid.usb1/report_length 3",
                        "write functions/hid.usb1/no_out_endpoint 1",
                        "write functions/hid.usb1/report_desc 05 0c 09 01 a1 01 85 03 c0",
                        "link configs/c.1/hid.usb1 functions/hid.usb1",
                        "write UDC fe980000.usb");
        assertThat(port.name()).isEqualTo("usb_hid");
        assertThat(port).hasToString("usb_hid on fe980000.usb");

        files.log.clear();
        port.close();
        port.close();
        assertThat(files.log)
                .containsExactly(
                        "write UDC ",
                        "remove configs/c.1/hid.usb0",
                        "remove configs/c.1/hid.usb1",
                        "remove configs/c.1/strings/0x409",
                        "remove configs/c.1",
                        "remove functions/hid.usb0",
                        "remove functions/hid.usb1",
                        "remove strings/0x409",
                        "remove .");
        assertThat(gadgets()).isEmpty();
        assertThat(kernel.openFiles()).isZero();
    }

    @Test
    void theSerialNumberIsThatOfTheDevices() {
        List<String> serials = new ArrayList<>();
        for (List<UsbHidPort.Function> each : List.of(List.of(MEDIA), List.of(BOOT), List.of(MEDIA))) {
            LinuxUsbHid.open(kernel, kernel.host, files, each, LONG).close();
            serials.add(files.log.stream()
                    .filter(line -> line.contains("serialnumber"))
                    .reduce((first, last) -> last)
                    .orElseThrow());
        }
        assertThat(serials.get(0)).isEqualTo(serials.get(2)).isNotEqualTo(serials.get(1));
    }

    /** Before Linux 5.16. */
    @Test
    void aKernelWithoutTheOptionHasAnOutEndpoint() {
        files.functionAttributes.remove("no_out_endpoint");
        open(MEDIA).close();
        assertThat(files.log).noneMatch(line -> line.contains("no_out_endpoint"));
    }

    @Test
    void aFailureAtAnyStepLeavesNothing() throws IOException {
        open(BOOT, MEDIA).close();
        int steps = (int) files.log.stream()
                        .filter(line -> !line.startsWith("remove"))
                        .count()
                - 1;
        for (int step = 1; step <= steps; step++) {
            files = files();
            files.failAt = step;
            assertThatThrownBy(() -> open(BOOT, MEDIA))
                    .as("step %s", step)
                    .isInstanceOf(NotAvailableException.class)
                    .hasMessageContaining("Cannot allocate memory");
            assertThat(gadgets()).as("step %s", step).isEmpty();
            assertThat(kernel.openFiles()).isZero();
            assertThat(Files.readString(files.controller("fe980000.usb").resolve("function")))
                    .isEmpty();
        }
        files = files();
        open(BOOT, MEDIA).close();
    }

    /** For example in a container without the device files. */
    @Test
    void aMissingDeviceFileIsAnErrorAndLeavesNothing() {
        files.onBind = minors -> {};
        assertThatThrownBy(() -> open(MEDIA))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContaining("/dev/hidg0 does not exist");
        assertThat(gadgets()).isEmpty();
        files.onBind = minors -> {
            bind(minors.stream().limit(1).toList());
            kernel.refuse("/dev/hidg1", Errno.EACCES);
        };
        assertThatThrownBy(() -> open(BOOT, MEDIA))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("no permission", "/dev/hidg1");
        assertThat(gadgets()).isEmpty();
        assertThat(kernel.openFiles()).isZero();
    }

    @Test
    void theGadgetOfAProgramThatWasKilledIsReplaced() throws IOException {
        Path gadget = files.gadgets.resolve("blinka4j");
        for (String folder :
                List.of("", "strings/0x409", "configs/c.1", "configs/c.1/strings/0x409", "functions/hid.usb0")) {
            files.makeFolder(gadget.resolve(folder));
        }
        files.link(gadget.resolve("configs/c.1/hid.usb0"), gadget.resolve("functions/hid.usb0"));
        files.write(gadget.resolve("UDC"), "fe980000.usb".getBytes(US_ASCII));
        files.log.clear();

        LinuxUsbHid port = open(BOOT, MEDIA);
        assertThat(files.log)
                .startsWith(
                        "write UDC ",
                        "remove configs/c.1/hid.usb0",
                        "remove configs/c.1/strings/0x409",
                        "remove configs/c.1",
                        "remove functions/hid.usb0",
                        "remove strings/0x409",
                        "write idVendor 0x1d6b")
                .endsWith("write UDC fe980000.usb");
        port.close();
        assertThat(gadgets()).isEmpty();
    }

    /** A lock of the same program counts as well: of another board, or another class loader. */
    @Test
    void theGadgetOfARunningProgramIsLeftAlone() {
        LinuxUsbHid running = open(MEDIA);
        files.log.clear();
        assertThatThrownBy(() -> open(BOOT))
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll("usb_gadget/blinka4j", "in use", "UsbHid.disable()");
        assertThat(files.log).isEmpty();
        running.send(0, 3, new byte[2]);
        running.close();
        open(BOOT).close();
    }

    @Test
    void theLockEndsWithTheGadget() throws IOException {
        LinuxUsbHid port = open(MEDIA);
        Path file = files.gadgets.resolve("blinka4j/bMaxPacketSize0");
        try (FileChannel other = FileChannel.open(file, StandardOpenOption.WRITE)) {
            assertThatThrownBy(other::tryLock).isInstanceOf(OverlappingFileLockException.class);
        }
        port.close();
        assertThat(file).doesNotExist();
    }

    private void addGadgetOfAnotherProgram(String udc) throws IOException {
        Path other = files.gadgets.resolve("g1");
        files.makeFolder(other);
        files.write(other.resolve("UDC"), udc.getBytes(US_ASCII));
        files.log.clear();
    }

    @Test
    void theGadgetOfAnotherProgramIsLeftAloneAndNamed() throws IOException {
        addGadgetOfAnotherProgram("fe980000.usb");
        assertThatThrownBy(() -> open(MEDIA))
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll("fe980000.usb", "'g1'", "/sys/kernel/config/usb_gadget/g1/UDC");
        assertThat(gadgets()).containsExactly("g1");
        assertThat(files.gadgets.resolve("g1/UDC")).hasContent("fe980000.usb");

        files.addController("ff000000.usb");
        try (LinuxUsbHid port = open(MEDIA)) {
            assertThat(port).hasToString("usb_hid on ff000000.usb");
        }
        assertThat(gadgets()).containsExactly("g1");
    }

    @Test
    void aModuleThatUsesTheControllerIsNamed() throws IOException {
        Files.writeString(files.controller("fe980000.usb").resolve("function"), "g_ether\n");
        assertThatThrownBy(() -> open(MEDIA))
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll("fe980000.usb", "'g_ether'", "rmmod g_ether");
        assertThat(gadgets()).isEmpty();
    }

    @Test
    void aControllerThatRefusesTheDevicesIsNamed() throws IOException {
        files = new FakeConfigFs(root) {
            @Override
            void write(Path attribute, byte[] value) throws IOException {
                if (attribute.endsWith("UDC") && value.length > 1) {
                    throw new IOException("No such device");
                }
                super.write(attribute, value);
            }
        };
        assertThatThrownBy(() -> open(MEDIA))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("fe980000.usb", "No such device", "endpoints", "fewer devices");
        assertThat(gadgets()).isEmpty();
    }

    @Test
    void missingPartsOfTheKernelAreNamedWithTheCure() throws IOException {
        files.hasHid = false;
        assertThatThrownBy(() -> open(MEDIA))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("modprobe usb_f_hid", "CONFIG_USB_CONFIGFS_F_HID");
        assertThat(gadgets()).isEmpty();

        Files.delete(files.gadgets);
        assertThatThrownBy(() -> open(MEDIA))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("not mounted", "modprobe libcomposite", "mount -t configfs");
        kernel.file("/proc/mounts", "none /sys/kernel/config configfs rw,relatime 0 0\n");
        assertThatThrownBy(() -> open(MEDIA))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("modprobe libcomposite", "CONFIG_USB_CONFIGFS")
                .hasMessageNotContaining("mount -t");
    }

    @Test
    void aMissingControllerIsNamedWithTheCure() throws IOException {
        Path controller = files.controller("fe980000.usb");
        Files.delete(controller.resolve("function"));
        Files.delete(controller.resolve("state"));
        Files.delete(controller);
        assertThatThrownBy(() -> open(MEDIA))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("/sys/class/udc", "dr_mode", "device tree");
        kernel.file("/boot/firmware/config.txt", "");
        assertThatThrownBy(() -> open(MEDIA))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("dtoverlay=dwc2", "/boot/firmware/config.txt", "reboot");
        assertThat(gadgets()).isEmpty();
    }

    @Test
    void aUserWithoutPermissionIsToldWhatToDo() throws IOException {
        files = new FakeConfigFs(root) {
            @Override
            void makeFolder(Path folder) throws IOException {
                throw new AccessDeniedException(folder.toString());
            }
        };
        assertThatThrownBy(() -> open(MEDIA))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("no permission", "usb_gadget/blinka4j", "sudo", "CAP_DAC_OVERRIDE");
    }

    /** {@code HIDG_MINORS} in the kernel's {@code f_hid.c}. */
    @Test
    void moreThanFourInterfacesAreRefused() {
        assertThatThrownBy(() -> open(BOOT, MEDIA, MEDIA, MEDIA, MEDIA))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("hid.usb4", "No such device", "4 for all programs");
        assertThat(gadgets()).isEmpty();
    }

    @Test
    void aDescriptorThatConfigfsDoesNotTakeIsRefusedBeforeAnythingIsMade() {
        assertThatThrownBy(() -> open(new UsbHidPort.Function(new byte[4096], 8, 0)))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("4096 bytes", "4095");
        assertThat(files.log).isEmpty();
    }

    @Test
    void anInterruptedThreadMakesAndRemovesTheGadgetAndIsStillInterrupted() {
        Thread.currentThread().interrupt();
        LinuxUsbHid port = open(MEDIA);
        port.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(gadgets()).isEmpty();
    }

    @Test
    void reportsAreWrittenWithTheirIdIfTheyHaveOne() {
        try (LinuxUsbHid port = open(BOOT, MEDIA)) {
            port.send(0, 0, HEX.parseHex("02 00 04 00 00 00 00 00"));
            port.send(1, 3, HEX.parseHex("e2 00"));
            port.send(1, 3, HEX.parseHex("00 00"));
        }
        assertThat(endpoints.get(0).sent).containsExactly("02 00 04 00 00 00 00 00");
        assertThat(endpoints.get(1).sent).containsExactly("03 e2 00", "03 00 00");
    }

    @Test
    void aSignalDoesNotEndAWriteOrARead() {
        try (LinuxUsbHid port = open(BOOT)) {
            kernel.interrupt(3);
            port.send(0, 0, new byte[8]);
            endpoints.get(0).fromHost.add(new byte[] {2});
            kernel.interrupt(2);
            assertThat(port.receive(0)).containsExactly(2);
        }
    }

    @Test
    void aReportWaitsUntilTheComputerHasFetchedTheOneBefore() throws Exception {
        try (LinuxUsbHid port = open(BOOT)) {
            Endpoint endpoint = endpoints.get(0);
            endpoint.writeError = Errno.EAGAIN;
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> port.send(0, 0, new byte[8]));
            awaitPoll();
            assertThat(sending).isNotDone();
            endpoint.writeError = 0;
            kernel.changed();
            sending.get(1, TimeUnit.MINUTES);
            assertThat(endpoint.sent).hasSize(1);
        }
    }

    private void awaitPoll() throws InterruptedException {
        while (kernel.polls() == 0) {
            Thread.sleep(1);
        }
    }

    /** The kernel's {@code f_hidg_write} returns ESHUTDOWN until the computer has configured the device. */
    @Test
    void aReportWaitsForTheComputerToConfigureTheDevice() throws Exception {
        try (LinuxUsbHid port = open(BOOT)) {
            Endpoint endpoint = endpoints.get(0);
            endpoint.writeError = Errno.ESHUTDOWN;
            int before = kernel.calls();
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> port.send(0, 0, new byte[8]));
            while (kernel.calls() < before + 3) {
                Thread.sleep(1);
            }
            endpoint.writeError = 0;
            sending.get(1, TimeUnit.MINUTES);
            assertThat(endpoint.sent).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Errno.EAGAIN, Errno.ESHUTDOWN})
    void aComputerThatTakesNoReportIsAnErrorThatSaysWhy(int errno) throws IOException {
        try (LinuxUsbHid port = open(TimeUnit.MILLISECONDS.toNanos(20), BOOT)) {
            endpoints.get(0).writeError = errno;
            assertTimeout(port, errno, "not attached", "cable");
            state("suspended");
            assertTimeout(port, errno, "suspended", "sleeps");
            state("configured");
            assertTimeout(port, errno, "configured", "does not fetch");
            endpoints.get(0).writeError = 0;
            port.send(0, 0, new byte[8]);
        }
        assertThat(endpoints.get(0).sent).hasSize(1);
    }

    private static void assertTimeout(LinuxUsbHid port, int errno, String... words) {
        assertThatThrownBy(() -> port.send(0, 0, new byte[8]))
                .isInstanceOfSatisfying(BusException.class, e -> {
                    assertThat(e.kind()).isEqualTo(BusException.Kind.TIMEOUT);
                    assertThat(e.errno()).isEqualTo(errno);
                })
                .hasMessageContainingAll(words)
                .hasMessageContaining("20 ms");
    }

    @Test
    void anInterruptEndsTheWait() throws Exception {
        try (LinuxUsbHid port = open(BOOT)) {
            endpoints.get(0).writeError = Errno.EAGAIN;
            Thread test = Thread.currentThread();
            CompletableFuture<Void> interrupting = CompletableFuture.runAsync(() -> {
                while (kernel.polls() == 0) {
                    Thread.onSpinWait();
                }
                test.interrupt();
            });
            assertThatThrownBy(() -> port.send(0, 0, new byte[8]))
                    .isInstanceOfSatisfying(
                            BusException.class, e -> assertThat(e.kind()).isEqualTo(BusException.Kind.INTERRUPTED));
            assertThat(Thread.interrupted()).isTrue();
            interrupting.get(1, TimeUnit.MINUTES);
        }
    }

    @Test
    void closingEndsTheWaitAndRemovesTheGadget() throws Exception {
        LinuxUsbHid port = open(BOOT);
        endpoints.get(0).writeError = Errno.EAGAIN;
        CompletableFuture<Throwable> sending = CompletableFuture.supplyAsync(() -> {
            try {
                port.send(0, 0, new byte[8]);
                return null;
            } catch (RuntimeException e) {
                return e;
            }
        });
        awaitPoll();
        port.close();
        assertThat(sending.get(1, TimeUnit.MINUTES))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThat(gadgets()).isEmpty();
        assertThat(kernel.openFiles()).isZero();
        assertThatThrownBy(() -> port.receive(0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(port::isConnected).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void closingWaitsUntilTheComputerHasFetchedTheLastReport() throws Exception {
        LinuxUsbHid unconnected = open(BOOT);
        unconnected.send(0, 0, new byte[8]);
        assertThat(unconnected.isConnected()).isFalse();
        unconnected.close();
        assertThat(endpoints.get(0).polls).isZero();

        LinuxUsbHid port = open(BOOT, MEDIA);
        state("configured");
        assertThat(port.isConnected()).isTrue();
        port.send(0, 0, new byte[8]);
        port.close();
        assertThat(endpoints.get(1).polls).isPositive();
        assertThat(endpoints.get(2).polls).as("nothing was sent").isZero();
        assertThat(gadgets()).isEmpty();
    }

    @Test
    void reportsFromTheComputerAreReturnedInTheirOrder() {
        try (LinuxUsbHid port = open(MEDIA)) {
            Endpoint endpoint = endpoints.get(0);
            assertThat(port.receive(0)).isNull();
            endpoint.fromHost.add(HEX.parseHex("03 01"));
            endpoint.fromHost.add(HEX.parseHex("03 02"));
            assertThat(port.receive(0)).containsExactly(3, 1);
            assertThat(port.receive(0)).containsExactly(3, 2);
            assertThat(port.receive(0)).isNull();
            // What newer kernels return while no computer is connected.
            for (int errno : new int[] {Errno.ESHUTDOWN, Errno.ENOMEM}) {
                endpoint.readError = errno;
                assertThat(port.receive(0)).isNull();
            }
        }
    }

    @Test
    void aFunctionThatIsGoneIsAnErrorWithTheCure() {
        try (LinuxUsbHid port = open(MEDIA)) {
            endpoints.get(0).writeError = Errno.ENODEV;
            assertThatThrownBy(() -> port.send(0, 3, new byte[2]))
                    .isInstanceOfSatisfying(
                            PinException.class, e -> assertThat(e.isGone()).isTrue())
                    .hasMessageContainingAll("/dev/hidg0", "ENODEV", "UsbHid.enable");
            endpoints.get(0).readError = Errno.EIO;
            assertThatThrownBy(() -> port.receive(0))
                    .isInstanceOf(HardwareException.class)
                    .hasMessageContaining("EIO");
        }
    }

    /** Somebody else has unbound or removed it meanwhile. */
    @Test
    void aGadgetThatAnotherProgramHasRemovedIsClosedWithoutAnError() throws IOException {
        LinuxUsbHid port = open(MEDIA);
        Path gadget = files.gadgets.resolve("blinka4j");
        files.write(gadget.resolve("UDC"), "\n".getBytes(US_ASCII));
        files.remove(gadget.resolve("configs/c.1/hid.usb0"));
        for (String each :
                List.of("configs/c.1/strings/0x409", "configs/c.1", "functions/hid.usb0", "strings/0x409", "")) {
            files.remove(each.isEmpty() ? gadget : gadget.resolve(each));
        }
        port.close();
        try (Stream<Path> all = Files.list(files.gadgets)) {
            assertThat(all).isEmpty();
        }
        open(MEDIA).close();
    }
}
