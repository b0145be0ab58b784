// SPDX-License-Identifier: MIT
package blinka4j.boards;

import blinka4j.NotAvailableException;
import blinka4j.boards.BoardFile.Source;
import blinka4j.boards.Index.Match;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.BoardRegistry;
import blinka4j.provider.Host;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The boards described by files, as {@link java.util.ServiceLoader} finds them; programs use {@link Boards}. How a board
 * is recognised, and in which order, is written in {@code boards/README.md}.
 */
public final class BoardFiles implements BoardRegistry {
    static final String SUFFIX = ".properties";

    private static final String FAMILIES = "family/";
    private static final int NEAREST = 5;

    /** Where a jar has boards of its own, and the list of their ids, a line each. */
    private static final String FOLDER = "META-INF/blinka4j/";

    private static final String LIST = FOLDER + "boards.list";

    /** The index of the boards in the jar, read once. */
    private static final class BuiltIn {
        static final Index INDEX = Index.parse(resource("index"));
    }

    /** For {@link java.util.ServiceLoader}. */
    public BoardFiles() {}

    @Override
    public @Nullable Detected detect(Host host) {
        String forced = host.setting("BLINKA_FORCEBOARD").orElse(null);
        if (forced != null) {
            return new Detected(board(forced, host, "BLINKA_FORCEBOARD: "), "BLINKA_FORCEBOARD says " + forced);
        }
        String file = host.setting("BLINKA_BOARD_FILE").orElse(null);
        if (file != null) {
            return new Detected(named(file, host).definition(), "BLINKA_BOARD_FILE says " + file);
        }
        return host.isLinux() ? recognise(host) : null;
    }

    @Override
    public BoardDefinition board(String id) {
        return board(id, Host.local(), "");
    }

    @Override
    public List<String> ids() {
        return List.copyOf(ids(Host.local()));
    }

    private static Detected recognise(Host host) {
        List<String> seen = new ArrayList<>();
        Index users = new Index();
        List<Own> own = own(host);
        for (Own each : own) {
            users.add(each.id(), each.read());
        }
        Match match = own.isEmpty() ? null : users.recognise(host, new ArrayList<>());
        if (match == null) {
            match = BuiltIn.INDEX.recognise(host, seen);
        }
        if (match == null) {
            return new Detected(GenericLinux.define(host), unknown(host, seen));
        }
        Own file = of(match.id(), own);
        return file == null
                ? new Detected(record(match.id()), match.evidence())
                : new Detected(
                        file.read().definition(),
                        "%s, and %s describes it"
                                .formatted(match.evidence(), file.source().file()));
    }

    private static String unknown(Host host, List<String> seen) {
        if (host.compatible().isEmpty()) {
            seen.add("there is no device tree that would name the board");
        } else if (seen.isEmpty()) {
            seen.add("/proc/device-tree/compatible says %s; no board file has it"
                    .formatted(String.join(", ", host.compatible())));
        }
        return String.join("; ", seen);
    }

    private static BoardDefinition board(String id, Host host, String setting) {
        Own own = of(id, own(host));
        if (own != null) {
            return own.read().definition();
        }
        String known = BuiltIn.INDEX.id(id);
        if (known != null) {
            return record(known);
        }
        if (id.equals(GenericLinux.ID)) {
            return GenericLinux.define(host);
        }
        throw new NotAvailableException("%sthere is no board '%s'; the nearest are %s; a board of your own is a file %s"
                .formatted(
                        setting,
                        id,
                        String.join(", ", Nearest.to(id, ids(host), NEAREST)),
                        userFolder(host).resolve("NAME" + SUFFIX)));
    }

    private static Set<String> ids(Host host) {
        Set<String> ids = new TreeSet<>(BuiltIn.INDEX.ids());
        ids.add(GenericLinux.ID);
        own(host).forEach(own -> ids.add(own.id()));
        return ids;
    }

    /** The board of this id in the jar, which must be there, as the build has written it down. */
    private static BoardDefinition record(String id) {
        return BoardRecord.read(id, resource(id + BoardRecord.SUFFIX));
    }

    /** The board of this id in the jar, which must be there, from its file. */
    static BoardFile builtIn(String id) {
        String name = id + SUFFIX;
        return BoardFile.read(id, new Source(name, resource(name)), BoardFiles::resourceIncluded);
    }

