// SPDX-License-Identifier: MIT
package blinka4j.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says which pin or bus of the board a parameter of a {@link Simulated} test is, or on which bus its chip is. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface On {
    /**
     * For a {@code SimPin} a name of the pin, such as {@code D18}. For a bus, or for a chip, the device of the bus, such as
     * {@code i2c1}, {@code spi0} or {@code serial0}.
     */
    String value();
}
