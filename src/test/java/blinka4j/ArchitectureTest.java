// SPDX-License-Identifier: MIT
package blinka4j;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.provider.BusPort;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.MethodCallTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SliceRule;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rules for dependencies and names. These are plain tests that call {@code check}, because a build can silently skip rules of ArchUnit's
 * own engine.
 */
class ArchitectureTest {
    /** They are no properties there, but methods of these names, such as {@code set_high_alert} and {@code get_into}. */
    private static final Set<String> METHODS_OF_CIRCUIT_PYTHON = Set.of(
            "getAveragingCount",
            "getGPIOInterruptFlag",
            "getI2cAddr",
            "getIaqBaseline",
            "getInto",
            "getLastResult",
            "getOptions",
            "getPin",
            "getSeconds",
            "getTemp",
            "getVersion",
            "setAddress",
            "setAmbientPressure",
            "setCalibration16V400mA",
            "setCalibration16V4mA",
            "setCalibration16V5A",
            "setCalibration16V80mA",
            "setCalibration32V1A",
            "setCalibration32V2A",
            "setDigitRaw",
            "setEncoderPosition",
            "setEnvironmentalData",
            "setEvent",
            "setGPIOInterrupts",
            "setGasHeater",
            "setHighAlert",
            "setI2cAddr",
            "setIaqBaseline",
            "setIaqHumidity",
            "setIaqRelativeHumidity",
            "setInterruptThresholds",
            "setLowAlert",
            "setNormalMode",
            "setPulseWidthRange",
            "setPwmFreq",
            "setSegments",
            "setSuspendMode",
            "setTap",
            "setWaveform");

    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    /** The classes of all modules, without the tests. */
    private static final JavaClasses CODE =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("blinka4j");

    private static final Pattern MODULE =
            Pattern.compile(".*/(api|boards|drivers|samples(?:/\\w+)?|providers/\\w+)/target/.*");

    /**
     * The class that makes method handles. One method is allowed, because it looks up no member: it views the bytes of a buffer as
     * numbers. Registers that are mapped into memory must be accessed as whole numbers.
     */
    private static final String HANDLES = "java.lang.invoke.MethodHandles";

    private static final DescribedPredicate<JavaClass> JDK = resideInAnyPackage("java..", "javax..", "com.sun.net..");
    private static final DescribedPredicate<JavaClass> JSPECIFY = resideInAnyPackage("org.jspecify..");

    /** The modules and library packages that each module may use, besides itself, the JDK and JSpecify's annotations. */
    private static final Map<String, List<String>> MAY_KNOW = Map.ofEntries(
            entry("api", List.of()),
            entry("boards", List.of("api")),
            entry("drivers", List.of("api")),
            entry("providers/bench", List.of("api", "providers/sim")),
            entry(
                    "providers/diozero",
                    List.of("api", "providers/kernel", "com.diozero..", "org.tinylog..", "org.slf4j..")),
            entry("providers/kernel", List.of("api")),
            entry("providers/linux", List.of("api", "providers/kernel", "com.sun.jna..", "org.slf4j..")),
            entry("providers/micropython", List.of("api", "providers/kernel")),
            entry("providers/pi4j", List.of("api", "providers/kernel", "com.pi4j..", "org.slf4j..")),
            entry("providers/sim", List.of("api")),
            entry("providers/trace", List.of("api", "providers/sim")),
            entry("providers/usb", List.of("api", "providers/kernel")),
            entry("providers/testing", List.of("api", "boards", "providers/sim", "org.assertj..", "org.junit..")),
            entry("samples", List.of("api", "boards", "drivers", "providers/bench", "providers/sim")),
            entry("samples/command", List.of("api", "boards", "drivers", "providers/kernel", "providers/sim")),
            entry(
                    "samples/edge",
                    List.of(
                            "api",
                            "boards",
                            "drivers",
                            "providers/sim",
                            "ai.onnx..",
                            "ai.onnxruntime..",
                            "com.google.protobuf..",
                            "org.tribuo..")),
            entry("samples/python", List.of("api", "boards", "providers/sim", "org.graalvm.polyglot..")),
            entry("samples/site", List.of("api", "boards", "org.commonmark..")),
            entry(
                    "samples/telemetry",
                    List.of("api", "boards", "drivers", "providers/sim", "com.hivemq..", "org.slf4j..")));

