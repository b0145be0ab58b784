// SPDX-License-Identifier: MIT
package blinka4j.linux;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The gadgets in configfs with the rules of the kernel's {@code drivers/usb/gadget/configfs.c} and {@code f_hid.c}: a folder is made with
 * its attributes, and is removed only if nothing is in it and nothing uses it.
 */
class FakeConfigFs extends ConfigFs {
    private static final List<String> DEVICE = List.of(
            "UDC",
            "bDeviceClass",
            "bDeviceProtocol",
            "bDeviceSubClass",
            "bMaxPacketSize0",
            "bcdDevice",
            "bcdUSB",
            "idProduct",
            "idVendor",
            "max_speed");
    private static final int MINORS = 4;

    final Path root;
    final Path gadgets;
    /** What was done, with paths from the gadget on. */
    final List<String> log = new ArrayList<>();
    /** Attributes of a function. Older kernels have fewer. */
    final List<String> functionAttributes =
            new ArrayList<>(List.of("protocol", "subclass", "report_length", "report_desc", "no_out_endpoint"));

    boolean hasHid = true;
    /** The number of the operation that fails, from 1 on; 0 for none. */
    int failAt;
    /** Called with the minor numbers of the functions that a controller got, or without any when it lost them. */
    Consumer<List<Integer>> onBind = minors -> {};

    private int operations;

    FakeConfigFs(Path root) throws IOException {
        this.root = root;
        gadgets = root.resolve("sys/kernel/config/usb_gadget");
        Files.createDirectories(gadgets);
    }

