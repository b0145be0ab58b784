// SPDX-License-Identifier: MIT
package blinka4j.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The role that a test uses and that some sites lack. There the test is skipped with this reason. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Uses {
    /** The role: see {@link Site#name}. */
    String value();
}
