// SPDX-License-Identifier: MIT
@NullMarked
package blinka4j.micropython;

import org.jspecify.annotations.NullMarked;
