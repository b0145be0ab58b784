// SPDX-License-Identifier: MIT
package blinka4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The project's scripts on other machines than this one. */
class ScriptsTest {
    private static final String NO_JAVA_25 = "run: no Java 25 here and apt offers none: set JAVA25_HOME\n";

    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    private void program(String name, String content) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Answers in German and, with the locale C, in English. */
    private void anAptThatHasBeenTranslated() throws IOException {
        program("apt-cache", """
                candidate=Installationskandidat depends='Hängt ab von'
                [ "$LC_ALL" != C ] || candidate=Candidate depends=Depends
                case "$*" in
                    *policy*gone) echo "  $candidate: (none)" ;;
                    *policy*) echo "  $candidate: 1.0" ;;
                    *depends*) echo "  $depends: linux-image-6.1.0-56-amd64" ;;
                esac
                """);
    }

    @Test
    void anAvailablePackageIsFoundInAnyLanguage() throws Exception {
        anAptThatHasBeenTranslated();

        assertThat(bash("source samples/tools.sh; first_available gone here later"))
                .isEqualTo("here\n");
    }

    @Test
    void theLabsKernelIsFoundInAnyLanguage() throws Exception {
        anAptThatHasBeenTranslated();

        assertThat(bash("source src/test/lab/debian.sh; kernel_package amd64 linux-image-amd64"))
                .isEqualTo("linux-image-6.1.0-56-amd64\n");
    }

    @Test
    void continuousIntegrationFailsEarlyWithoutJava25() throws Exception {
        String machine = aMachineWithoutJavaAndApt();

        assertThat(bash(machine + "export CI=true; bash src/test/run")).isEqualTo(NO_JAVA_25);
    }

    @Test
    void otherRunsContinueWithoutJava25() throws Exception {
        String machine = aMachineWithoutJavaAndApt();

        assertThat(bash(machine + "bash src/test/run"))
                .startsWith("run: needs a JDK 17: ")
                .doesNotContain("Java 25");
    }

    @Test
    void withoutAMirrorTheLabIsBuiltFromDownloadedPackages() throws Exception {
        program("apt-get", "exit 100");
        program("sleep", "");
        program("dpkg-deb", "echo \"${2##*/} to $3\"");
        for (String version : List.of("4.9", "4.10")) {
            write(folder, "lab/apt-armhf/debs/i2c-tools_%s_armhf.deb".formatted(version), "");
        }
        String script = "source src/test/lab/debian.sh; unpack armhf root ";

        assertThat(bash(script + "i2c-tools"))
                .contains("could not download")
                .endsWith("\ni2c-tools_4.10_armhf.deb to root\n");
        assertThat(bash(script + "i2c-tools gpiod"))
                .contains("could not download gpiod", "no earlier download")
                .doesNotContain("gpiod_");
    }

    @Test
    void anUnknownTestClassIsAnErrorBeforeAnythingRuns() throws Exception {
        String run = aProjectOfTwoTests();

        assertThat(bash(run + "PinTest NoSuchTest")).startsWith("run: no test class is named 'NoSuchTest'.");
    }

    @Test
    void samplesNamedTestAreNotTestClasses() throws Exception {
        String run = aProjectOfTwoTests();

        assertThat(bash(run + "SimpleTest")).startsWith("run: no test class is named 'SimpleTest'.");
    }

    @Test
    void namesCannotBeCombinedWithUnit() throws Exception {
        String run = aProjectOfTwoTests();

        assertThat(bash(run + "--unit PinTest")).startsWith("run: --unit runs all unit tests");
        assertThat(bash(run + "--units")).startsWith("Runs all tests: ");
    }

    @Test
    void aUnitTestRunsInItsModuleWithoutTheLab() throws Exception {
        String run = aProjectOfTwoTests();

        assertThat(bash(run + "'Pin*'"))
                .contains(" test -pl api -am -Dtest=p.PinTest -D")
                .doesNotContain("verify")
                .doesNotContain("soak")
                .contains("p.PinTest: no report, it did not run (unit tests, Java 17, fa_IR)")
                .endsWith("\n0 passed, 1 failed, 0 skipped\n");
    }

    @Test
    void aLabClassRunsByItsFullNameWithLongCounts() throws Exception {
        String run = aProjectOfTwoTests();

        assertThat(bash(run + "--soak p.lab.BoardIT"))
                .contains(" verify -Dit.test=p.lab.BoardIT -D")
                .contains(" -pl src/test -am -Dtest=NONE -D")
                .contains(" -Dsoak=true")
                .contains("p.lab.BoardIT: no report, it did not run (lab, Java 17)")
                .endsWith("\n0 passed, 1 failed, 0 skipped\n");
    }

    @Test
    void theComparisonSaysThatPythonIsMissing() throws Exception {
        program("python3", "exit 127");

        assertThat(bash("src/test/differential/run " + folder)).startsWith("run: needs Python 3.9 or newer");
    }

    @Test
    void theComparisonSaysHowToFetchMissingClones() throws Exception {
        assumePython();
        Files.createDirectories(folder.resolve("Adafruit_CircuitPython_Register"));

        assertThat(bash("src/test/differential/run %s MCP9808".formatted(folder)))
                .contains("clone --depth 1 https://github.com/adafruit/Adafruit_CircuitPython_BusDevice")
                .contains("clone --depth 1 https://github.com/adafruit/Adafruit_CircuitPython_MCP9808")
                .doesNotContain("Python_Register");
    }

    @Test
    void theComparisonRejectsAnUnknownDriver() throws Exception {
        assumePython();
        assertThat(bash("src/test/differential/run %s MCP9809".formatted(folder)))
                .startsWith("drivers.txt has no driver MCP9809. It has: MCP9808, ");
    }

