// SPDX-License-Identifier: MIT
package blinka4j.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import blinka4j.HardwareException;
import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.provider.Host;
import blinka4j.provider.UsbHidPort.Function;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A USB device that the kernel's {@code Documentation/usb/gadget_configfs.rst} describes, with HID functions. It is a folder in configfs,
 * which stays when a program is killed. A lock on one of its files tells whether its program still runs.
 */
final class UsbGadget {
    private static final String GADGETS = "/sys/kernel/config/usb_gadget";
    private static final String CONTROLLERS = "/sys/class/udc/";
    private static final List<String> RASPBERRY_PI = List.of("/boot/firmware/config.txt", "/boot/config.txt");
    private static final String NAME = "blinka4j";
    private static final String GADGET = GADGETS + "/" + NAME;
    private static final String CONFIGURATION = "configs/c.1";
    private static final String ENGLISH = "strings/0x409";
    /** A file that is not used otherwise. */
    private static final String LOCK = "bMaxPacketSize0";
    /** One byte less than a page, as configfs takes it. */
    private static final int LONGEST_VALUE = 4095;

    /** The gadgets of this program. To open the file of a lock a second time, and close it, would end the lock. */
    private static final Set<Path> IN_USE = ConcurrentHashMap.newKeySet();

    private final Host host;
    private final ConfigFs files;
    private final Path folder;
    private @Nullable FileLock lock;
    private String controller = "";

    private UsbGadget(Host host, ConfigFs files) {
        this.host = host;
        this.files = files;
        folder = host.path(GADGET);
    }

    /** Makes the gadget and connects it to a USB device controller. After an error nothing is left of it. */
    static UsbGadget create(Host host, ConfigFs files, List<Function> interfaces) {
        requireSupport(host);
        for (Function each : interfaces) {
            if (each.descriptor().length > LONGEST_VALUE) {
                throw new NotAvailableException(
                        "report descriptors of %s bytes are too long: Linux takes up to %s bytes for an interface. Enable fewer devices."
                                .formatted(each.descriptor().length, LONGEST_VALUE));
            }
        }
        UsbGadget gadget = new UsbGadget(host, files);
        gadget.make(interfaces);
        return gadget;
    }

    private static void requireSupport(Host host) {
        if (!host.exists(GADGETS)) {
            boolean isMounted = host.text("/proc/mounts").lines().anyMatch(line -> line.contains(" configfs "));
            throw new NotAvailableException(
                    isMounted
                            ? "%s does not exist: the kernel's module libcomposite is not loaded. Run: sudo modprobe libcomposite. If there is no such module, the kernel lacks CONFIG_USB_CONFIGFS and CONFIG_USB_CONFIGFS_F_HID: use another kernel."
                                    .formatted(GADGETS)
                            : "%s does not exist: configfs is not mounted. Run: sudo modprobe libcomposite && sudo mount -t configfs none /sys/kernel/config"
                                    .formatted(GADGETS));
        }
        if (host.list(CONTROLLERS).isEmpty()) {
            String cure = RASPBERRY_PI.stream()
                    .filter(host::exists)
                    .findFirst()
                    .map(file ->
                            "On a Raspberry Pi Zero, Zero 2, A, A+, 3A+, CM, 4 or 5 add dtoverlay=dwc2,dr_mode=peripheral to %s and reboot; a B or B+ up to the 3 has none."
                                    .formatted(file))
                    .orElse(
                            "Load the driver of the board's USB OTG port, such as dwc2, dwc3 or musb_hdrc, and set dr_mode = \"peripheral\" in its node of the device tree.");
            throw new NotAvailableException(
                    "this machine has no USB device controller: %s is empty. %s".formatted(CONTROLLERS, cure));
        }
    }

