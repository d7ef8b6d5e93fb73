// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/// The older two files of GPT-2 and RoBERTa: `vocab.json`, an object with the id of each piece, and beside it
/// `merges.txt`, two pieces with a blank between them in each line.
///
/// They say nothing of how a text is split or what stands around it. It is what both models do: GPT-2's expression, no
/// blank before the text, and RoBERTa's `<s>` and `</s>` where the vocabulary has them.
final class MergesFile {

    private MergesFile() {}

    /// Reads both files.
    ///
    /// @throws TokenizerException if one cannot be read, or they do not fit together
    static Tokenizer read(Path vocabJson) {
        Vocabulary vocabulary = TokenizerJson.readVocabulary(vocabJson).build("");
        var merges = merges(vocabJson.resolveSibling("merges.txt"));
        var options = new BytePairModel.Options(true, false, false, false);
        var special = new SpecialPieces(vocabulary.id("<s>"), vocabulary.id("</s>"));
        int unknown = vocabulary.id("<unk>");
        var control = new ControlPieces(IntStream.of(special.classify(), special.separate(), unknown));
        return new PipelineTokenizer(
                List.of(),
                List.of(new PatternSplitter(SplitPattern.GPT2)),
                new BytePairModel(vocabulary, merges.table(vocabulary, control), unknown, control, options),
                OffsetTrim.BLANKS,
                special);
    }

    private static MergeList merges(Path file) {
        TokenizerJson.requireReadable(file, VocabularyFile.MAX_BYTES);
        var merges = new MergeList(file.toString());
        try {
            for (String line : Files.readAllLines(file)) {
                if (!line.isEmpty() && !line.startsWith("#version")) {
                    merges.add(line);
                }
            }
        } catch (MalformedInputException e) {
            throw new TokenizerException(file + " is not UTF-8; save it as UTF-8", e);
        } catch (IOException e) {
            throw new TokenizerException(file + " cannot be read: " + e, e);
        }
        return merges;
    }
}
