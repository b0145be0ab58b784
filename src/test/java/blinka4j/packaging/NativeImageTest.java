// SPDX-License-Identifier: MIT
package blinka4j.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The metadata in the jars for GraalVM's {@code native-image} has what an instrumented run of {@link Tour} uses, and nothing else. The
 * format is that of GraalVM for JDK 23 and newer: reachability-metadata-schema-v1.1.0.json of its documentation.
 */
class NativeImageTest {
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final String SERVICES = "META-INF/services/";

    /** The folders of the modules, with their artifacts. */
    private static final Map<String, String> MODULES = new TreeMap<>(Map.of(
            "boards", "blinka4j-boards",
            "providers/bench", "blinka4j-provider-bench",
            "providers/linux", "blinka4j-provider-linux",
            "providers/sim", "blinka4j-provider-sim",
            "providers/trace", "blinka4j-trace",
            "samples/command", "blinka4j-command"));

    /** The resources that a run asked for. */
    private static Set<String> asked;

    @BeforeAll
    static void takeTheTour(@TempDir Path folder) throws Exception {
        Used.SEEN.clear();
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (Instrumented loader = new Instrumented(classPath())) {
            Thread.currentThread().setContextClassLoader(loader);
            loader.loadClass(Tour.class.getName())
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) new String[] {folder.toString()});
            asked = loader.resources;
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private static URL[] classPath() throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }

    private static JsonObject metadata(String module) throws IOException {
        Path file = ROOT.resolve(module)
                .resolve("target/classes/META-INF/native-image/io.github.blinka4j")
                .resolve(MODULES.get(module))
                .resolve("reachability-metadata.json");
        return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    }

    /** The parts of a list in the metadata; empty if it is missing. */
    private static List<JsonObject> list(JsonObject of, String name) {
        JsonArray array = of.getAsJsonArray(name);
        List<JsonObject> list = new ArrayList<>();
        if (array != null) {
            array.forEach(each -> list.add(each.getAsJsonObject()));
        }
        return list;
    }

    private static List<String> words(JsonObject of, String name) {
        List<String> words = new ArrayList<>();
        for (JsonElement each : of.getAsJsonArray(name)) {
            words.add(each.getAsString());
        }
        return words;
    }

    private static List<Path> files(String module, String below) throws IOException {
        Path folder = ROOT.resolve(module).resolve("target/classes").resolve(below);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    /** A constructor for each class that the files of services name. */
    @Test
    void theProvidersOfServicesAreListed() throws IOException {
        for (String module : MODULES.keySet()) {
            Set<String> registered = new TreeSet<>();
            for (Path file : files(module, SERVICES)) {
                assertThat(asked).contains(SERVICES + file.getFileName());
                Files.readString(file)
                        .lines()
                        .map(line -> line.replaceFirst("#.*", "").strip())
                        .filter(line -> !line.isEmpty())
                        .forEach(registered::add);
            }
            Set<String> listed = list(metadata(module), "reflection").stream()
                    .filter(type -> list(type, "methods").stream()
                            .anyMatch(method -> method.get("name").getAsString().equals("<init>")))
                    .map(type -> type.get("type").getAsString())
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(listed).as(module).isEqualTo(registered);
        }
    }

    @Test
    void theResourcesThatARunAsksForAreListedAndNoOthers() throws IOException {
        for (String module : MODULES.keySet()) {
            Path classes = ROOT.resolve(module).resolve("target/classes");
            Set<String> used = asked.stream()
                    .filter(name -> Files.isRegularFile(classes.resolve(name)))
                    .collect(Collectors.toCollection(TreeSet::new));
            Map<String, PathMatcher> globs = new LinkedHashMap<>();
            for (JsonObject resource : list(metadata(module), "resources")) {
                String glob = resource.get("glob").getAsString();
                globs.put(glob, FileSystems.getDefault().getPathMatcher("glob:" + glob));
            }
            for (String name : used) {
                assertThat(globs.values())
                        .as("%s: a glob for %s", module, name)
                        .anyMatch(glob -> glob.matches(Path.of(name)));
            }
            globs.forEach((glob, matcher) -> assertThat(used)
                    .as("%s: a resource for %s", module, glob)
                    .anyMatch(name -> matcher.matches(Path.of(name))));
        }
    }

    /** JNA looks up the methods of a class for which it is to provide them, and then registers them through JNI. */
    @Test
    void theClassesWithMethodsInCAreListed() throws Exception {
        for (String module : MODULES.keySet()) {
            Path classes = ROOT.resolve(module).resolve("target/classes");
            Set<String> inC = new TreeSet<>();
            for (Path file : files(module, "blinka4j")) {
                String name = classes.relativize(file).toString().replace('/', '.');
                if (name.endsWith(".class")) {
                    Class<?> type = Class.forName(
                            name.substring(0, name.length() - 6),
                            false,
                            getClass().getClassLoader());
                    if (Arrays.stream(type.getDeclaredMethods())
                            .anyMatch(method -> Modifier.isNative(method.getModifiers()))) {
                        inC.add(type.getName());
                    }
                }
            }
            Set<String> listed = list(metadata(module), "reflection").stream()
                    .filter(type -> isTrue(type, "jniAccessible"))
                    .map(type -> type.get("type").getAsString())
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(listed).as(module).isEqualTo(inC);
            list(metadata(module), "reflection").stream()
                    .filter(type -> isTrue(type, "jniAccessible"))
                    .forEach(type -> assertThat(isTrue(type, "allDeclaredMethods"))
                            .as(type.toString())
                            .isTrue());
        }
        List<String> registered = seen("jni ");
        assertThat(registered).isNotEmpty();
        assertThat(list(metadata("providers/linux"), "reflection").stream()
                        .map(type -> type.get("type").getAsString()))
                .containsAll(registered);
    }

    private static boolean isTrue(JsonObject object, String name) {
        return object.has(name) && object.get(name).getAsBoolean();
    }

    private static List<String> seen(String kind) {
        return Used.SEEN.stream()
                .filter(line -> line.startsWith(kind))
                .map(line -> line.substring(kind.length()))
                .toList();
    }

    @Test
    void whatTheLinuxProviderLooksUpInJavaIsListed() throws IOException {
        assumeThat(Runtime.version().feature())
                .as("Java has foreign functions from 22 on")
                .isGreaterThanOrEqualTo(22);
        Set<String> types = new TreeSet<>();
        Set<String> members = new TreeSet<>();
        for (JsonObject type : list(metadata("providers/linux"), "reflection")) {
            String name = type.get("type").getAsString();
            if (name.startsWith("java.")) {
                if (name.startsWith("java.lang.foreign.")) {
                    types.add(name);
                }
                list(type, "methods")
                        .forEach(method -> members.add("%s.%s(%s)"
                                .formatted(
                                        name,
                                        method.get("name").getAsString(),
                                        String.join(",", words(method, "parameterTypes")))));
                list(type, "fields")
                        .forEach(field ->
                                members.add(name + "." + field.get("name").getAsString()));
            }
        }
        Set<String> used = new TreeSet<>(seen("method "));
        used.addAll(seen("field "));

        assertThat(types).isEqualTo(new TreeSet<>(seen("type ")));
        assertThat(members).isEqualTo(used);
    }

    @Test
    void theFunctionsOfTheCLibraryAreListedByTheirParameters() throws IOException {
        assumeThat(Runtime.version().feature())
                .as("Java has foreign functions from 22 on")
                .isGreaterThanOrEqualTo(22);
        Set<String> listed = new TreeSet<>();
        for (JsonObject call : list(metadata("providers/linux").getAsJsonObject("foreign"), "downcalls")) {
            listed.add("(%s )%s "
                    .formatted(
                            String.join(" ", words(call, "parameterTypes")),
                            call.get("returnType").getAsString()));
            assertThat(call.getAsJsonObject("options").toString())
                    .isEqualTo("{\"firstVariadicArg\":2,\"captureCallState\":true}");
        }
        assertThat(listed).isEqualTo(new TreeSet<>(seen("downcall ")));
    }
}
