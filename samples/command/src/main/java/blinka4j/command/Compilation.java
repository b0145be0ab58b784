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
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
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
 * @param mains those that have a main method, in the order of the file
 * @param errors the messages of the compiler, each of several lines; empty if it compiled
 */
record Compilation(Map<String, byte[]> classes, List<String> mains, List<String> errors) {
    /** Notes the classes with a main method: public and static, or any, which Java 25 takes. */
    private static final class MainMethods extends AbstractProcessor {
        private final List<String> classes = new ArrayList<>();
        private final List<String> others = new ArrayList<>();

        @Override
        public Set<String> getSupportedAnnotationTypes() {
            return Set.of("*");
        }

        @Override
        public SourceVersion getSupportedSourceVersion() {
            return SourceVersion.latest();
        }

        @Override
        public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
            for (TypeElement type : ElementFilter.typesIn(round.getRootElements())) {
                String name =
                        processingEnv.getElementUtils().getBinaryName(type).toString();
                for (ExecutableElement method : ElementFilter.methodsIn(type.getEnclosedElements())) {
                    if (method.getSimpleName().contentEquals("main")) {
                        (method.getModifiers().containsAll(Set.of(Modifier.PUBLIC, Modifier.STATIC)) ? classes : others)
                                .add(name);
                    }
                }
            }
            if (round.processingOver()) {
                classes.addAll(others);
            }
            return false;
        }
    }

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
        MainMethods methods = new MainMethods();
        try (Memory memory = new Memory(compiler.getStandardFileManager(messages, Locale.ROOT, null))) {
            JavaCompiler.CompilationTask task = compiler.getTask(
                    null,
                    memory,
                    messages,
                    List.of("-parameters", "-Xmaxerrs", "0", "-cp", classPath),
                    null,
                    memory.files().getJavaFileObjects(file));
            // The only one, so that none is looked for on the class path.
            task.setProcessors(List.of(methods));
            boolean well = task.call();
            Map<String, byte[]> classes = new LinkedHashMap<>();
            memory.kept.forEach((name, each) -> classes.put(name, each.bytes.toByteArray()));
            return new Compilation(
                    classes,
                    methods.classes,
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

    /** The class with the main method: the one that is called as the file, or else the first that has one; empty if there is none. */
    String mainClass(Path file) {
        String named = String.valueOf(file.getFileName()).replaceFirst("\\.java$", "");
        for (String name : mains) {
            if (name.equals(named) || name.endsWith("." + named)) {
                return name;
            }
        }
        return mains.isEmpty() ? "" : mains.get(0);
    }
}