    private void make(List<Function> interfaces) {
        try {
            files.makeFolder(folder);
        } catch (FileAlreadyExistsException e) {
            // It is of another program with this library, or of one that was killed. The lock tells.
        } catch (AccessDeniedException e) {
            throw new NotAvailableException(
                    "no permission to make %s: only root may. Run the program with sudo, or as a service of systemd with AmbientCapabilities=CAP_DAC_OVERRIDE."
                            .formatted(GADGET),
                    e);
        } catch (IOException e) {
            throw failure("made", folder, e);
        }
        lock();
        try {
            clear();
            controller = freeController();
            describe(interfaces);
            for (int i = 0; i < interfaces.size(); i++) {
                addFunction(i, interfaces.get(i));
            }
            bind();
        } catch (RuntimeException | Error e) {
            try {
                remove();
            } catch (RuntimeException e2) {
                e.addSuppressed(e2);
            }
            throw e;
        }
    }

    private void lock() {
        Path file = folder.resolve(LOCK);
        if (!IN_USE.add(folder)) {
            throw inUse();
        }
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
            try {
                lock = channel.tryLock();
            } catch (OverlappingFileLockException e) {
                // This library was loaded twice.
            } finally {
                if (lock == null) {
                    channel.close();
                }
            }
            if (lock == null) {
                throw inUse();
            }
        } catch (IOException e) {
            throw failure("locked", file, e);
        } finally {
            if (lock == null) {
                IN_USE.remove(folder);
            }
        }
    }

    private static PinException inUse() {
        return new PinException(
                "%s is in use by another program with this library, or by another board of this program. End that program, or call UsbHid.disable() there."
                        .formatted(GADGET));
    }

    private void unlock() {
        FileLock held = lock;
        lock = null;
        if (held != null) {
            IN_USE.remove(folder);
            try {
                held.channel().close();
            } catch (IOException e) {
                throw failure("unlocked", folder.resolve(LOCK), e);
            }
        }
    }

    private String freeController() {
        String taken = "";
        for (String each : host.list(CONTROLLERS)) {
            String user = user(each);
            if (user.isEmpty()) {
                return each;
            }
            taken = "the USB device controller %s is in use by %s".formatted(each, user);
        }
        throw new PinException(taken);
    }

    /** Who uses a controller and what to do, in words; empty if nobody does. */
    private String user(String udc) {
        for (String gadget : host.list(GADGETS)) {
            String file = "%s/%s/UDC".formatted(GADGETS, gadget);
            if (host.text(file).strip().equals(udc)) {
                return "the gadget '%s' of another program. End that program, or run: echo | sudo tee %s"
                        .formatted(gadget, file);
            }
        }
        String function = host.text(CONTROLLERS + udc + "/function").strip();
        return function.isEmpty()
                ? ""
                : "'%s'. End its program, or unload this module of the kernel: sudo rmmod %s"
                        .formatted(function, function);
    }

    private void describe(List<Function> interfaces) {
        // The Linux Foundation's number for a gadget with several functions.
        write("idVendor", "0x1d6b");
        write("idProduct", "0x0104");
        write("bcdUSB", "0x0200");
        write("bcdDevice", "0x0100");
        makeFolder(ENGLISH);
        // Computers remember the descriptors of a serial number. Other devices have another one.
        CRC32 serial = new CRC32();
        interfaces.forEach(each -> serial.update(each.descriptor()));
        write(ENGLISH + "/serialnumber", "%08x".formatted(serial.getValue()));
        write(ENGLISH + "/manufacturer", "Blinka4J");
        write(ENGLISH + "/product", "Blinka4J HID");
        makeFolder(CONFIGURATION);
        write(CONFIGURATION + "/MaxPower", "100");
        makeFolder(CONFIGURATION + "/" + ENGLISH);
        write(CONFIGURATION + "/" + ENGLISH + "/configuration", "HID");
    }

    private void addFunction(int index, Function shown) {
        String function = function(index);
        Path path = folder.resolve(function);
        try {
            files.makeFolder(path);
        } catch (NoSuchFileException e) {
            throw new NotAvailableException(
                    "the kernel has no HID function for %s. Run: sudo modprobe usb_f_hid. If there is no such module, the kernel lacks CONFIG_USB_CONFIGFS_F_HID: use another kernel."
                            .formatted(path),
                    e);
        } catch (IOException e) {
            throw new NotAvailableException(
                    "the HID interface %s cannot be made: %s. The kernel has 4 for all programs. Enable fewer devices with report ID 0, or end other gadgets."
                            .formatted(path, e),
                    e);
        }
        write(function + "/protocol", String.valueOf(shown.protocol()));
        write(function + "/subclass", shown.protocol() == 0 ? "0" : "1");
        write(function + "/report_length", String.valueOf(shown.reportLength()));
        if (Files.exists(path.resolve("no_out_endpoint"))) {
            // Since Linux 5.16. Some BIOSes do not use an interface with an OUT endpoint.
            write(function + "/no_out_endpoint", "1");
        }
        write(function + "/report_desc", shown.descriptor());
        Path link = folder.resolve(CONFIGURATION).resolve("hid.usb" + index);
        try {
            files.link(link, path);
        } catch (IOException e) {
            throw failure("linked", link, e);
        }
    }

    private static String function(int index) {
        return "functions/hid.usb" + index;
    }

    private void bind() {
        try {
            files.write(folder.resolve("UDC"), bytes(controller));
        } catch (IOException e) {
            String user = user(controller);
            if (!user.isEmpty()) {
                throw new PinException("the USB device controller %s is in use by %s".formatted(controller, user), e);
            }
            throw new NotAvailableException(
                    "the USB device controller %s does not take the devices: %s. 'dmesg' may say why. It may have too few endpoints: enable fewer devices."
                            .formatted(controller, e),
                    e);
        }
    }

    private void makeFolder(String name) {
        try {
            files.makeFolder(folder.resolve(name));
        } catch (IOException e) {
            throw failure("made", folder.resolve(name), e);
        }
    }

    private void write(String name, String value) {
        write(name, bytes(value));
    }

    private void write(String name, byte[] value) {
        try {
            files.write(folder.resolve(name), value);
        } catch (IOException e) {
            throw failure("written", folder.resolve(name), e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static HardwareException failure(String what, Path path, IOException e) {
        return new NotAvailableException("%s cannot be %s: %s. 'dmesg' may say why.".formatted(path, what, e), e);
    }

    /** The device file of a function. */
    String device(int index) {
        String number =
                host.text("%s/%s/dev".formatted(GADGET, function(index))).strip();
        return "/dev/hidg" + number.substring(number.indexOf(':') + 1);
    }

    /** What the controller says of the connection, such as {@code configured} or {@code not attached}. */
    String state() {
        return host.text(CONTROLLERS + controller + "/state").strip();
    }

    /** Removes all of it. An interrupt does not matter. */
    void remove() {
        try {
            clear();
            files.remove(folder);
        } catch (NoSuchFileException e) {
            // Another program has removed it.
        } catch (IOException e) {
            throw failure("removed", folder, e);
        } finally {
            unlock();
        }
    }

    /** Removes what is in the gadget, in the opposite order. */
    private void clear() {
        Path udc = folder.resolve("UDC");
        try {
            if (!host.text(GADGET + "/UDC").isBlank()) {
                files.write(udc, bytes("\n"));
            }
            for (String configuration : host.list(GADGET + "/configs")) {
                String path = "configs/" + configuration;
                for (String each : host.list(GADGET + "/" + path)) {
                    if (Files.isSymbolicLink(folder.resolve(path).resolve(each))) {
                        files.remove(folder.resolve(path).resolve(each));
                    }
                }
                removeFolders(path + "/strings");
            }
            removeFolders("configs");
            removeFolders("functions");
            removeFolders("strings");
        } catch (IOException e) {
            throw failure("cleared", folder, e);
        }
    }

    private void removeFolders(String in) throws IOException {
        for (String each : host.list(GADGET + "/" + in)) {
            files.remove(folder.resolve(in).resolve(each));
        }
    }

    @Override
    public String toString() {
        return "usb_hid on " + controller;
    }
}
