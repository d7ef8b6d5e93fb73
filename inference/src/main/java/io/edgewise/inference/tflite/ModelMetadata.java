// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import java.util.List;

/// What a model says of itself for the TensorFlow Lite Task Library and MediaPipe: what its inputs and outputs
/// mean, and which files go with them. The files stand behind the model ([AssociatedFiles]). Immutable.
///
/// Source: `metadata_schema.fbs` of TensorFlow Lite Support, version 1.5.
///
/// @param inputs in the order of the primary graph's inputs
/// @param outputs in the order of the primary graph's outputs
/// @param inputUnits how what comes in is prepared for all inputs together
/// @param outputUnits what is done to all outputs together
/// @param files of the model or the graph as a whole
public record ModelMetadata(
        String name,
        String description,
        String version,
        String author,
        String licence,
        List<Note> inputs,
        List<Note> outputs,
        List<Unit> inputUnits,
        List<Unit> outputUnits,
        List<NamedFile> files) {
    public ModelMetadata {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        inputUnits = List.copyOf(inputUnits);
        outputUnits = List.copyOf(outputUnits);
        files = List.copyOf(files);
    }

    /// What is said of one input or output.
    public record Note(String name, String description, Content content, List<Unit> units, List<NamedFile> files) {
        public Note {
            units = List.copyOf(units);
            files = List.copyOf(files);
        }
    }

    /// What a tensor holds.
    public enum Content {
        UNKNOWN,
        NUMBERS,
        IMAGE,
        BOUNDING_BOX,
        SOUND
    }

    /// A step outside of the graph.
    public sealed interface Unit {
        /// Cuts a text where an expression matches.
        ///
        /// @param delimiter in the syntax of RE2
        record Regex(String delimiter, List<NamedFile> vocabulary) implements Unit {
            public Regex {
                vocabulary = List.copyOf(vocabulary);
            }
        }

        /// Cuts a text as BERT does.
        record Bert(List<NamedFile> vocabulary) implements Unit {
            public Bert {
                vocabulary = List.copyOf(vocabulary);
            }
        }

        /// Cuts a text by SentencePiece.
        record SentencePiece(List<NamedFile> model) implements Unit {
            public SentencePiece {
                model = List.copyOf(model);
            }
        }

        /// Scores below it don't count.
        record Threshold(float score) implements Unit {}

        /// Maps scores with the numbers of a file.
        record Calibration() implements Unit {}

        /// Another one.
        record Other() implements Unit {}
    }

    /// A file behind the model.
    public record NamedFile(String name, FileKind kind) {}

    /// What a file is for.
    public enum FileKind {
        UNKNOWN,
        DESCRIPTIONS,
        /// A label for each number of an output.
        AXIS_LABELS,
        /// A label for each value that an output can have.
        VALUE_LABELS,
        SCORE_CALIBRATION,
        VOCABULARY,
        SCANN_INDEX
    }
}
