// SPDX-License-Identifier: MIT
package blinka4j.edge;

import java.nio.file.Path;
import java.util.Arrays;

/** The output of a model: a probability for each label. */
final class Outputs {
    private Outputs() {}

    /** How many labels there are. */
    static int count(Path file, String output, long[] dimensions) {
        int last = dimensions.length - 1;
        boolean single = last >= 0 && Arrays.stream(dimensions, 0, last).allMatch(each -> each == 1 || each == -1);
        if (!single || dimensions[last] < 2 || dimensions[last] > 1000) {
            throw new EdgeException(
                    "the output '%s' of %s has the shape %s. Expected is [batch, labels], with 2 labels or more. Export the model with one probability for each label."
                            .formatted(output, file, Arrays.toString(dimensions)));
        }
        return (int) dimensions[last];
    }
}
