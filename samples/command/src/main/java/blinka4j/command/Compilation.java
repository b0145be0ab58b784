// SPDX-License-Identifier: MIT
package blinka4j.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * A Java file, compiled in memory.
 *
 * @param classes the classes by their names; the one of the file first
 * @param errors the messages of the compiler, each of several lines; empty if it compiled
 */
record Compilation(Map<String, byte[]> classes, List<String> errors) {
    /** Keeps a compiled class. */
    private static final class Kept extends SimpleJavaFileObject {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        private Kept(String name) {
            super(URI.create("memory:///" + name.replace('.', '/') + ".class"), Kind.CLASS);
        }

        @Override
        public OutputStream openOutputStream() {
            return bytes;
        }
    }

    /** Writes the compiled classes to memory. */
    private static final class Memory extends ForwardingJavaFileManager<StandardJavaFileManager> {
        private final Map<String, Kept> kept = new LinkedHashMap<>();

        private Memory(StandardJavaFileManager files) {
            super(files);
        }

        private StandardJavaFileManager files() {
            return fileManager;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                JavaFileManager.Location location,
                String className,
                JavaFileObject.Kind kind,
                @Nullable FileObject sibling) {
            return kept.computeIfAbsent(className, Kept::new);
        }
    }

    /** @throws IllegalStateException if this Java has no compiler */
    static Compilation of(Path file, String classPath) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new IllegalStateException(
                    "this Java (%s) has no compiler: it is a JRE. Install a JDK, such as: sudo apt-get install openjdk-17-jdk-headless"
                            .formatted(System.getProperty("java.home", "")));
        }
        DiagnosticCollector<JavaFileObject> messages = new DiagnosticCollector<>();
        try (Memory memory = new Memory(compiler.getStandardFileManager(messages, Locale.ROOT, null))) {
            boolean well = compiler.getTask(
                            null,
                            memory,
                            messages,
                            List.of("-proc:none", "-parameters", "-Xmaxerrs", "0", "-cp", classPath),
                            null,
                            memory.files().getJavaFileObjects(file))
                    .call();
            Map<String, byte[]> classes = new LinkedHashMap<>();
            memory.kept.forEach((name, each) -> classes.put(name, each.bytes.toByteArray()));
            return new Compilation(
                    classes,
                    well
                            ? List.of()
                            : messages.getDiagnostics().stream()
                                    .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
                                    .map(each -> message(file, each))
                                    .toList());
        }
    }

    /** As javac prints it: the place, the message, the line of the source with a mark below the place, and details. */
    private static String message(Path file, Diagnostic<? extends JavaFileObject> error) {
        List<String> said = error.getMessage(Locale.ROOT).lines().toList();
        List<String> lines = new ArrayList<>();
        JavaFileObject source = error.getSource();
        if (source == null || error.getLineNumber() == Diagnostic.NOPOS) {
            lines.add("%s: error: %s".formatted(file, said.get(0)));
        } else {
            lines.add("%s:%s: error: %s".formatted(file, error.getLineNumber(), said.get(0)));
            lines.addAll(marked(source, error.getPosition()));
        }
        lines.addAll(said.subList(1, said.size()));
        return String.join("\n", lines);
    }

    /** The line at a position, and a line with a mark below it; none if the file is gone. */
    private static List<String> marked(JavaFileObject source, long position) {
        String text;
        try {
            text = source.getCharContent(true).toString();
        } catch (IOException e) {
            return List.of();
        }
        int at = (int) Math.max(0, Math.min(position, text.length()));
        int begin = Math.max(text.lastIndexOf('\n', at - 1), text.lastIndexOf('\r', at - 1)) + 1;
        String line = text.substring(begin).lines().findFirst().orElse("");
        // Tabs stay tabs, so that the mark is below its place however wide they are.
        String blank = line.substring(0, Math.min(at - begin, line.length())).replaceAll("[^\t]", " ");
        return List.of(line, blank + "^");
    }

    /** The class with the main method: the one that is called as the file, or else the first that has one. */
    String mainClass(Path file) {
        String named = String.valueOf(file.getFileName()).replaceFirst("\\.java$", "");
        for (String name : classes.keySet()) {
            if (name.equals(named) || name.endsWith("." + named)) {
                return name;
            }
        }
        return classes.keySet().stream()
                .filter(name -> !name.contains("$"))
                .findFirst()
                .orElse(named);
    }
}
