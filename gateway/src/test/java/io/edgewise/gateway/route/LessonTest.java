// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.route.Lesson.Result;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LessonTest {
    private static final Result FAILED = new Result.Failed(new IllegalStateException("no pass"));

    private final Lesson lesson = new Lesson();
    private final List<String> told = new ArrayList<>();

    @Test
    void whoWaitsIsToldInTheOrderOfComing() {
        lesson.then(result -> told.add("first"));
        lesson.then(result -> told.add("second"));
        lesson.then(result -> told.add("third"));
        assertThat(told).isEmpty();

        lesson.end(FAILED);

        assertThat(told).containsExactly("first", "second", "third");
    }

    @Test
    void whoComesLaterIsToldAtOnce() {
        lesson.end(FAILED);

        lesson.then(result -> told.add("late " + result.equals(FAILED)));

        assertThat(told).containsExactly("late true");
    }

    /// Another lane may bring a text while the first ones are told; it must not overtake those that still wait.
    @Test
    void whoComesWhileOthersAreToldWaitsForTheirTurn() {
        lesson.then(result -> {
            told.add("first");
            lesson.then(again -> told.add("came meanwhile"));
        });
        lesson.then(result -> told.add("second"));

        lesson.end(FAILED);

        assertThat(told).containsExactly("first", "second", "came meanwhile");
    }

    @Test
    void itWasInVainWhenNothingWasLearnt() {
        assertThat(lesson.wasInVain()).isFalse();

        lesson.end(new Result.Refused());

        assertThat(lesson.wasInVain()).isTrue();
    }
}