    /** Boards with several chips, and the drivers that each may use. All other drivers use the API alone. */
    private static final Map<String, List<String>> KITS = Map.of(
            "characterlcd", List.of("mcp230xx"),
            "motorkit", List.of("motor", "pca9685"),
            "servokit", List.of("motor", "pca9685"));

    @Test
    void everyModuleIsChecked() throws IOException {
        Set<String> modules = CODE.stream().map(ArchitectureTest::module).collect(toSet());

        assertThat(MAY_KNOW).containsOnlyKeys(modules);
        assertThat(sources(".*/src/main/java/blinka4j/.*").stream()
                        .map(file -> path(file).replaceFirst("/src/main/java/.*", ""))
                        .collect(toSet()))
                .isEqualTo(modules);
    }

    static Set<String> modules() {
        return MAY_KNOW.keySet();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void aModuleDependsOnlyOnAllowedModules(String module) {
        DescribedPredicate<JavaClass> known = in(module).or(JDK).or(JSPECIFY);
        for (String other : MAY_KNOW.getOrDefault(module, List.of())) {
            known = known.or(other.endsWith("..") ? resideInAnyPackage(other) : in(other));
        }
        classes().that(in(module)).should().onlyDependOnClassesThat(known).check(CODE);
    }

    @Test
    void driversDoNotDependOnEachOther() {
        SliceRule rule = slices().matching("blinka4j.drivers.(*)..").should().notDependOnEachOther();
        for (Map.Entry<String, List<String>> kit : KITS.entrySet()) {
            for (String part : kit.getValue()) {
                rule = rule.ignoreDependency(driver(kit.getKey()), driver(part));
            }
        }
        rule.check(CODE);
    }

    /** Otherwise an entry would allow a dependency that nobody needs. */
    @Test
    void aKitUsesAllOfItsDrivers() {
        assertThat(KITS)
                .allSatisfy((kit, parts) -> assertThat(parts)
                        .as(kit)
                        .allSatisfy(part -> assertThat(CODE.stream()
                                        .filter(driver(kit))
                                        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                                        .anyMatch(dependency -> driver(part).test(dependency.getTargetClass())))
                                .as(part)
                                .isTrue()));
    }

    private static DescribedPredicate<JavaClass> driver(String name) {
        return resideInAnyPackage("blinka4j.drivers.%s..".formatted(name));
    }

    /**
     * A program must import each type that it passes or whose constants it uses. Types of {@code blinka4j.provider} are only for
     * authors of providers and boards.
     */
    @Test
    void programsNeedNoProviderType() {
        Set<String> allowed = Set.of(
                // For a bus or pin that is not on the board. Constructors with a port only are not listed.
                "blinka4j.busio.I2C.<init>(I2CPort, I2C)",
                "blinka4j.busio.UART.<init>(UartPort, Settings)",
                "blinka4j.pulseio.PulseIn.<init>(GpioPort, int, boolean)",
                "blinka4j.pwmio.PWMOut.<init>(PwmPort, int, int, boolean)",
                "blinka4j.pwmio.PWMOut.software(GpioPort, int, int, boolean)",
                "blinka4j.countio.Counter.<init>(GpioPort, Edge, Pull)",
                "blinka4j.frequencyio.FrequencyIn.<init>(GpioPort, int)",
                "blinka4j.keypad.Keys.<init>(GpioPort[], boolean, boolean, double, int, int)",
                "blinka4j.keypad.KeyMatrix.<init>(GpioPort[], GpioPort[], boolean, double, int, int)",
                "blinka4j.keypad.ShiftRegisterKeys.<init>(GpioPort, GpioPort, GpioPort, boolean, int, boolean, double, int, int)",
                "blinka4j.keypad.ShiftRegisterKeys.<init>(GpioPort, GpioPort[], GpioPort, boolean, int[], boolean, double, int, int)",
                "blinka4j.sim.SimUart.open(Settings)",
                // Settings that CircuitPython does not have.
                "blinka4j.busio.SPI.configure(Settings)",
                // For the classes of pin constants, which are generated from the board files.
                "blinka4j.microcontroller.Pin.of(String, String, Line)",
                // A program passes on the board that Boards.board("…") returns.
                "blinka4j.runtime.Blinka.open(BoardDefinition, Provider)",
                "blinka4j.sim.SimBoard.open(BoardDefinition)",
                "blinka4j.sim.SimBoard.open(BoardDefinition, SimClock)",
                "blinka4j.sim.SimBoard.start(BoardDefinition)",
                "blinka4j.sim.SimBoard.start(BoardDefinition, SimClock)");
        Set<String> needed = CODE.stream()
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(type -> Set.of("api", "drivers", "providers/sim").contains(module(type)))
                .filter(type ->
                        !Set.of("blinka4j.hardware", "blinka4j.provider").contains(type.getPackageName()))
                .filter(type -> !type.getSimpleName().equals("SimProvider"))
                .flatMap(type -> type.getCodeUnits().stream())
                .filter(member -> member.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(member -> !member.getModifiers().contains(JavaModifier.SYNTHETIC))
                .filter(member -> !(member instanceof JavaMethod method && overridesPort(method)))
                .filter(member -> member.getRawParameterTypes().stream().anyMatch(ArchitectureTest::isOfProviders)
                        || (isOfProviders(member.getRawReturnType())
                                && member.getRawReturnType().isEnum()))
                .map(member -> "%s.%s(%s)"
                        .formatted(
                                member.getOwner().getName(),
                                member.getName(),
                                member.getRawParameterTypes().stream()
                                        .map(JavaClass::getSimpleName)
                                        .collect(joining(", "))))
                .filter(member -> !member.matches(".*\\.<init>\\(\\w+Port\\)"))
                .collect(toSet());

        assertThat(needed).isEqualTo(allowed);
    }

    /** The launcher is not a sample. */
    @Test
    void samplesNeedNoProviderType() throws IOException {
        assertThat(sources("/samples/src/main/java/.*\\.java"))
                .isNotEmpty()
                .filteredOn(file -> !file.getParent().endsWith("launcher"))
                .allSatisfy(file -> assertThat(Files.readString(file))
                        .as(file.toString())
                        .doesNotContain("import blinka4j.provider."));
    }

    @Test
    void nothingDependsOnTheSamples() {
        noClasses()
                .that(in("samples").negate())
                .and(in("samples/command").negate())
                .and(in("samples/edge").negate())
                .and(in("samples/python").negate())
                .and(in("samples/telemetry").negate())
                .should()
                .dependOnClassesThat(in("samples")
                        .or(in("samples/command"))
                        .or(in("samples/edge"))
                        .or(in("samples/python"))
                        .or(in("samples/telemetry")))
                .check(CODE);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().assignedFrom(new SliceAssignment() {
                    @Override
                    public SliceIdentifier getIdentifierOf(JavaClass type) {
                        return type.getPackageName().startsWith("blinka4j")
                                ? SliceIdentifier.of(type.getPackageName())
                                : SliceIdentifier.ignore();
                    }

                    @Override
                    public String getDescription() {
                        return "packages";
                    }
                })
                .should()
                .beFreeOfCycles()
                .check(CODE);
    }

    /** Two modules with one package cannot be on one module path. */
    @Test
    void eachPackageIsInOneModule() {
        Map<String, Set<String>> modules = CODE.stream()
                .collect(groupingBy(JavaClass::getPackageName, mapping(ArchitectureTest::module, toSet())));

        assertThat(modules)
                .isNotEmpty()
                .allSatisfy((name, in) -> assertThat(in).as(name).hasSize(1));
    }

    /** A program on the module path cannot use a package that is not exported. */
    @Test
    void everyPackageForOthersIsExported() throws IOException {
        Set<String> inner = Set.of("blinka4j.hardware", "blinka4j.linux", "blinka4j.diozero", "blinka4j.pi4j");
        for (Path module : sources(".*/module-info\\.java")) {
            String text = Files.readString(module);
            Path sources = ROOT.resolve(path(module).replaceFirst("src/main/\\w+/module-info.java", "src/main/java"));
            Set<String> packages = sources(".*/src/main/java/blinka4j/.*\\.java").stream()
                    .filter(file -> file.startsWith(sources))
                    .map(file -> sources.relativize(file.getParent()).toString().replace('/', '.'))
                    .filter(name -> !inner.contains(name))
                    .collect(toSet());

            assertThat(packages)
                    .as(module.toString())
                    .allSatisfy(name -> assertThat(text).contains("exports " + name + ";"));
        }
    }

    @Test
    void namesHaveNoMeaninglessEndings() {
        classes()
                .should()
                .haveNameNotMatching(".*(Impl|Interface|Helper|Utils?|Manager|Base)")
                .check(CODE);
    }

    @Test
    void propertiesHaveNoGetOrSetPrefix() {
        methods()
                .that()
                .arePublic()
                .and(describe("are not declared by a type of others first", method -> !overridesOthers(method)))
                .and(describe(
                        "are no methods of CircuitPython's drivers",
                        method -> !METHODS_OF_CIRCUIT_PYTHON.contains(method.getName())))
                .should()
                .haveNameNotMatching("(get|set)[A-Z].*")
                .check(CODE);
    }

    @Test
    void publicTypesExceptChoiceAndFaultRunHaveNoTypeParameters() {
        classes()
                .that()
                .arePublic()
                .and()
                .doNotHaveFullyQualifiedName("blinka4j.register.Choice")
                .and()
                .doNotHaveFullyQualifiedName("blinka4j.testing.FaultRun")
                .should(new ArchCondition<>("have no type parameters") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        events.add(new SimpleConditionEvent(
                                type,
                                type.getTypeParameters().isEmpty(),
                                type.getDescription() + " has " + type.getTypeParameters()));
                    }
                })
                .check(CODE);
    }