    /** The id of the board that a file describes. */
    static String id(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
    }

    private static BoardFile named(String setting, Host host) {
        Path file;
        try {
            file = Path.of(setting);
        } catch (InvalidPathException e) {
            throw new NotAvailableException("BLINKA_BOARD_FILE: '%s' is no path".formatted(setting), e);
        }
        Path here = file.isAbsolute() ? host.path(setting) : file;
        if (!Files.exists(here)) {
            throw new NotAvailableException(
                    "BLINKA_BOARD_FILE: there is no file %s; give its whole path, or unset it to have the board recognised"
                            .formatted(here));
        }
        return user(here).read();
    }

    /** A board file of the user's. */
    private record Own(String id, Source source, Function<String, @Nullable Source> included) {
        BoardFile read() {
            return BoardFile.read(id, source, included);
        }
    }

    private static Own user(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        return new Own(id(file), new Source(file.toString(), text(file)), name -> {
            Path beside = folder == null ? file : folder.resolve(name + SUFFIX);
            return !id(file).equals(name) && Files.isRegularFile(beside)
                    ? new Source(beside.toString(), text(beside))
                    : resourceIncluded(name);
        });
    }

    /** The user's boards: the files in the folder, then those on the class path that lists name. */
    private static List<Own> own(Host host) {
        List<Own> own = new ArrayList<>();
        for (Path file : userFiles(host)) {
            own.add(user(file));
        }
        try {
            for (URL list : Collections.list(loader().getResources(LIST))) {
                for (String line : text(list).split("\\R", -1)) {
                    String id = line.strip();
                    if (!id.isEmpty() && !id.startsWith("#")) {
                        own.add(onClassPath(id, list));
                    }
                }
            }
        } catch (IOException e) {
            throw new NotAvailableException("cannot read %s on the class path (%s)".formatted(LIST, e), e);
        }
        return own;
    }

    private static Own onClassPath(String id, URL list) throws IOException {
        String name = FOLDER + id + SUFFIX;
        URL file = loader().getResource(name);
        if (file == null) {
            throw new NotAvailableException(
                    "%s lists the board %s, but there is no %s on the class path; expected it in the same jar"
                            .formatted(list, id, name));
        }
        return new Own(id, new Source(file.toString(), text(file)), BoardFiles::resourceIncluded);
    }

    private static String text(URL url) throws IOException {
        try (InputStream stream = url.openStream()) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static ClassLoader loader() {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        return loader == null ? ClassLoader.getSystemClassLoader() : loader;
    }

    private static @Nullable Own of(String id, List<Own> own) {
        for (Own each : own) {
            if (each.id().equals(id)) {
                return each;
            }
        }
        return null;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new NotAvailableException(
                    "cannot read the board file %s (%s); expected a text in UTF-8".formatted(file, e), e);
        }
    }

    private static List<Path> userFiles(Host host) {
        String folder = folder(host);
        if (!host.exists(folder)) {
            return List.of();
        }
        return host.list(folder).stream()
                .filter(name -> name.endsWith(SUFFIX))
                .map(name -> host.path(folder).resolve(name))
                .toList();
    }

    private static Path userFolder(Host host) {
        return host.path(folder(host));
    }

    /** Where the user's board files are, by the XDG base directory specification. */
    private static String folder(Host host) {
        String config = host.environment().get("XDG_CONFIG_HOME");
        if (config == null || !config.startsWith("/")) {
            String home = host.environment().get("HOME");
            config = (home == null || home.isEmpty() ? System.getProperty("user.home", "") : home) + "/.config";
        }
        return config + "/blinka4j/boards";
    }

    private static @Nullable Source resourceIncluded(String name) {
        for (String path : List.of(name + SUFFIX, FAMILIES + name + SUFFIX)) {
            String text = resourceOrNull(path);
            if (text != null) {
                return new Source(path, text);
            }
        }
        return null;
    }

    private static String resource(String path) {
        String text = resourceOrNull(path);
        if (text == null) {
            throw new IllegalStateException("blinka4j-boards lacks its own file " + path);
        }
        return text;
    }

    private static @Nullable String resourceOrNull(String path) {
        try (InputStream stream = BoardFiles.class.getResourceAsStream(path)) {
            return stream == null ? null : new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
