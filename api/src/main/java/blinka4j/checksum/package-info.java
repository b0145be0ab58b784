// SPDX-License-Identifier: MIT
/** Checksums that sensors append to what they send. */
@NullMarked
package blinka4j.checksum;

import org.jspecify.annotations.NullMarked;
