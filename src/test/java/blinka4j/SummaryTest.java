// SPDX-License-Identifier: MIT
package blinka4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The summary must never be green if a test failed or did not run. */
class SummaryTest {
    @TempDir
    Path root;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeEach
    void oneModuleWithOneTest() throws IOException {
        write("pom.xml", "<project/>");
        write("api/pom.xml", "<project/>");
        write("api/src/test/java/p/PinTest.java", "package p;\n\nclass PinTest {}\n");
    }

    @Test
    void countsPassedTests() throws IOException {
        report("api/target/surefire-reports/TEST-p.PinTest.xml", "17", "<testcase classname='p.PinTest' name='a'/>");

        assertThat(summary("surefire-reports=17")).isTrue();
        assertThat(lines()).contains("unit tests, Java 17: 1 passed, 0 failed, 0 skipped");
        assertThat(lines()).last().isEqualTo("1 passed, 0 failed, 0 skipped");
    }

    @Test
    void namesFailuresAndErrors() throws IOException {
        report(
                "api/target/surefire-reports/TEST-p.PinTest.xml",
                "17",
                "<testcase classname='p.PinTest' name='a'><failure message='expected 1&#10;but was 2' type='T'/></testcase>"
                        + "<testcase classname='p.PinTest' name='b'><error type='java.io.IOException'/></testcase>"
                        + "<testcase classname='p.PinTest' name='c'/>");

        assertThat(summary("surefire-reports=17")).isFalse();
        assertThat(lines())
                .contains(
                        "  p.PinTest.a: expected 1 but was 2 (unit tests, Java 17)",
                        "  p.PinTest.b: java.io.IOException (unit tests, Java 17)");
        assertThat(lines()).last().isEqualTo("1 passed, 2 failed, 0 skipped");
    }

    @Test
    void saysWhyTestsWereSkipped() throws IOException {
        String cases = "<testcase classname='p.PinTest' name='a'><skipped message='no such kernel'/></testcase>"
                + "<testcase classname='p.PinTest' name='b'/>"
                + "<testcase classname='p.PinTest' name='c'><skipped type='org.opentest4j.TestAbortedException'>"
                + "<![CDATA[org.opentest4j.TestAbortedException: Assumption failed: no QEMU\n\tat p.PinTest.c(PinTest.java:9)\n]]>"
                + "</skipped></testcase>";
        report("api/target/surefire-reports/TEST-p.PinTest.xml", "17", cases);
        report("api/target/surefire-reports-25/TEST-p.PinTest.xml", "25", cases);

        assertThat(summary("surefire-reports=17", "surefire-reports-25=25")).isTrue();
        assertThat(lines())
                .contains(
                        "  p.PinTest.a: no such kernel (2 times)",
                        "  p.PinTest.c: Assumption failed: no QEMU (2 times)");
        assertThat(lines()).last().isEqualTo("2 passed, 0 failed, 4 skipped");
    }

    @Test
    void aTestClassWithoutAReportIsAFailure() throws IOException {
        report("api/target/surefire-reports/TEST-p.PinTest.xml", "17", "<testcase classname='p.PinTest' name='a'/>");
        write("api/src/test/java/p/BusTest.java", "package p;\n\nclass BusTest {}\n");

        assertThat(summary("surefire-reports=17")).isFalse();
        assertThat(lines()).contains("  p.BusTest: no report, it did not run (unit tests, Java 17)");
    }

    @Test
    void aRunOfOneModuleExpectsOnlyItsTests() throws IOException {
        write("drivers/pom.xml", "<project/>");
        write("drivers/src/test/java/p/ChipTest.java", "package p;\n\nclass ChipTest {}\n");
        report("api/target/reports-other/TEST-p.PinTest.xml", "25", "<testcase classname='p.PinTest' name='a'/>");

        assertThat(summary("reports-other@api=25")).isTrue();
        assertThat(lines()).contains("unit tests of api (reports-other), Java 25: 1 passed, 0 failed, 0 skipped");
        assertThat(summary("reports-other@drivers=25")).isFalse();
        assertThat(lines())
                .contains("  p.ChipTest: no report, it did not run (unit tests of drivers (reports-other), Java 25)");
    }

    @Test
    void aReportWithoutTestsIsAFailure() throws IOException {
        report("api/target/surefire-reports/TEST-p.PinTest.xml", "17", "");

        assertThat(summary("surefire-reports=17")).isFalse();
        assertThat(lines()).last().isEqualTo("0 passed, 1 failed, 0 skipped");
    }

    @Test
    void anIncompleteReportIsAFailure() throws IOException {
        write("api/target/surefire-reports/TEST-p.PinTest.xml", "<testsuite><testcase classname='p.PinTest' na");

        assertThat(summary("surefire-reports=17")).isFalse();
        assertThat(lines()).anyMatch(line -> line.contains("TEST-p.PinTest.xml cannot be read"));
    }

    @Test
    void aReportFromAnotherJavaIsAFailure() throws IOException {
        report("api/target/surefire-reports-25/TEST-p.PinTest.xml", "17", "<testcase classname='p.PinTest' name='a'/>");

        assertThat(summary("surefire-reports-25=25")).isFalse();
        assertThat(lines()).anyMatch(line -> line.contains("comes from Java 17"));
    }

    @Test
    void aRunUnderALocaleNamesTheLocale() throws IOException {
        String test = "<testcase classname='p.PinTest' name='a'/>";
        report("api/target/surefire-reports-tr/TEST-p.PinTest.xml", "17", locale("tr", "TR") + test);

        assertThat(summary("surefire-reports-tr=17 tr_TR")).isTrue();
        assertThat(lines()).contains("unit tests, Java 17, tr_TR: 1 passed, 0 failed, 0 skipped");
    }

