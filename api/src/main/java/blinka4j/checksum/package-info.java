// SPDX-License-Identifier: MIT
/** Checksums that sensors append to their replies. */
@NullMarked
package blinka4j.checksum;

import org.jspecify.annotations.NullMarked;
