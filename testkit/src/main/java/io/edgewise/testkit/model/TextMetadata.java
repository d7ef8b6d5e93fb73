// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.model;

import com.google.flatbuffers.FlatBufferBuilder;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.lite.support.metadata.schema.AssociatedFileT;
import org.tensorflow.lite.support.metadata.schema.AssociatedFileType;
import org.tensorflow.lite.support.metadata.schema.BertTokenizerOptionsT;
import org.tensorflow.lite.support.metadata.schema.ContentProperties;
import org.tensorflow.lite.support.metadata.schema.ContentPropertiesUnion;
import org.tensorflow.lite.support.metadata.schema.ContentT;
import org.tensorflow.lite.support.metadata.schema.FeaturePropertiesT;
import org.tensorflow.lite.support.metadata.schema.ImagePropertiesT;
import org.tensorflow.lite.support.metadata.schema.ModelMetadata;
import org.tensorflow.lite.support.metadata.schema.ModelMetadataT;
import org.tensorflow.lite.support.metadata.schema.ProcessUnitOptions;
import org.tensorflow.lite.support.metadata.schema.ProcessUnitOptionsUnion;
import org.tensorflow.lite.support.metadata.schema.ProcessUnitT;
import org.tensorflow.lite.support.metadata.schema.RegexTokenizerOptionsT;
import org.tensorflow.lite.support.metadata.schema.ScoreThresholdingOptionsT;
import org.tensorflow.lite.support.metadata.schema.SentencePieceTokenizerOptionsT;
import org.tensorflow.lite.support.metadata.schema.SubGraphMetadataT;
import org.tensorflow.lite.support.metadata.schema.TensorMetadataT;

/// Metadata of a text model as the TensorFlow Lite Task Library and MediaPipe read them, written with their own
/// schema classes. Confined to one use.
public final class TextMetadata {
    private final ModelMetadataT model = new ModelMetadataT();
    private final SubGraphMetadataT graph = new SubGraphMetadataT();
    private final List<TensorMetadataT> inputs = new ArrayList<>();
    private final List<TensorMetadataT> outputs = new ArrayList<>();

    /// @param name of the model
    public TextMetadata(String name) {
        model.setName(name);
        model.setDescription("A model that a test wrote.");
        model.setLicense("Apache License. Version 2.0");
        model.setAuthor("a test");
        model.setVersion("v1");
    }

    /// The next input, of numbers.
    public TextMetadata input(String name) {
        inputs.add(tensor(name, ContentProperties.FeatureProperties, new FeaturePropertiesT()));
        return this;
    }

    /// The next input, an image.
    public TextMetadata image(String name) {
        inputs.add(tensor(name, ContentProperties.ImageProperties, new ImagePropertiesT()));
        return this;
    }

    private static TensorMetadataT tensor(String name, byte type, Object properties) {
        TensorMetadataT tensor = new TensorMetadataT();
        ContentPropertiesUnion union = new ContentPropertiesUnion();
        union.setType(type);
        union.setValue(properties);
        ContentT content = new ContentT();
        content.setContentProperties(union);
        tensor.setName(name);
        tensor.setContent(content);
        return tensor;
    }

    /// The last input is cut by an expression.
    public TextMetadata regex(String delimiter, String vocabulary) {
        RegexTokenizerOptionsT options = new RegexTokenizerOptionsT();
        options.setDelimRegexPattern(delimiter);
        options.setVocabFile(files(vocabulary, AssociatedFileType.VOCABULARY));
        inputs.getLast().setProcessUnits(units(ProcessUnitOptions.RegexTokenizerOptions, options));
        return this;
    }

    /// The text is cut as BERT does.
    public TextMetadata bert(String vocabulary) {
        BertTokenizerOptionsT options = new BertTokenizerOptionsT();
        options.setVocabFile(files(vocabulary, AssociatedFileType.VOCABULARY));
        graph.setInputProcessUnits(units(ProcessUnitOptions.BertTokenizerOptions, options));
        return this;
    }

    /// The text is cut by SentencePiece.
    public TextMetadata sentencePiece(String file) {
        SentencePieceTokenizerOptionsT options = new SentencePieceTokenizerOptionsT();
        options.setSentencePieceModel(files(file, AssociatedFileType.UNKNOWN));
        graph.setInputProcessUnits(units(ProcessUnitOptions.SentencePieceTokenizerOptions, options));
        return this;
    }

    private static ProcessUnitT[] units(byte type, Object options) {
        ProcessUnitOptionsUnion union = new ProcessUnitOptionsUnion();
        union.setType(type);
        union.setValue(options);
        ProcessUnitT unit = new ProcessUnitT();
        unit.setOptions(union);
        return new ProcessUnitT[] {unit};
    }

    private static AssociatedFileT[] files(String name, byte type) {
        AssociatedFileT file = new AssociatedFileT();
        file.setName(name);
        file.setType(type);
        return new AssociatedFileT[] {file};
    }

    /// The next output.
    ///
    /// @param labels file with its labels, or an empty text
    public TextMetadata output(String name, String labels) {
        TensorMetadataT tensor = tensor(name, ContentProperties.FeatureProperties, new FeaturePropertiesT());
        if (!labels.isEmpty()) {
            tensor.setAssociatedFiles(files(labels, AssociatedFileType.TENSOR_AXIS_LABELS));
        }
        outputs.add(tensor);
        return this;
    }

    /// The last output counts from this score on.
    public TextMetadata threshold(float score) {
        ScoreThresholdingOptionsT options = new ScoreThresholdingOptionsT();
        options.setGlobalScoreThreshold(score);
        outputs.getLast().setProcessUnits(units(ProcessUnitOptions.ScoreThresholdingOptions, options));
        return this;
    }

    /// The content of `TFLITE_METADATA`.
    public byte[] bytes() {
        graph.setInputTensorMetadata(inputs.toArray(TensorMetadataT[]::new));
        graph.setOutputTensorMetadata(outputs.toArray(TensorMetadataT[]::new));
        model.setSubgraphMetadata(new SubGraphMetadataT[] {graph});
        FlatBufferBuilder fb = new FlatBufferBuilder(1 << 10);
        ModelMetadata.finishModelMetadataBuffer(fb, ModelMetadata.pack(fb, model));
        return fb.sizedByteArray();
    }
}