    @Test
    void aReportFromAnotherLocaleIsAFailure() throws IOException {
        String test = "<testcase classname='p.PinTest' name='a'/>";
        report("api/target/surefire-reports-tr/TEST-p.PinTest.xml", "17", locale("tr", "CY") + test);
        report("api/target/surefire-reports/TEST-p.PinTest.xml", "17", test);

        assertThat(summary("surefire-reports-tr=17 tr_TR")).isFalse();
        assertThat(lines()).anyMatch(line -> line.contains("comes from the locale tr_CY (unit tests, Java 17, tr_TR)"));
        assertThat(summary("surefire-reports=17 tr_TR")).isFalse();
        assertThat(lines()).anyMatch(line -> line.contains("comes from the locale _ (unit tests, Java 17, tr_TR)"));
    }

    private static String locale(String language, String country) {
        return "<properties><property name='user.language' value='%s'/><property name='user.country' value='%s'/></properties>"
                .formatted(language, country);
    }

    @Test
    void aRunWithoutTestsIsAFailure() throws IOException {
        Files.delete(root.resolve("api/src/test/java/p/PinTest.java"));

        assertThat(summary("surefire-reports=17")).isFalse();
    }

    @Test
    void labTestsAreNamedIT() throws IOException {
        write("src/test/pom.xml", "<project/>");
        write("src/test/java/p/BoardIT.java", "package p;\n\nclass BoardIT {}\n");

        assertThat(summary("failsafe-reports=17")).isFalse();
        assertThat(lines()).contains("  p.BoardIT: no report, it did not run (lab, Java 17)");
        assertThat(lines()).last().isEqualTo("0 passed, 1 failed, 0 skipped");
    }

    @Test
    void classesThatWereNotSelectedNeedNoReport() throws IOException {
        report("api/target/surefire-reports/TEST-p.PinTest.xml", "17", "<testcase classname='p.PinTest' name='a'/>");
        write("api/src/test/java/p/BusTest.java", "package p;\n\nclass BusTest {}\n");

        assertThat(summary("only=p.PinTest", "surefire-reports=17")).isTrue();
        assertThat(summary("only=p.PinTest,p.BusTest", "surefire-reports=17")).isFalse();
        assertThat(lines()).contains("  p.BusTest: no report, it did not run (unit tests, Java 17)");
    }

    @Test
    void theSlowestClassesComeBeforeTheLastLine() throws IOException {
        write("api/src/test/java/p/BusTest.java", "package p;\n\nclass BusTest {}\n");
        for (String suite : List.of("name='p.PinTest' time='2.5'", "name='p.BusTest' time='1,003.25'")) {
            write(
                    "api/target/surefire-reports/TEST-" + suite.substring(6, 15).replace("'", "") + ".xml",
                    ("<testsuite %s><properties><property name='java.specification.version' value='17'/></properties>"
                                    + "<testcase classname='%s' name='a'/></testsuite>")
                            .formatted(suite, suite.substring(6, 15).replace("'", "")));
        }

        assertThat(summary("surefire-reports=17")).isTrue();
        assertThat(lines())
                .containsSequence(
                        "Slowest test classes:",
                        " 1003.3 s  p.BusTest (unit tests, Java 17)",
                        "    2.5 s  p.PinTest (unit tests, Java 17)",
                        "",
                        "2 passed, 0 failed, 0 skipped");
    }

    @Test
    void nestedClassesReportForTheirTest() throws IOException {
        report(
                "api/target/surefire-reports/TEST-p.PinTest.xml",
                "17",
                "<testcase classname='p.PinTest$Open' name='a'/>");

        assertThat(summary("surefire-reports=17")).isTrue();
    }

    @Test
    void samplesNamedTestNeedNoReport() throws IOException {
        report("api/target/surefire-reports/TEST-p.PinTest.xml", "17", "<testcase classname='p.PinTest' name='a'/>");
        write("api/src/main/java/p/SimpleTest.java", "package p;\n\nclass SimpleTest {}\n");

        assertThat(summary("surefire-reports=17")).isTrue();
    }

    @Test
    void abstractTestsNeedNoReport() throws IOException {
        report("api/target/surefire-reports/TEST-p.PinTest.xml", "17", "<testcase classname='p.PinTest' name='a'/>");
        write("api/src/test/java/p/PortTest.java", "package p;\n\nabstract class PortTest {}\n");

        assertThat(summary("surefire-reports=17")).isTrue();
    }

    @Test
    void aSkippedRunIsListedWithItsReason() throws IOException {
        report("api/target/surefire-reports/TEST-p.PinTest.xml", "17", "<testcase classname='p.PinTest' name='a'/>");

        assertThat(summary("surefire-reports=17", "surefire-reports-25=no Java 25 here"))
                .isTrue();
        assertThat(lines()).contains("unit tests, Java 25: not run: no Java 25 here");
    }

    private boolean summary(String... runs) throws IOException {
        return new Summary(root, new PrintStream(printed, true, UTF_8)).print(List.of(runs));
    }

    private List<String> lines() {
        return printed.toString(UTF_8).lines().toList();
    }

    private void report(String file, String java, String cases) throws IOException {
        write(
                file,
                "<testsuite><properties><property name='java.specification.version' value='%s'/></properties>%s</testsuite>"
                        .formatted(java, cases));
    }

    private void write(String file, String content) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }
}