    /**
     * Three classes are excepted. One makes the calls that differ between Pi4J's versions. One calls methods of Java 22. The third
     * gets the parameters of test methods from JUnit, which has them as {@code java.lang.reflect.Parameter}.
     */
    @Test
    void mainCodeUsesNoReflection() {
        noClasses()
                .that(
                        describe(
                                "are neither pi4j.ByName, linux.ForeignFunctions nor testing.SimulatedExtension",
                                type -> !type.getName()
                                        .matches(
                                                "blinka4j\\.(pi4j\\.ByName|linux\\.ForeignFunctions|testing\\.SimulatedExtension)(\\$.*)?")))
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.lang.reflect..")
                        .or(describe(
                                "are method handles' look-up",
                                type -> type.getName().startsWith("java.lang.invoke.MethodHandles")))
                        .and(describe(
                                "are not for a view of memory",
                                type -> !type.getName().equals(HANDLES))))
                .orShould()
                .accessTargetWhere(describe(
                        "is of method handles, but a view of memory",
                        access -> access.getTarget().getOwner().getName().equals(HANDLES)
                                && !access.getTarget().getName().equals("byteBufferViewVarHandle")))
                .orShould()
                .callMethodWhere(describe("looks a class or its members up", ArchitectureTest::looksUp))
                .check(CODE);
    }

    /**
     * A test lets simulated time pass, and no program or driver may escape it. These classes need real time: the clocks, outputs that are on
     * no board, and waits for another thread.
     */
    @Test
    void onlyTheClocksUseRealTime() {
        Set<String> real = Set.of(
                // Clocks.
                "blinka4j.provider.SystemClock",
                "blinka4j.provider.AlarmThread",
                "blinka4j.sim.SimClock",
                // Makes pulses on pins that are on no board. A simulated board has its own.
                "blinka4j.pwmio.SoftwarePwm",
                // Wait for another thread.
                "blinka4j.busio.BusLock",
                "blinka4j.hardware.ClosingAtExit",
                "blinka4j.hardware.Hold",
                "blinka4j.provider.EdgeThread",
                "blinka4j.sim.SimUart");
        Set<String> found = CODE.stream()
                .filter(type -> Set.of("api", "drivers", "providers/sim").contains(module(type))
                        || type.getPackageName().equals("blinka4j.samples"))
                .filter(type -> type.getMethodCallsFromSelf().stream().anyMatch(ArchitectureTest::usesRealTime))
                .map(type -> type.getName().replaceFirst("\\$.*", ""))
                .collect(toSet());

        assertThat(found).isEqualTo(real);
    }

    /**
     * Otherwise a driver would have the time of the current board, and its bus that of another. USB devices are those of the current board,
     * and a static method has no bus.
     */
    @Test
    void driversHaveTheTimeOfTheirBus() {
        Set<String> found = CODE.stream()
                .filter(in("drivers"))
                .filter(type -> type.getDirectDependenciesFromSelf().stream()
                        .map(dependency -> dependency.getTargetClass().getName())
                        .anyMatch(Set.of(
                                "blinka4j.time.Time",
                                "blinka4j.supervisor.Supervisor",
                                "blinka4j.microcontroller.Microcontroller")::contains))
                .map(JavaClass::getName)
                .collect(toSet());

        assertThat(found)
                .containsExactlyInAnyOrder(
                        "blinka4j.drivers.hid.Devices",
                        "blinka4j.drivers.hid.KeyboardLayoutUS",
                        "blinka4j.drivers.veml7700.VEML7700");
    }

    /** Otherwise drivers would have real time there. */
    @Test
    void aPortThatPassesCallsOnPassesOnTheClock() {
        List<JavaClass> found = CODE.stream()
                .filter(type -> type.isAssignableTo(BusPort.class))
                .filter(type -> type.getFields().stream()
                        .anyMatch(field -> field.getRawType().isAssignableTo(BusPort.class)))
                .toList();

        assertThat(found)
                .hasSizeGreaterThan(2)
                .allSatisfy(type -> assertThat(type.tryGetMethod("clock"))
                        .as(type.getName())
                        .isPresent());
    }

    private static boolean usesRealTime(JavaMethodCall call) {
        MethodCallTarget target = call.getTarget();
        String name = target.getName();
        boolean timed = target.getRawParameterTypes().stream()
                .anyMatch(type -> type.getName().matches("long|java\\.time\\.Duration"));
        return switch (target.getOwner().getName()) {
            case "java.lang.System" -> name.matches("nanoTime|currentTimeMillis");
            case "java.lang.Object" -> name.equals("wait") && timed;
            case "java.lang.Thread" -> name.matches("sleep|join") && timed;
            case "java.util.concurrent.TimeUnit" -> name.matches("sleep|timedWait|timedJoin");
            case "java.time.Clock" -> true;
            default ->
                target.getOwner().getName().startsWith("java.util.concurrent.")
                        && name.matches("await|awaitNanos|tryLock|tryAcquire|poll|get|schedule\\w*|parkNanos|parkUntil")
                        && timed;
        };
    }

    /**
     * Three classes are excepted. One shows on a page what the program prints, and prints the address of the page. One takes what the program
     * prints for a test. One has something to say at the end of the program, when Java's logger may have closed its handlers.
     */
    @Test
    void onlySamplesPrint() {
        noClasses()
                .that(describe("are not below samples", type -> !module(type).startsWith("samples")))
                .and(describe(
                        "are not bench.Printed, testing.Printed or trace.ReplayProvider",
                        type -> !Set.of(
                                        "blinka4j.bench.Printed",
                                        "blinka4j.testing.Printed",
                                        "blinka4j.trace.ReplayProvider")
                                .contains(type.getName())))
                .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
                .check(CODE);
    }

    /** With the locale C, as in a container, Java prints other letters as question marks. */
    @Test
    void samplesPrintAsciiOnly() throws IOException {
        Pattern comment = Pattern.compile("(?s)/\\*.*?\\*/|//[^\n]*");
        List<Path> samples = sources("/samples/src/main/java/.*\\.java");
        assertThat(samples).isNotEmpty();
        for (Path file : samples) {
            assertThat(comment.matcher(Files.readString(file)).replaceAll(""))
                    .as(path(file))
                    .matches("(?s)\\p{ASCII}*");
        }
    }

    /**
     * Paths, commands and generated sources must not have another locale's digits, or an i that became a dotted capital. The output of
     * samples is for people, in their locale.
     */
    @Test
    void onlyTheOutputOfSamplesFollowsTheLocale() throws IOException {
        assertThat(FormatStrings.thatFollowTheLocale(
                        "a(\"%s %02x %%d %n\"); // %d\nb(Locale.ROOT, \"%.1f\"); /* \"%d\" */"))
                .isEmpty();
        assertThat(FormatStrings.thatFollowTheLocale(
                        "a(\"%d\", Locale.ROOT + \";\" + 1); b(\"x;%-5.1f\"); c(\"\"\"\n%,d\"\"\");"))
                .containsExactly("\"x;%-5.1f\"", "\"\"\"\n%,d\"\"\"");
        Map<String, List<String>> found = new TreeMap<>();
        for (Path file : sources(".*/src/main/java/.*\\.java")) {
            List<String> formats = FormatStrings.thatFollowTheLocale(Files.readString(file));
            if (!formats.isEmpty()) {
                found.put(path(file), formats);
            }
        }
        assertThat(found)
                .as("write %s for a whole number, or give String.format, or printf, Locale.ROOT")
                .isEmpty();

        noClasses()
                .should()
                .callMethodWhere(describe("follows the default locale", ArchitectureTest::followsTheLocale))
                .orShould()
                .dependOnClassesThat(
                        describe(
                                "format or parse as the default locale has it",
                                type -> type.getName()
                                        .matches(
                                                "java\\.text\\.(Number|Decimal|Message|SimpleDate|Choice)Format|java\\.util\\.Scanner")))
                .because("give the method Locale.ROOT")
                .check(CODE);
    }

    private static boolean followsTheLocale(JavaMethodCall call) {
        MethodCallTarget target = call.getTarget();
        boolean hasLocale = target.getRawParameterTypes().stream()
                .anyMatch(type -> type.getName().equals("java.util.Locale"));
        return !hasLocale
                && switch (target.getOwner().getName()) {
                    case "java.lang.String" -> target.getName().matches("to(Upper|Lower)Case");
                    case "java.time.format.DateTimeFormatter" ->
                        target.getName().matches("ofPattern|ofLocalized.*");
                    case "java.time.format.DateTimeFormatterBuilder" ->
                        target.getName().equals("toFormatter");
                    default -> false;
                };
    }

    @Test
    void everyPackageIsNullMarked() {
        Set<String> packages = CODE.stream()
                .filter(type -> !type.getPackage().isAnnotatedWith(NullMarked.class))
                .map(JavaClass::getPackageName)
                .collect(toSet());

        assertThat(packages).isEmpty();
    }

    @Test
    void everySourceStartsWithItsLicence() throws IOException {
        assertThat(sources(".*\\.(java|xml|sh|properties|toml|yml)|.*/(run|new|tables)|.*/skeletons/.*"))
                .hasSizeGreaterThan(10)
                .allSatisfy(file -> assertThat(Files.readAllLines(file).stream().limit(2))
                        .as(file.toString())
                        .anyMatch(line -> line.matches("(//|#|<!--) SPDX-License-Identifier: MIT( -->)?")));
    }

    /** Surefire and Failsafe select test classes by name. Tests in other classes would never run. */
    @Test
    void everyTestIsInAClassThatRuns() throws IOException {
        Pattern test = Pattern.compile("^ +@(Test|ParameterizedTest|RepeatedTest|TestFactory)\\b", Pattern.MULTILINE);

        assertThat(sources(".*/test/.*\\.java"))
                .isNotEmpty()
                .allSatisfy(
                        file -> assertThat(!test.matcher(Files.readString(file)).find()
                                        || Files.readString(file).contains("abstract class ")
                                        || file.toString().matches(".*(Test|IT)\\.java"))
                                .as(file.toString())
                                .isTrue());
    }

    /** JUnit runs such classes one after the other otherwise; and with a lock, the tests in one stay in a single thread. */
    @Test
    void parameterizedClassesOfTheLabRunBesideOthers() throws IOException {
        List<Path> classes = new ArrayList<>();
        for (Path file : sources(".*/lab/\\w+IT\\.java")) {
            if (Files.readString(file).contains("\n@ParameterizedClass\n")) {
                classes.add(file);
            }
        }
        assertThat(classes)
                .isNotEmpty()
                .allSatisfy(file -> assertThat(Files.readString(file))
                        .as(file.toString())
                        .contains("\n@Execution(ExecutionMode.CONCURRENT)\n")
                        .containsPattern("\n@ResourceLock\\((?!value)"));
    }

    private static DescribedPredicate<JavaClass> in(String module) {
        return describe("are in " + module, type -> module(type).equals(module));
    }

    /** The module of a class, such as {@code providers/sim}; empty for classes of libraries. */
    static String module(JavaClass type) {
        return type.getBaseComponentType()
                .getSource()
                .map(source -> MODULE.matcher(source.getUri().toString()))
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .orElse("");
    }

    private static boolean isOfProviders(JavaClass type) {
        return type.getBaseComponentType().getPackageName().equals("blinka4j.provider");
    }

    private static boolean overridesPort(JavaMethod method) {
        return method.getOwner().getAllRawInterfaces().stream()
                .filter(ArchitectureTest::isOfProviders)
                .anyMatch(type -> type.getMethods().stream()
                        .anyMatch(other -> other.getName().equals(method.getName())
                                && other.getRawParameterTypes().equals(method.getRawParameterTypes())));
    }

    private static boolean overridesOthers(JavaMethod method) {
        return Stream.concat(
                        method.getOwner().getAllRawSuperclasses().stream(),
                        method.getOwner().getAllRawInterfaces().stream())
                .filter(resideOutsideOfPackage("blinka4j.."))
                .flatMap(type -> type.getMethods().stream())
                .anyMatch(other -> other.getName().equals(method.getName()));
    }

    private static boolean looksUp(JavaMethodCall call) {
        MethodCallTarget target = call.getTarget();
        return switch (target.getOwner().getName()) {
            case "java.lang.Class" ->
                target.getName().matches("forName|newInstance|get(Declared)?(Constructor|Field|Method)s?");
            case "java.lang.ClassLoader" -> target.getName().equals("loadClass");
            default -> false;
        };
    }

    /** The path below the root, with slashes. */
    private static String path(Path file) {
        return ROOT.relativize(file).toString().replace('\\', '/');
    }

    /** The files whose path below the root, after a slash, matches; without build results. */
    private static List<Path> sources(String pattern) throws IOException {
        List<Path> sources = new ArrayList<>();
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return folder.endsWith("target") || folder.endsWith(".git") || folder.endsWith(".idea")
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (("/" + path(file)).matches(pattern)) {
                    sources.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return sources;
    }
}
