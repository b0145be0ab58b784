// SPDX-License-Identifier: MIT
package blinka4j.lab;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names the guest of a test's parameter of type {@link Lab}. The default is {@code sabrelite}. */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@interface On {
    /** The guest: {@code sabrelite}, {@code raspi3b} or {@code gpiosim}; {@code exact} is for {@code ExactTimeIT}. */
    String value();

    /** Whether the test class has a guest of this kind for itself, so that others need not wait for its buses. */
    boolean alone() default false;
}
