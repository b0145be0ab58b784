// SPDX-License-Identifier: MIT
package blinka4j.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a test uses that not every site has: where it is missing, the test is skipped, and says so. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Uses {
    /** The role: see {@link Site#name}. */
    String value();
}
