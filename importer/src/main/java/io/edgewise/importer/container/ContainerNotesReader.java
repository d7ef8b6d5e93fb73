// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.container;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.edgewise.importer.container.ContainerNotes.Turn;
import io.edgewise.inference.document.ProtobufMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// Reads the protocol buffers in which containers speak of their model; what is not read here is passed over. Every
/// method throws [IllegalArgumentException] where the bytes are none. Used once.
///
/// Source: LiteRT-LM, `runtime/proto/llm_metadata.proto`, `token.proto`, `llm_model_type.proto`; MediaPipe,
/// `tasks/cc/genai/inference/proto/llm_params.proto` (field numbers).
final class ContainerNotesReader {
    private static final int MOST_TOKENS = 1000;

    private static final Map<Integer, String> MODEL_TYPES = Map.ofEntries(
            Map.entry(1, "generic_model"),
            Map.entry(2, "gemma3n"),
            Map.entry(3, "function_gemma"),
            Map.entry(4, "gemma3"),
            Map.entry(5, "qwen3"),
            Map.entry(7, "qwen2p5"),
            Map.entry(8, "gemma4"),
            Map.entry(9, "fast_vlm"),
            Map.entry(11, "lfm2"),
            Map.entry(12, "minicpm5"),
            Map.entry(13, "gemma3270m"));
    private static final Map<Integer, String> ROLES = Map.of(1, "user", 2, "model", 3, "system");

    private final ProtobufMessage message;
    private final List<String> start = new ArrayList<>();
    private final List<String> stop = new ArrayList<>();
    private final Map<String, Turn> turns = new LinkedHashMap<>();
    private String modelType = "";
    private String leastRuntime = "";
    private OptionalInt context = OptionalInt.empty();
    private OptionalInt templateLength = OptionalInt.empty();

    ContainerNotesReader(byte[] content) {
        this.message = new ProtobufMessage(content);
    }

    /// `LlmMetadata`.
    ContainerNotes ofLiteRtLm() {
        while (message.next()) {
            switch (message.field()) {
                case 1 -> token(message.message(), start);
                case 2 -> token(message.message(), stop);
                case 3 -> roles(message.message());
                case 5 -> context = positive((int) message.varint());
                case 6 -> modelType(message.message());
                case 7 -> templateLength = OptionalInt.of(text(message).length());
                case 14 -> leastRuntime = text(message);
                default -> message.skip();
            }
        }
        return notes();
    }

    /// `LlmParameters`.
    ContainerNotes ofTask() {
        while (message.next()) {
            switch (message.field()) {
                case 4 -> add(start, id(message.varint()));
                case 5 -> add(stop, text(message));
                case 6 -> add(start, text(message));
                case 8 -> template(message.message());
                default -> message.skip();
            }
        }
        return notes();
    }

    private ContainerNotes notes() {
        return new ContainerNotes(modelType, context, start, stop, turns, templateLength, leastRuntime);
    }

    /// `TokenUnion`: ids, or a text.
    private static void token(ProtobufMessage union, List<String> tokens) {
        while (union.next()) {
            switch (union.field()) {
                case 1 -> ids(union.message(), tokens);
                case 2 -> add(tokens, text(union));
                default -> union.skip();
            }
        }
    }

    private static void ids(ProtobufMessage list, List<String> tokens) {
        while (list.next()) {
            if (list.field() == 1) {
                for (long number : list.varints()) {
                    add(tokens, id(number));
                }
            } else {
                list.skip();
            }
        }
    }

    private static void add(List<String> tokens, String token) {
        if (tokens.size() == MOST_TOKENS) {
            throw new IllegalArgumentException("more than " + MOST_TOKENS + " tokens begin or end a text");
        }
        tokens.add(token);
    }

    /// `PromptTemplates`.
    private void roles(ProtobufMessage templates) {
        while (templates.next()) {
            String role = ROLES.get(templates.field());
            if (role == null) {
                templates.skip();
            } else {
                turns.put(role, turn(templates.message()));
            }
        }
    }

    /// `PromptAffixes`.
    private static Turn turn(ProtobufMessage affixes) {
        String prefix = "";
        String suffix = "";
        while (affixes.next()) {
            switch (affixes.field()) {
                case 1 -> prefix = text(affixes);
                case 2 -> suffix = text(affixes);
                default -> affixes.skip();
            }
        }
        return new Turn(prefix, suffix);
    }

    /// `PromptTemplate` of MediaPipe: one for the whole conversation, one around each question.
    private void template(ProtobufMessage template) {
        String prefix = "";
        String suffix = "";
        while (template.next()) {
            switch (template.field()) {
                case 1 -> turns.put("session", new Turn(text(template), ""));
                case 2 -> prefix = text(template);
                case 3 -> suffix = text(template);
                default -> template.skip();
            }
        }
        turns.put("user", new Turn(prefix, suffix));
    }

    /// Which of its members is set says the type.
    private void modelType(ProtobufMessage types) {
        while (types.next()) {
            modelType = MODEL_TYPES.getOrDefault(types.field(), modelType);
            types.skip();
        }
    }

    private static OptionalInt positive(int number) {
        return number > 0 ? OptionalInt.of(number) : OptionalInt.empty();
    }

    private static String id(long number) {
        return "id " + (int) number;
    }

    private static String text(ProtobufMessage field) {
        return new String(field.bytes(), UTF_8);
    }
}
