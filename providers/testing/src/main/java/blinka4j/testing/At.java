// SPDX-License-Identifier: MIT
package blinka4j.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says at which I2C address the chip is that a {@link Simulated} test has as a parameter. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface At {
    /** 7 bits, unshifted. */
    int value();
}
