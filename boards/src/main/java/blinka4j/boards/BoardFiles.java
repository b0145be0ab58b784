// SPDX-License-Identifier: MIT
package blinka4j.boards;

import blinka4j.NotAvailableException;
import blinka4j.boards.BoardFile.Source;
import blinka4j.boards.BoardFile.Surroundings;
import blinka4j.boards.Index.Match;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.BoardRegistry;
import blinka4j.provider.Host;
import blinka4j.provider.Nearest;
import blinka4j.provider.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The boards described by files, for {@link java.util.ServiceLoader}. Programs use {@link Boards}. {@code boards/README.md} describes
 * how a board is recognised.
 */
public final class BoardFiles implements BoardRegistry {
    static final String SUFFIX = ".properties";

    private static final String FAMILIES = "family/";
    private static final int NEAREST = 5;
    private static final int MOST_PROBLEMS = 4;
    private static final int MOST_SERVICES = 100;

    /** In bytes. */
    private static final int LONGEST_FILE = 1 << 20;

    private static final int MOST_FILES = 256;

    /** In bytes, of all the files in the folder. */
    private static final long MOST_BYTES = 4L << 20;

    /** The providers of this project that a board may prefer. */
    private static final Set<String> PROVIDERS = Set.of("linux", "diozero", "pi4j");

    private static final Map<String, String> SHORT_NAMES = Map.of(
            "RPI", "RASPBERRY_PI",
            "RASPI", "RASPBERRY_PI",
            "PI", "RASPBERRY_PI",
            "OPI", "ORANGE_PI",
            "BPI", "BANANA_PI",
            "BBB", "BEAGLEBONE_BLACK");
    private static final String SHORT = "(RPI|RASPI|PI|OPI|BPI|BBB)(|[^A-Z].*)";

    private static final Surroundings JAR = new Jar();

