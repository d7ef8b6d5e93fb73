// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// What can be wrong with a bundle. Each is meant for a draft of [TinyBundles#moderation] without other changes.
public enum Flaw {
    /// The folder is empty.
    NO_DESCRIPTOR(draft -> draft.afterwards(folder -> delete(folder.resolve("bundle.json")))),
    /// `bundle.json` ends in its middle.
    NOT_JSON(draft -> draft.afterwards(folder -> change(folder.resolve("bundle.json"), Flaw::firstHalf))),
    /// One byte of the model is another one than when the bundle was made.
    CHANGED_BYTE(draft -> draft.afterwards(folder -> change(folder.resolve("model.tflite"), Flaw::flipMiddle))),
    /// One byte of the vocabulary is another one.
    CHANGED_VOCABULARY(draft -> draft.afterwards(folder -> change(folder.resolve("vocab.txt"), Flaw::flipMiddle))),
    /// The model was cut short on the way.
    OTHER_SIZE(draft -> draft.afterwards(folder -> change(folder.resolve("model.tflite"), Flaw::firstHalf))),
    /// A listed file is not there.
    MISSING_FILE(draft -> draft.afterwards(folder -> delete(folder.resolve("vocab.txt")))),
    /// `bundle.json` has another digest for a file that is as it should be.
    WRONG_DIGEST(draft -> draft.describing(
            "files", files -> BundleDraft.object(files, "golden.json").put("sha256", "0".repeat(64)))),
    /// A file is used and not listed.
    UNLISTED_FILE(draft -> draft.describing("files", files -> files.remove("vocab.txt"))),
    /// The vocabulary is a file beside the bundle, named with `../`.
    FILE_OUTSIDE(draft -> draft.describing("tokenizer", t -> t.put("file", "../outside.txt"))
            .describing("files", files -> files.put("../outside.txt", files.remove("vocab.txt")))
            .afterwards(folder -> move(folder.resolve("vocab.txt"), folder.resolveSibling("outside.txt")))),
    /// The vocabulary is a symbolic link to a file beside the bundle.
    LINK_OUTSIDE(draft -> draft.afterwards(folder -> {
        move(folder.resolve("vocab.txt"), folder.resolveSibling("linked.txt"));
        link(folder.resolve("vocab.txt"), folder.resolveSibling("linked.txt"));
    })),
    /// A file's name holds a NUL character, which no file system has.
    IMPOSSIBLE_NAME(draft ->
            draft.describing("files", files -> files.put("a\0b", Map.of("bytes", 1, "sha256", "0".repeat(64))))),
    /// A key of `bundle.json` that nobody reads, one letter away from one that is read.
    UNKNOWN_KEY(draft -> draft.describing(json -> json.put("licenze", "MIT"))),
    /// Thresholds of a label that the head does not have.
    UNKNOWN_LABEL(draft -> draft.describing(
            json -> BundleDraft.object(BundleDraft.head(json, 0), "thresholds").put("insutl", Map.of("block", 0.5)))),
    /// Made by a later Edgewise.
    FORMAT_2(draft -> draft.describing(json -> json.put("format", 2))),
    /// Windows longer than the model has positions.
    WINDOW_ABOVE_POSITIONS(draft -> draft.describing("window", window -> window.put("tokens", 65))),
    /// One piece more than the model has word rows.
    LONG_VOCABULARY(draft -> draft.file("vocab.txt", vocabulary() + "extra\n")),
    /// One piece fewer than the model has word rows.
    SHORT_VOCABULARY(draft -> draft.file("vocab.txt", vocabulary().replace("seven\n", ""))),
    /// Ten pieces more than the model has word rows, and `bundle.json` says that it has as many.
    IDS_OUT_OF_RANGE(draft -> draft.file("vocab.txt", vocabulary() + "x0\nx1\nx2\nx3\nx4\nx5\nx6\nx7\nx8\nx9\n")
            .describing("model", model -> model.put("vocabulary-size", 130))),
    /// The model was cut short before its digest was taken.
    TRUNCATED_MODEL(draft -> draft.file("model.tflite", firstHalf(TinyFile.MODERATION_INT8.bytes()))),
    /// The model is a text, and its digest is right.
    NOT_A_MODEL(draft -> draft.file("model.tflite", "version https://git-lfs.example/spec/v1\noid sha256:0\n")),
    /// The model has no signature of the name.
    MISSING_SIGNATURE(draft -> draft.describing("model", model -> model.put("signature", "batched"))),
    /// The model has no output of the head's name; the golden tests speak of it as `bundle.json` does.
    MISSING_HEAD(draft -> draft.file("golden.json", golden("2 93 102 3", "toxicity", "0 0 0 0 0 0 0"))
            .describing(json -> BundleDraft.head(json, 0).put("name", "toxicity"))),
    /// A head names fewer labels than the output is wide, and so do the golden tests.
    OTHER_HEAD_WIDTH(draft -> draft.file("golden.json", golden("2 93 102 3", "moderation", "0 0 0 0 0 0"))
            .describing(json -> {
                Map<String, Object> head = BundleDraft.head(json, 0);
                head.put("labels", TinyBundles.MODERATION_LABELS.subList(0, 6));
                head.put("calibration", Map.of());
                head.put("thresholds", Map.of());
            })),
    /// The golden tests are of another model.
    OTHER_GOLDEN_LOGITS(draft -> draft.file("golden.json", golden("2 93 102 3", "moderation", "9 9 9 9 9 9 9"))),
    /// The golden tests are of another vocabulary.
    OTHER_GOLDEN_IDS(draft -> draft.file("golden.json", golden("2 94 102 3", "moderation", "0 0 0 0 0 0 0"))),
    /// There is not one golden test.
    NO_GOLDEN_TEXTS(draft -> draft.file("golden.json", "{\"texts\":[]}"));

    @SuppressWarnings("ImmutableEnumChecker") // the lambdas above hold no state
    private final Consumer<BundleDraft> change;

    Flaw(Consumer<BundleDraft> change) {
        this.change = change;
    }

    void spoil(BundleDraft draft) {
        change.accept(draft);
    }

    /// A golden test of the text `the pump`.
    private static String golden(String ids, String head, String logits) {
        return "{\"texts\":[{\"text\":\"the pump\",\"ids\":\"%s\",\"logits\":{\"%s\":\"%s\"}}]}"
                .formatted(ids, head, logits);
    }

    private static String vocabulary() {
        return new String(TinyFile.VOCABULARY.bytes(), UTF_8);
    }

    private static byte[] firstHalf(byte[] content) {
        return Arrays.copyOf(content, content.length / 2);
    }

    private static byte[] flipMiddle(byte[] content) {
        content[content.length / 2] ^= 1;
        return content;
    }

    private static void change(Path file, UnaryOperator<byte[]> change) {
        unchecked(() -> Files.write(file, change.apply(Files.readAllBytes(file))));
    }

    private static void delete(Path file) {
        unchecked(() -> Files.deleteIfExists(file));
    }

    private static void move(Path from, Path to) {
        unchecked(() -> Files.move(from, to));
    }

    private static void link(Path link, Path target) {
        unchecked(() -> Files.createSymbolicLink(link, target));
    }

    private interface FileWork {
        Object run() throws IOException;
    }

    private static void unchecked(FileWork work) {
        try {
            Object unused = work.run();
            assert unused != null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
