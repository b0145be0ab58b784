// SPDX-License-Identifier: MIT
package blinka4j.boards;

import java.util.List;

/**
 * The rules that recognise a board. Each list may be empty.
 *
 * @param compatible strings of {@code /proc/device-tree/compatible}
 * @param models whole texts of {@code /proc/device-tree/model}, without the revision at its end
 * @param armbian {@code BOARD} in {@code /etc/armbian-release}
 * @param beaglebone beginnings of the id in the EEPROM of a BeagleBone: text, or {@code 0x} and hexadecimal digits
 * @param cpuinfo {@code machine} or {@code Hardware} in {@code /proc/cpuinfo}
 * @param dmi the name or asset tag of the board in the tables of a PC's firmware
 * @param pynq {@code pynq_board} of the device tree
 * @param raspberryPiTypes the type bits of new-style Raspberry Pi revision codes
 * @param raspberryPiCodes old-style Raspberry Pi revision codes
 */
record Recognition(
        List<String> compatible,
        List<String> models,
        List<String> armbian,
        List<String> beaglebone,
        List<String> cpuinfo,
        List<String> dmi,
        List<String> pynq,
        List<Integer> raspberryPiTypes,
        List<Integer> raspberryPiCodes) {
    Recognition {
        compatible = List.copyOf(compatible);
        models = List.copyOf(models);
        armbian = List.copyOf(armbian);
        beaglebone = List.copyOf(beaglebone);
        cpuinfo = List.copyOf(cpuinfo);
        dmi = List.copyOf(dmi);
        pynq = List.copyOf(pynq);
        raspberryPiTypes = List.copyOf(raspberryPiTypes);
        raspberryPiCodes = List.copyOf(raspberryPiCodes);
    }
}