    /** The folder for boards in a user's jar, and the list of their ids, one per line. */
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
        List<String> problems = new ArrayList<>();
        Index users = new Index();
        List<Own> own = own(host, "", problems);
        Map<Own, BoardFile> files = new HashMap<>();
        for (Own each : own) {
            try {
                BoardFile file = each.read();
                files.put(each, file);
                users.add(each.id(), file);
            } catch (NotAvailableException e) {
                problems.add(e.getMessage());
                addRules(users, each);
            }
        }
        Match match = own.isEmpty() ? null : users.recognise(host, new ArrayList<>());
        if (match == null) {
            match = BuiltIn.INDEX.recognise(host, seen);
        }
        if (match == null) {
            return new Detected(GenericLinux.define(host), unknown(host, seen) + ignored(problems));
        }
        Own of = of(match.id(), own);
        if (of == null) {
            return new Detected(record(match.id()), match.evidence() + ignored(problems));
        }
        BoardFile file = files.get(of);
        return new Detected(
                (file == null ? of.read() : file).definition(),
                "%s, and %s describes it%s"
                        .formatted(match.evidence(), of.source().file(), ignored(problems)));
    }

    /** Adds the rules of a file with mistakes: if one of them fits this machine, the mistakes are an error. */
    private static void addRules(Index users, Own file) {
        try {
            users.add(file.id(), BoardFile.rulesOnly(file.id(), file.source(), file.surroundings()));
        } catch (NotAvailableException e) {
            // The mistake is in the rules, and has been reported already.
        }
    }

    /** The mistakes in ignored board files; empty if there are none. */
    private static String ignored(List<String> problems) {
        if (problems.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        problems.stream()
                .limit(MOST_PROBLEMS)
                .forEach(problem -> text.append("; ignored: ").append(problem));
        if (problems.size() > MOST_PROBLEMS) {
            text.append("; and %s more".formatted(problems.size() - MOST_PROBLEMS));
        }
        return text.toString();
    }

    private static String unknown(Host host, List<String> seen) {
        if (host.compatible().isEmpty()) {
            seen.add("there is no device tree, which names the board");
        } else if (seen.isEmpty()) {
            seen.add("/proc/device-tree/compatible says %s; no board file has it"
                    .formatted(String.join(", ", host.compatible())));
        }
        return String.join("; ", seen);
    }

    /** The board with exactly this id or alias, or else the board whose id differs only in case. */
    private static BoardDefinition board(String id, Host host, String setting) {
        List<String> problems = new ArrayList<>();
        List<Own> own = own(host, id, problems);
        Own exact = of(id, own);
        if (exact != null) {
            return exact.read().definition();
        }
        String known = BuiltIn.INDEX.id(id);
        if (known == null && !id.equals(GenericLinux.ID)) {
            Own alike = alike(id, own, setting);
            if (alike != null) {
                return alike.read().definition();
            }
            known = BuiltIn.INDEX.id(id.toUpperCase(Locale.ROOT));
        }
        if (known != null) {
            return record(known);
        }
        if (id.equalsIgnoreCase(GenericLinux.ID)) {
            return GenericLinux.define(host);
        }
        throw new NotAvailableException("%sthere is no board '%s'. Similar ids: %s. To add a board, write a file %s%s"
                .formatted(
                        setting,
                        Entry.shown(id),
                        String.join(", ", Nearest.to(inFull(id), ids(host), NEAREST)),
                        folder(host) + "/NAME" + SUFFIX,
                        ignored(problems)));
    }

    /** The user's board with this alias, or with an id that differs only in case. */
    private static @Nullable Own alike(String id, List<Own> own, String setting) {
        for (Own each : own) {
            try {
                if (each.read().aliases().contains(id)) {
                    return each;
                }
            } catch (NotAvailableException e) {
                // A mistake matters only in the requested file.
            }
        }
        List<Own> alike =
                own.stream().filter(each -> each.id().equalsIgnoreCase(id)).toList();
        if (alike.size() > 1) {
            throw new NotAvailableException("%s'%s' matches %s. Write one of these exactly."
                    .formatted(setting, id, alike.stream().map(Own::id).collect(Collectors.joining(" or "))));
        }
        return alike.isEmpty() ? null : alike.get(0);
    }

    /** Expands common abbreviations: {@code RPI4} becomes {@code RASPBERRY_PI4}. */
    private static String inFull(String id) {
        Matcher matcher = Pattern.compile(SHORT).matcher(id.toUpperCase(Locale.ROOT));
        return matcher.matches() ? SHORT_NAMES.get(matcher.group(1)) + matcher.group(2) : id;
    }

    private static Set<String> ids(Host host) {
        Set<String> ids = new TreeSet<>(BuiltIn.INDEX.ids());
        ids.add(GenericLinux.ID);
        for (Own own : own(host, "", new ArrayList<>())) {
            ids.add(own.id());
        }
        return ids;
    }

    /** Reads the record of a board that is in the jar. */
    private static BoardDefinition record(String id) {
        return BoardRecord.read(id, resource(id + BoardRecord.SUFFIX));
    }

    /** Reads the file of a board that is in the jar. */
    static BoardFile builtIn(String id) {
        String name = id + SUFFIX;
        return BoardFile.read(id, new Source(name, resource(name)), JAR);
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
            throw new NotAvailableException(
                    "BLINKA_BOARD_FILE: '%s' is not a path. Set it to the path of a board file.".formatted(setting), e);
        }
        Path here = file.isAbsolute() ? host.path(setting) : file;
        if (!Files.exists(here)) {
            throw new NotAvailableException(
                    "BLINKA_BOARD_FILE: there is no file %s. Set it to the file's full path, or unset it to detect the board."
                            .formatted(here));
        }
        return user(id(here), here).read();
    }

    /** A board file of the user. */
    private record Own(String id, Source source, Surroundings surroundings) {
        BoardFile read() {
            return BoardFile.read(id, source, surroundings);
        }
    }

    private static Own user(String id, Path file) {
        return new Own(id, new Source(file.toString(), () -> text(file)), new Beside(file.toAbsolutePath()));
    }

    /** What a file in the jar can refer to. While the jar is built, there is no index of processors yet. */
    private static class Jar implements Surroundings {
        @Override
        public @Nullable Source find(String from, String name) {
            for (String path : List.of(name + SUFFIX, FAMILIES + name + SUFFIX)) {
                String text = resourceOrNull(path);
                if (text != null) {
                    return new Source(path, text);
                }
            }
            return null;
        }

        @Override
        public boolean isProcessor(String compatible) {
            return false;
        }

        @Override
        public Set<String> providers() {
            return PROVIDERS;
        }
    }

    /** What a user's file on the class path can refer to. */
    private static class Outside extends Jar {
        @Override
        public boolean isProcessor(String compatible) {
            return BuiltIn.INDEX.isProcessor(compatible);
        }

        /** The providers of this project and those on the class path. */
        @Override
        public Set<String> providers() {
            Set<String> names = new TreeSet<>(PROVIDERS);
            Iterator<Provider> each = ServiceLoader.load(Provider.class).iterator();
            for (int i = 0; i < MOST_SERVICES; i++) {
                try {
                    if (!each.hasNext()) {
                        break;
                    }
                    names.add(each.next().name());
                } catch (ServiceConfigurationError | LinkageError e) {
                    // The provider is reported when one is selected.
                }
            }
            return names;
        }
    }

    /**
     * What a user's file in a folder can refer to: the files beside it, then those in the jar. Its own name means the file in the
     * jar.
     */
    private static final class Beside extends Outside {
        private final @Nullable Path folder;

        Beside(Path file) {
            this.folder = file.getParent();
        }

        @Override
        public @Nullable Source find(String from, String name) {
            Path beside = folder == null ? null : folder.resolve(name + SUFFIX);
            boolean isUsers = folder != null
                    && folder.equals(Path.of(from).toAbsolutePath().getParent());
            if (beside == null || !isUsers || !Files.exists(beside, LinkOption.NOFOLLOW_LINKS)) {
                return super.find(from, name);
            }
            boolean isItself = name.equals(id(Path.of(from)));
            Source builtIn = isItself ? super.find(from, name) : null;
            return builtIn != null ? builtIn : new Source(isItself ? from : beside.toString(), () -> text(beside));
        }
    }

    /**
     * The user's boards: the files in the folder, then those that lists on the class path name.
     *
     * @param wanted the id of a board that is read even if there are too many files; may be empty
     * @param problems receives a text for each file that cannot be used
     */
    private static List<Own> own(Host host, String wanted, List<String> problems) {
        List<Own> own = new ArrayList<>();
        for (Path file : userFiles(host, wanted, problems)) {
            String id = id(file);
            if (BoardFile.ID.matcher(id).matches()) {
                own.add(user(id, file));
            } else {
                problems.add(
                        "%s is not a board file, because its name cannot be a board's id (use letters, digits, _, - and + before %s)"
                                .formatted(file, SUFFIX));
            }
        }
        try {
            for (URL list : Collections.list(loader().getResources(LIST))) {
                for (String line : text(list).split("\\R", -1)) {
                    String id = line.strip();
                    if (!id.isEmpty() && !id.startsWith("#")) {
                        onClassPath(id, list, own, problems);
                    }
                }
            }
        } catch (IOException | NotAvailableException e) {
            problems.add("cannot read %s on the class path (%s)".formatted(LIST, e));
        }
        return own;
    }

    private static void onClassPath(String id, URL list, List<Own> own, List<String> problems) {
        String name = FOLDER + id + SUFFIX;
        URL file = loader().getResource(name);
        if (!BoardFile.ID.matcher(id).matches()) {
            problems.add("%s lists '%s', which cannot be a board's id (use letters, digits, _, - and +)"
                    .formatted(list, Entry.shown(id)));
        } else if (file == null) {
            problems.add("%s lists the board %s, but there is no %s on the class path (add it to the same jar)"
                    .formatted(list, id, name));
        } else {
            own.add(new Own(id, new Source(file.toString(), () -> text(file)), new Outside()));
        }
    }

    private static String text(URL url) {
        try (InputStream stream = url.openStream()) {
            return text(stream, url.toString());
        } catch (IOException e) {
            throw unreadable(url.toString(), e.toString());
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

    /** The text of a regular file. Nothing else is opened, because reading a pipe or a device could block forever. */
    private static String text(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                throw unreadable(file.toString(), "it is a folder");
            }
            if (!attributes.isRegularFile()) {
                throw unreadable(file.toString(), "it is a pipe, a socket or a device");
            }
            // The kernel's own files have no length, and some of them wait for events.
            if (attributes.size() == 0) {
                throw unreadable(file.toString(), "it is empty");
            }
            if (attributes.size() > LONGEST_FILE) {
                throw unreadable(file.toString(), "it has %s bytes".formatted(attributes.size()));
            }
            try (InputStream stream = Files.newInputStream(file)) {
                return text(stream, file.toString());
            }
        } catch (IOException e) {
            throw unreadable(file.toString(), e.toString());
        }
    }

    private static String text(InputStream stream, String file) throws IOException {
        byte[] bytes = stream.readNBytes(LONGEST_FILE + 1);
        if (bytes.length > LONGEST_FILE) {
            throw unreadable(file, "it is longer");
        }
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    private static NotAvailableException unreadable(String file, String reason) {
        return new NotAvailableException(
                "cannot read the board file %s (%s). It must be a regular UTF-8 text file of at most 1 MiB."
                        .formatted(file, reason));
    }

    private static List<Path> userFiles(Host host, String wanted, List<String> problems) {
        List<Path> files = new ArrayList<>();
        Path folder;
        try {
            folder = host.path(folder(host));
        } catch (InvalidPathException e) {
            problems.add("the folder of board files cannot be listed (%s in its path; correct HOME or XDG_CONFIG_HOME)"
                    .formatted(e.getReason()));
            return List.of();
        }
        // Java opens what it lists, and opening a FIFO blocks.
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            problems.add("the folder of board files %s cannot be listed (it is not a folder)".formatted(folder));
            return List.of();
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path file : entries) {
                // Editors and macOS create hidden files.
                String name = String.valueOf(file.getFileName());
                if (name.endsWith(SUFFIX) && !name.startsWith(".")) {
                    files.add(file);
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException | DirectoryIteratorException e) {
            problems.add("the folder of board files %s cannot be listed (%s; make it a folder that this user may read)"
                    .formatted(folder, e));
        }
        files.sort(null);
        return affordable(files, folder, wanted, problems);
    }

    /** The first of these files by name, up to the limits, and the wanted one. */
    private static List<Path> affordable(List<Path> files, Path folder, String wanted, List<String> problems) {
        long bytes = 0;
        for (int i = 0; i < files.size(); i++) {
            bytes += i < MOST_FILES ? lengthRead(files.get(i)) : 0;
            if (i == MOST_FILES || bytes > MOST_BYTES) {
                problems.add(
                        "the folder %s has more than %s, so %s are not read, from %s on (remove some, or set BLINKA_FORCEBOARD)"
                                .formatted(
                                        folder,
                                        i == MOST_FILES ? MOST_FILES + " board files" : "4 MiB of board files",
                                        files.size() - i,
                                        files.get(i).getFileName()));
                List<Path> read = new ArrayList<>(files.subList(0, i));
                files.stream().skip(i).filter(file -> id(file).equals(wanted)).forEach(read::add);
                return read;
            }
        }
        return files;
    }

    /** The number of bytes that {@link #text(Path)} reads of a file; 0 if it rejects the file. */
    private static long lengthRead(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.isRegularFile() && attributes.size() <= LONGEST_FILE ? attributes.size() : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    /** The folder of the user's board files, by the XDG base directory specification. */
    private static String folder(Host host) {
        String config = host.setting("XDG_CONFIG_HOME").orElse(null);
        if (config == null || !config.startsWith("/")) {
            String home = host.setting("HOME").orElse(null);
            config = (home == null || home.isEmpty() ? System.getProperty("user.home", "") : home) + "/.config";
        }
        return config + "/blinka4j/boards";
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
