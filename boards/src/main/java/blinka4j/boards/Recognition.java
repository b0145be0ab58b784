// SPDX-License-Identifier: MIT
package blinka4j.boards;

import java.util.List;

/**
 * What tells that a machine is a certain board; each list may be empty.
 *
 * @param compatible strings of {@code /proc/device-tree/compatible}
 * @param models whole texts of {@code /proc/device-tree/model}, without the revision at its end
 * @param raspberryPiTypes the type bits of new-style Raspberry Pi revision codes
 * @param raspberryPiCodes old-style Raspberry Pi revision codes
 */
record Recognition(
        List<String> compatible, List<String> models, List<Integer> raspberryPiTypes, List<Integer> raspberryPiCodes) {
    Recognition {
        compatible = List.copyOf(compatible);
        models = List.copyOf(models);
        raspberryPiTypes = List.copyOf(raspberryPiTypes);
        raspberryPiCodes = List.copyOf(raspberryPiCodes);
    }
}
