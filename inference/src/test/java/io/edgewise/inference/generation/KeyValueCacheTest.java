// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.inference.generation.DecoderShape.Inputs;
import io.edgewise.inference.generation.DecoderShape.Outputs;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyValueCacheTest {
    private static final int HEADS = 3;
    private static final int SIZE = 2;
    private static final DecoderShape SHAPE = new DecoderShape(
            1, HEADS, SIZE, 10, new Inputs(0, 1, 2, 3, Optional.empty(), List.of(4, 5)), new Outputs(0, List.of(1, 2)));

    @Test
    void growsWithTheTextAndKeepsWhatIsThere() {
        try (KeyValueCache cache = new KeyValueCache(SHAPE, 300)) {
            assertThat(cache.capacity()).isEqualTo(320);
            for (int token = 0; token < 200; token++) {
                add(cache, token);
                assertThat(cache.bucket()).isEqualTo(KeyValueCache.roundedUp(token + 1));
            }
            assertHolds(cache, 200);
        }
    }

    @Test
    void shrinksWhenFarTooLargeAndKeepsWhatIsThere() {
        try (KeyValueCache cache = new KeyValueCache(SHAPE, 256)) {
            for (int token = 0; token < 250; token++) {
                add(cache, token);
            }
            cache.rewind(40);
            add(cache, 40);
            assertThat(cache.bucket()).isEqualTo(64);
            assertHolds(cache, 41);
        }
    }

    @Test
    void refusesMoreThanThereIsRoomFor() {
        try (KeyValueCache cache = new KeyValueCache(SHAPE, 64)) {
            for (int token = 0; token < 64; token++) {
                add(cache, token);
            }
            assertThatThrownBy(() -> cache.makeRoom(1))
                    .isInstanceOf(ContextFullException.class)
                    .hasMessageContaining("65 tokens")
                    .hasMessageContaining("room for 64");
        }
    }

    private static void add(KeyValueCache cache, int token) {
        cache.makeRoom(1);
        for (int tensor = 0; tensor < 2; tensor++) {
            for (int head = 0; head < HEADS; head++) {
                cache.append(
                        tensor, head, new float[] {number(tensor, head, token, 0), number(tensor, head, token, 1)});
            }
        }
        cache.added(1);
    }

    private static float number(int tensor, int head, int token, int i) {
        return tensor * 100_000 + head * 10_000 + token * 10 + i;
    }

    private static void assertHolds(KeyValueCache cache, int tokens) {
        for (int tensor = 0; tensor < 2; tensor++) {
            var numbers = cache.memories().get(tensor).buffer().asFloatBuffer();
            for (int head = 0; head < HEADS; head++) {
                for (int token = 0; token < tokens; token++) {
                    for (int i = 0; i < SIZE; i++) {
                        assertThat(numbers.get((head * cache.bucket() + token) * SIZE + i))
                                .isEqualTo(number(tensor, head, token, i));
                    }
                }
            }
        }
    }
}
