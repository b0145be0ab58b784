// SPDX-License-Identifier: MIT
package blinka4j.linux;

import static java.util.stream.Collectors.joining;

import blinka4j.NotAvailableException;
import blinka4j.provider.Host;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The devices of one kind in the kernel, such as the converters of IIO. Their numbers depend on the order in which drivers were loaded, so
 * they have names.
 *
 * @param folder such as {@code /sys/bus/iio/devices}
 * @param pattern of the devices' folders in it
 */
record NamedDevices(Host host, String folder, Pattern pattern) {
    /** Returns the folders of the devices with this folder, device or name. Several devices may have one name. */
    List<String> called(String wanted) {
        List<String> sameName = new ArrayList<>();
        for (String each : all()) {
            if (wanted.equals(each) || wanted.equals(device(each))) {
                return List.of(each);
            }
            if (wanted.equals(name(each))) {
                sameName.add(each);
            }
        }
        return sameName;
    }

    /**
     * Returns the folder of the only device that is called so.
     *
     * @param noun what the device is, for the message
     */
    String only(String noun, String wanted) {
        List<String> called = called(wanted);
        if (called.size() == 1) {
            return called.get(0);
        }
        String there = all().stream()
                .map(each -> "%s (%s, %s)".formatted(each, name(each), device(each)))
                .collect(joining(", "));
        throw new NotAvailableException(
                called.isEmpty()
                        ? "there is no %s %s. Load its driver, enable it in the device tree, or choose another. The kernel has %s."
                                .formatted(noun, wanted, there.isEmpty() ? "none" : there)
                        : "several %ss are called %s. Use the name of the device instead. The kernel has %s."
                                .formatted(noun, wanted, there));
    }

    private List<String> all() {
        return host.list(folder).stream()
                .filter(pattern.asMatchPredicate())
                .map(each -> folder + "/" + each)
                .toList();
    }

    private String name(String device) {
        return host.text(device + "/name").strip();
    }

    private String device(String found) {
        try {
            Path parent = host.path(found).toRealPath().getParent();
            return parent == null ? "" : String.valueOf(parent.getFileName());
        } catch (IOException e) {
            return "";
        }
    }
}
