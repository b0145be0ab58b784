// SPDX-License-Identifier: MIT
package blinka4j.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives each test its simulated board with its clock. {@code Board.*} means this board in the test, and in threads that it starts. So
 * the program under test needs no change, and tests may run in parallel.
 *
 * <pre>{@code
 * @Simulated(board = "RASPBERRY_PI_4B")
 * class FanTest {
 *     @Test
 *     void runsWhenItIsWarm(@At(0x18) SimMCP9808 sensor, @On("D18") SimPin fan) {
 *         sensor.temperature(40);
 *         Fan.main();
 *         assertThat(fan).isHigh();
 *     }
 * }
 * }</pre>
 *
 * <p>On a class it is for all its tests, those of its subclasses and nested classes; on a method, and on an annotation of yours, for
 * the tests that have it. The nearest one counts. These parameters of test methods, and of methods with {@code @BeforeEach} and
 * {@code @AfterEach}, come from the board of the test:
 *
 * <ul>
 *   <li>{@code SimBoard}, {@code SimClock}, {@code Blinka};
 *   <li>{@code SimPin} with {@link On}; {@code SimI2CBus}, {@code SimSpiBus}, {@code SimUart}: the default one, or that of {@link On}.
 *       I2C and SPI buses record their transfers from then on;
 *   <li>{@link Printed}: what the program prints from then on;
 *   <li>a {@code SimI2CDevice} with a constructor without arguments, such as a chip of {@code blinka4j.sim.chips}. It is attached at
 *       the address {@link At}, or at the usual one of CircuitPython's driver, to the default bus or that of {@link On}. Two
 *       methods of a test that ask for the same class at the same address get the same chip.
 * </ul>
 *
 * <p>After the test and its {@code @AfterEach} methods the board is closed. The test fails, in addition to its failure if it has one,
 * <ul>
 *   <li>if the program has left a pin or bus open ({@code SimBoard.lenient()} allows it), or has not unlocked {@code Board.i2c()} or
 *       {@code Board.spi()};
 *   <li>if a playback was neither played to its end nor closed;
 *   <li>if a listener has thrown an exception ({@code SimBoard.takeFailures()} takes those that the test expects);
 *   <li>if an exception has ended a thread that was started in the test;
 *   <li>if it does not end within its {@link #limit}.
 * </ul>
 *
 * <p>A thread of a pool belongs to the test in which it was made; see {@code Blinka.Scope.ofThread}.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(SimulatedExtension.class)
public @interface Simulated {
    /** The id of the board, such as {@code BEAGLEBONE_BLACK}. */
    String board() default "RASPBERRY_PI_4B";

    /**
     * After so many seconds of simulated time a test that has not ended fails, with a {@code TimeLimitError} that has the line at which the
     * program was; a day unless this is set. It also fails after a minute of real time, in case the program waits for something that never
     * happens: see {@code SimClock.limit}. 0 for no limit, such as in a debugger.
     */
    double limit() default 86_400;
}