    void addController(String name) throws IOException {
        Path folder = controller(name);
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("function"), "");
        Files.writeString(folder.resolve("state"), "not attached\n");
    }

    Path controller(String name) {
        return root.resolve("sys/class/udc").resolve(name);
    }

    int operations() {
        return operations;
    }

    private void begin(String what, Path path) throws IOException {
        operations++;
        if (operations == failAt) {
            throw new FileSystemException(path.toString(), null, "Cannot allocate memory");
        }
        Path relative = gadgets.relativize(path);
        log.add(what + " " + (relative.getNameCount() == 1 ? "." : relative.subpath(1, relative.getNameCount())));
    }

    @Override
    void makeFolder(Path folder) throws IOException {
        if (Files.exists(folder)) {
            throw new FileAlreadyExistsException(folder.toString());
        }
        Path relative = gadgets.relativize(folder);
        String kind = kind(relative);
        if (kind.equals("functions/*")
                && (!hasHid || !relative.getFileName().toString().startsWith("hid."))) {
            throw new NoSuchFileException(folder.toString());
        }
        int minor = freeMinor();
        if (kind.equals("functions/*") && minor == MINORS) {
            throw new FileSystemException(folder.toString(), null, "No such device");
        }
        begin("mkdir", folder);
        super.makeFolder(folder);
        switch (kind) {
            case "" -> {
                attributes(folder, DEVICE);
                folders(folder, "configs", "functions", "os_desc", "strings");
            }
            case "strings/*" -> attributes(folder, List.of("manufacturer", "product", "serialnumber"));
            case "configs/*" -> {
                attributes(folder, List.of("MaxPower", "bmAttributes"));
                folders(folder, "strings");
            }
            case "configs/*/strings/*" -> attributes(folder, List.of("configuration"));
            case "functions/*" -> {
                attributes(folder, functionAttributes);
                Files.writeString(folder.resolve("dev"), "236:%s\n".formatted(minor));
            }
            default -> throw new AccessDeniedException(folder.toString());
        }
    }

    private static String kind(Path relative) {
        return relative.toString()
                .replaceFirst("^[^/]+/?", "")
                .replaceAll("(?<=configs/|functions/|strings/)[^/]+", "*");
    }

    private int freeMinor() throws IOException {
        List<String> used = new ArrayList<>();
        try (Stream<Path> all = Files.walk(gadgets)) {
            for (Path dev : all.filter(file -> file.endsWith("dev")).toList()) {
                used.add(Files.readString(dev).strip());
            }
        }
        int minor = 0;
        while (used.contains("236:" + minor)) {
            minor++;
        }
        return minor;
    }

    private static void attributes(Path folder, List<String> names) throws IOException {
        for (String name : names) {
            Files.writeString(folder.resolve(name), name.equals("UDC") ? "\n" : "0x00\n");
        }
    }

    private static void folders(Path folder, String... names) throws IOException {
        for (String name : names) {
            Files.createDirectory(folder.resolve(name));
        }
    }

    @Override
    void write(Path attribute, byte[] value) throws IOException {
        if (!Files.isRegularFile(attribute)) {
            throw new NoSuchFileException(attribute.toString());
        }
        String text = new String(value, US_ASCII);
        boolean isDescriptor = attribute.endsWith("report_desc");
        begin("write", attribute);
        log.set(
                log.size() - 1,
                log.get(log.size() - 1)
                        + " "
                        + (isDescriptor ? HexFormat.ofDelimiter(" ").formatHex(value) : text.strip()));
        if (attribute.endsWith("UDC")) {
            bind(attribute, text.strip());
        }
        // An attribute has no old bytes behind a shorter value.
        Files.write(attribute, new byte[0]);
        super.write(attribute, value);
    }

    private void bind(Path attribute, String controller) throws IOException {
        String before = Files.readString(attribute).strip();
        if (controller.isEmpty() == before.isEmpty()) {
            throw new IOException(before.isEmpty() ? "No such device" : "Device or resource busy");
        }
        Path function = controller(controller.isEmpty() ? before : controller).resolve("function");
        Path gadget = attribute.getParent();
        if (controller.isEmpty()) {
            Files.writeString(function, "");
            onBind.accept(List.of());
            return;
        }
        if (!Files.readString(function).isBlank()) {
            throw new IOException("Device or resource busy");
        }
        Files.writeString(function, gadget.getFileName() + "\n");
        List<Integer> minors = new ArrayList<>();
        try (Stream<Path> all = Files.list(gadget.resolve("functions"))) {
            for (Path each : all.sorted().toList()) {
                minors.add(Integer.parseInt(
                        Files.readString(each.resolve("dev")).strip().substring(4)));
            }
        }
        onBind.accept(minors);
    }

    @Override
    void link(Path link, Path target) throws IOException {
        begin("link", link);
        log.set(
                log.size() - 1,
                log.get(log.size() - 1) + " "
                        + link.getParent().getParent().getParent().relativize(target));
        super.link(link, target);
    }

    @Override
    void remove(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString());
        }
        Path relative = gadgets.relativize(path);
        Path gadget = gadgets.resolve(relative.getName(0));
        List<Path> inUse = switch (kind(relative)) {
            case "" -> List.of(gadget.resolve("configs"), gadget.resolve("functions"), gadget.resolve("strings"));
            case "configs/*" -> List.of(path.resolve("strings"));
            default -> List.of();
        };
        try (Stream<Path> links = Files.walk(gadget)) {
            if (links.filter(Files::isSymbolicLink)
                    .anyMatch(link -> !link.equals(path) && (link.getParent().equals(path) || isLinkTo(link, path)))) {
                throw new FileSystemException(path.toString(), null, "Device or resource busy");
            }
        }
        for (Path folder : inUse) {
            try (Stream<Path> all = Files.list(folder)) {
                if (all.findAny().isPresent()) {
                    throw new FileSystemException(path.toString(), null, "Directory not empty");
                }
            }
        }
        begin("remove", path);
        removeAll(path);
    }

    private static boolean isLinkTo(Path link, Path target) {
        try {
            return Files.readSymbolicLink(link).equals(target);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A folder with its attributes. */
    private static void removeAll(Path path) throws IOException {
        if (Files.isDirectory(path) && !Files.isSymbolicLink(path)) {
            try (Stream<Path> all = Files.list(path)) {
                for (Path each : all.toList()) {
                    removeAll(each);
                }
            }
        }
        Files.delete(path);
    }
}
