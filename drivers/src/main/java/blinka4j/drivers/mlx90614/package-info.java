// SPDX-License-Identifier: MIT
/** Melexis MLX90614: temperature without contact. */
@NullMarked
package blinka4j.drivers.mlx90614;

import org.jspecify.annotations.NullMarked;
