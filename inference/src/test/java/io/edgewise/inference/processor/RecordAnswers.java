// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.processor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/// Writes down what the models say on this processor. To be run on x86-64, with the resource `x86-64.txt` of this
/// package as its argument, when a shipped model changes. Prints how far this processor is from the numbers before.
final class RecordAnswers {
    private RecordAnswers() {}

    public static void main(String[] arguments) throws IOException {
        StringBuilder text = new StringBuilder("# What models say on an x86-64 processor; written by RecordAnswers.\n");
        for (Answers answers : everything()) {
            text.append(answers.text());
            print(answers.alsoIn(Answers.recorded()).differences(Answers.recorded()));
        }
        Files.writeString(Path.of(arguments[0]), text);
    }

    private static List<Answers> everything() {
        return List.of(
                Questions.goldenTexts("extraction"),
                Questions.goldenTexts("extraction-small"),
                Questions.goldenTexts("moderation"),
                Questions.goldenTexts("moderation-small"),
                Questions.rows("moderation"),
                Questions.rows("moderation-small"),
                Questions.fp32Rows());
    }

    private static void print(List<Difference> differences) {
        differences.stream().min(Comparator.comparingDouble(Difference::cosine)).ifPresent(System.out::println);
        differences.stream().max(Comparator.comparingDouble(Difference::logit)).ifPresent(System.out::println);
    }
}