    private void assumePython() throws Exception {
        assumeThat(bash("python3 --version")).as("this machine has no Python 3").startsWith("Python 3");
    }

    /** Returns the script that runs its tests, with a Maven that prints its arguments. */
    private String aProjectOfTwoTests() throws IOException {
        program("mvn", "echo \"mvn $*\"\n");
        // The script also looks for a Java 25. It must not install one.
        program("apt-get", "exit 100");
        program("sudo", "exit 1");
        Path project = folder.resolve("project");
        for (String file : List.of("src/test/run", "samples/tools.sh", "src/test/java/blinka4j/Summary.java")) {
            Files.createDirectories(project.resolve(file).getParent());
            Files.copy(ROOT.resolve(file), project.resolve(file));
        }
        write(project, "src/test/lab/packages", "bash # all that this lab needs\n");
        write(project, "src/test/pom.xml", "<project/>");
        write(project, "api/pom.xml", "<project/>");
        write(project, "api/src/test/java/p/PinTest.java", "package p;\nclass PinTest {}\n");
        write(project, "src/test/java/p/lab/BoardIT.java", "package p.lab;\nclass BoardIT {}\n");
        write(project, "samples/src/main/java/p/SimpleTest.java", "package p;\nclass SimpleTest {}\n");
        return "unset CI; bash '%s/src/test/run' ".formatted(project);
    }

    private static void write(Path folder, String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    /** Returns the script that makes it. */
    private String aMachineWithoutJavaAndApt() throws IOException {
        program("find", "");
        return "unset CI ${!JAVA*}; ln -s $(command -v bash dirname sort) %1$s; PATH=%1$s; ".formatted(folder);
    }

    /**
     * Lays out an installed command and a Java that prints its options, and makes a file when it is told to.
     *
     * @return the beginning of a script; then {@code blinka} runs the command
     */
    private String anInstalledCommand(String version, String archive) throws IOException {
        String java = """
                #!/bin/sh
                for option; do
                    case $option in
                        -XX:ArchiveClassesAtExit=* | -XX:AOTCacheOutput=*)
                            echo "${option%%%%=*} $BLINKA_PROVIDER $BLINKA_RECORD" >>"%1$s/made"
                            %2$s
                            exit
                            ;;
                    esac
                done
                echo "$*"
                """.formatted(folder, archive);
        write(folder, "opt/lib/blinka.jar", "");
        write(
                folder,
                "java/release",
                "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"%1$s\"\nJAVA_RUNTIME_VERSION=\"%1$s+1\"\n".formatted(version));
        write(
                folder,
                "opt/bin/blinka",
                Files.readString(ROOT.resolve("samples/command/src/package/blinka"))
                        .replace("@build@", "b1"));
        write(folder, "java/bin/java", java);
        return """
                cd '%s'; chmod +x opt/bin/blinka java/bin/java
                export JAVA_HOME=$PWD/java XDG_CACHE_HOME=$PWD/kept BLINKA_RECORD=/nowhere
                blinka() { opt/bin/blinka "$@"; }
                """.formatted(folder);
    }

    private static final String KEPT = "echo classes >\"${option#*=}\"";

    @Test
    void theInstalledCommandKeepsItsClassesInAFile() throws Exception {
        String start = anInstalledCommand("17.0.9", KEPT);
        String file = folder + "/kept/blinka4j" + folder.toRealPath() + "/opt/b1-17.0.9+1.jsa";

        assertThat(bash(start + "blinka detect --json"))
                .contains(" -XX:SharedArchiveFile=" + file + " -Xlog:disable ")
                .endsWith("/opt/lib/blinka.jar detect --json\n");
        assertThat(bash(start + "blinka detect; cat made")).endsWith("\n-XX:ArchiveClassesAtExit sim \n");
        assertThat(Files.readString(Path.of(file))).isEqualTo("classes\n");
    }

    @Test
    void fromJava25OnTheFileIsAnAotCache() throws Exception {
        assertThat(bash(anInstalledCommand("25", KEPT) + "blinka help; cat made"))
                .contains(" -XX:AOTCache=" + folder + "/kept/", "/b1-25+1.aot ")
                .endsWith("-XX:AOTCacheOutput sim \n");
    }

    /** An empty file says that this Java makes none. */
    @Test
    void aJavaThatMakesNoFileIsAskedOnce() throws Exception {
        assertThat(bash(anInstalledCommand("17.0.9", "exit 1") + "blinka help; blinka help; wc -l <made"))
                .doesNotContain("SharedArchiveFile")
                .endsWith(" help\n1\n");
    }

    @Test
    void aFolderThatCannotBeWrittenIsNotMentioned() throws Exception {
        assertThat(bash(anInstalledCommand("17.0.9", KEPT) + "XDG_CACHE_HOME=/proc blinka help"))
                .startsWith("-XX:TieredStopAtLevel=1 ")
                .doesNotContain("SharedArchiveFile");
    }

    @Test
    void anOlderJavaIsRejectedWithTheCure() throws Exception {
        assertThat(bash(anInstalledCommand("11.0.2", KEPT) + "blinka help; echo $?"))
                .contains("is Java 11.0.2, and 17 or newer is needed. Install one")
                .endsWith("\n1\n");
    }

    private String bash(String script) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", script)
                .directory(ROOT.toFile())
                .redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("LC_"));
        builder.environment().put("LANG", "de_DE.UTF-8");
        builder.environment().put("BLINKA4J_CACHE", folder.toString());
        builder.environment().merge("PATH", folder.toString(), (path, first) -> first + ":" + path);
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return printed;
    }
}
