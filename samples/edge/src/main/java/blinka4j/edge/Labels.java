// SPDX-License-Identifier: MIT
package blinka4j.edge;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The names of what a model recognises. */
final class Labels {
    /** The key in the metadata of an ONNX file. */
    static final String KEY = "labels";

    private Labels() {}

    /** The labels in a text such as {@code rest,shake}. */
    static List<String> parse(String text) {
        return Stream.of(text.split(",", -1)).map(String::strip).toList();
    }

    /**
     * The labels of a model.
     *
     * @param given by the user; null if they are those of the file
     * @param inFile the metadata of the file; null if it has none
     * @param outputs how many values the model gives
     */
    static List<String> of(Path file, @Nullable List<String> given, @Nullable String inFile, int outputs) {
        if (given == null && inFile == null) {
            throw new EdgeException(
                    "%s does not say what its %s outputs mean. Give --labels with %s names in the order of the outputs, such as --labels circle,rest, or add them to its metadata under '%s'."
                            .formatted(file, outputs, outputs, KEY));
        }
        List<String> labels = given != null ? given : parse(inFile == null ? "" : inFile);
        if (labels.size() != outputs
                || labels.stream().anyMatch(String::isEmpty)
                || labels.stream().distinct().count() != outputs) {
            throw new EdgeException(
                    "%s has %s outputs, but the labels are %s. Give --labels with %s different names in the order of the outputs."
                            .formatted(file, outputs, labels, outputs));
        }
        return labels;
    }
}
