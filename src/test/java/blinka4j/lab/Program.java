// SPDX-License-Identifier: MIT
package blinka4j.lab;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Java program and the way to run it in a guest. Each method adds to the earlier ones:
 * {@code lab.program(Pins.class).java("java25").with("pi4j").property("blinka4j.provider", "pi4j").start()}.
 */
final class Program {
    /**
     * A virtual machine locks the files of ended ones for a moment when it starts. Another one that starts at the same time would
     * print a warning that its file is locked.
     */
    private static final String NO_SHARED_FILE = "-XX:-UsePerfData";

    private final Lab lab;
    private final String mainClass;
    private final List<String> environment = new ArrayList<>();
    private final List<String> options = new ArrayList<>();
    private final List<String> libraries = new ArrayList<>();
    private String java = "java";
    private String user = "";
    private String files = "";

    Program(Lab lab, String mainClass) {
        this.lab = lab;
        this.mainClass = mainClass;
    }

    /** Runs on this Java: {@code java}, which every guest has, or in a guest with several, {@code java17} or {@code java25}. */
    Program java(String command) {
        java = command;
        return this;
    }

    /** Runs as an ordinary user of the guest: {@code maker}. */
    Program user(String name) {
        user = name;
        return this;
    }

    /** Sets an environment variable. */
    Program environment(String name, String value) {
        environment.add(name + "=" + value);
        return this;
    }

    /** Sets a system property. */
    Program property(String name, String value) {
        return option("-D" + name + "=" + value);
    }

    /** Adds an option of the virtual machine. */
    Program option(String option) {
        options.add(option);
        return this;
    }

    /** Compiles as usual, and each method before its next call: for a program that measures. */
    Program compiled() {
        return option("-XX:TieredStopAtLevel=4")
                .option("-XX:CompileThresholdScaling=1")
                .option("-Xbatch");
    }

    /** Adds the optional libraries whose name contains one of the words to the class path: see {@link Lab#OPTIONAL}. */
    Program with(String... words) {
        Collections.addAll(libraries, words);
        return this;
    }

    /** Puts entries before the class path: files of the guest. */
    Program before(String entries) {
        files = entries + ":";
        return this;
    }

    /** Returns the shell command. */
    String command(String... arguments) {
        Stream<String> start = environment.isEmpty()
                ? Stream.of(java)
                : Stream.concat(
                        Stream.concat(Stream.of("env"), environment.stream().map(Program::quote)), Stream.of(java));
        String command = Stream.of(
                        start,
                        Stream.of(NO_SHARED_FILE),
                        lab.options(java).stream().map(Program::quote),
                        options.stream().map(Program::quote),
                        Stream.of("-cp", quote(files + lab.classPath(libraries)), quote(mainClass)),
                        Stream.of(arguments).map(Program::quote))
                .flatMap(words -> words)
                .collect(Collectors.joining(" "));
        return user.isEmpty() ? command : "su " + user + " -c " + quote(command);
    }

    /** Starts it. */
    Job start(String... arguments) {
        return lab.guest().start(command(arguments));
    }

    private static String quote(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
